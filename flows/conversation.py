"""The conversation: a message is rebuilt and passed on to exactly one person, or held and asked.

Nothing is forwarded or copied: a letter is written from the text and its harmless formats alone.
"""

from collections.abc import Sequence

from care.relay import AskWho, To
from db.pairings import RUNNING, Pairing, pairings_of
from flows.actor import Actor
from flows.held import hold
from flows.listening import listen_to
from flows.passing_on import pass_on
from flows.story import Story
from flows.who_for import address_of
from flows.written import Written


async def running_pairings(story: Story, actor: Actor) -> list[Pairing]:
    """The person's running pairings; what somebody who has one writes is for their peer."""
    return await pairings_of(story.session, actor.person.id, RUNNING)


async def write(story: Story, actor: Actor, written: Written, running: Sequence[Pairing]) -> None:
    """Pass a message on to the one person it is for; hold it and ask when that is not clear.

    `running` are the writer's running pairings, one or more. Urgent words are looked for whatever
    becomes of the message.
    """
    found = await address_of(story, actor, written.reply_to, running)
    chosen = found.target.pair if isinstance(found.target, To) else None
    pairing = next((p for p in running if p.id == chosen), None)
    if pairing is None:
        why = found.target.why if isinstance(found.target, AskWho) else "nobody_chosen"
        await hold(story, actor, written, running, why)
    else:
        await pass_on(story, actor.person, pairing, written, found.answers)
    await listen_to(story, actor.person, pairing or running[0], written.text)
