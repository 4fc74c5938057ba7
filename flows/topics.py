"""Topics: where a peer worker at the worker bot talks with each of their people.

The records say whose topic it is, for this person alone; Telegram only says in which one a message
was written.
"""

from db.bots import WORKER
from db.people import Person, name_of, person
from db.topics import pairing_of_thread, pairings_without_topic, set_thread, topics_left_over
from flows.letters import body, say
from flows.story import Story
from flows.two_bots import has_topics

AT_ONCE = 50


async def pair_of_thread(story: Story, someone: Person, thread: int | None) -> str | None:
    """The pairing of the topic that somebody writes in; "" for one that is not known.

    None outside of topics, and at the main bot, which makes none.
    """
    if thread is None or someone.bot != WORKER:
        return None
    return await pairing_of_thread(story.session, someone.id, thread) or ""


async def speaks_in_topics(story: Story, someone: Person) -> bool:
    """Whether the person has a topic for each of their people."""
    return someone.bot == WORKER and await has_topics(story.session, WORKER)


async def tend_topics(story: Story) -> int:
    """Open a topic for each pairing that began, and name those that ended; returns how many."""
    if not await has_topics(story.session, WORKER):
        return 0
    begun = await pairings_without_topic(story.session, AT_ONCE)
    for pairing in begun:
        await set_thread(story.session, pairing.id, pairing.peer_worker_id, None)
        other = await person(story.session, pairing.service_user_id)
        opened = body(say("topic.opened", name=await name_of(story.session, other)))
        await story.post(pairing.peer_worker_id, opened, silent=True, pairing_id=pairing.id)
    ended = await topics_left_over(story.session, AT_ONCE)
    for topic, pairing in ended:
        topic.is_ended = True
        story.session.add(topic)
        await story.name_topic(pairing.peer_worker_id, pairing.id)
    return len(begun) + len(ended)
