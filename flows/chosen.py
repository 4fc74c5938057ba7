"""Who is chosen: to whom somebody's next words go, in words, and the button that changes it."""

from collections.abc import Sequence

from db.pairings import Pairing
from db.people import name_of, person
from flows.actor import Actor
from flows.letters import Button, Text, say
from flows.story import Story
from flows.topics import speaks_in_topics
from flows.who_for import chosen_now


async def who_is_chosen(story: Story, actor: Actor, running: Sequence[Pairing]) -> Text:
    """To whom the next words without a name go, in words."""
    if len(running) == 1:
        return say("people.one", name=await _name(story, actor, running[0]))
    if await speaks_in_topics(story, actor.person):
        return say("topic.for_each")
    chosen = await chosen_now(story, actor.person, running)
    pairing = next((one for one in running if one.id == chosen), None)
    if pairing is None:
        return say("people.nobody_chosen")
    return say("conversation.writing_to", name=await _name(story, actor, pairing))


async def write_button(story: Story, actor: Actor, pairing: Pairing) -> Button:
    """The button that makes this person the one who is written to."""
    label = say("peer_worker.button.write_to", name=await _name(story, actor, pairing))
    return Button(label, "cw", pairing.id)


async def _name(story: Story, actor: Actor, pairing: Pairing) -> str:
    return await name_of(story.session, await person(story.session, pairing.other(actor.person.id)))
