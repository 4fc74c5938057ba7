"""The conversation: a message is rebuilt and passed on to exactly one person, or held and asked.

Nothing is forwarded or copied: a letter is written from the text and its harmless formats alone.
"""

from collections.abc import Sequence

from care.relay import To, address
from db.ids import PairingId
from db.message_map import Counterpart, counterpart_of
from db.pairings import RUNNING, Pairing, pairing_or_none, pairings_of
from db.people import name_of, person
from flows.actor import Actor
from flows.errors import Refused
from flows.held import hold
from flows.letters import body, say
from flows.listening import listen_to
from flows.passing_on import pass_on
from flows.story import Story
from flows.written import Written


async def running_pairings(story: Story, actor: Actor) -> list[Pairing]:
    """The person's running pairings; what somebody who has one writes is for their peer."""
    return await pairings_of(story.session, actor.person.id, RUNNING)


async def write(story: Story, actor: Actor, written: Written, running: Sequence[Pairing]) -> None:
    """Pass a message on to the one person it is for; hold it and ask when that is not clear.

    `running` are the writer's running pairings, one or more. Urgent words are looked for whatever
    becomes of the message.
    """
    reply = None
    if written.reply_to is not None:
        reply = await counterpart_of(story.session, actor.person.id, written.reply_to)
    target = address(
        pairs=tuple(p.id for p in running),
        reply_pair=await _reply_pair(story, actor, written, reply),
        current_pair=actor.person.current_pairing_id,
    )
    chosen = target.pair if isinstance(target, To) else None
    pairing = next((p for p in running if p.id == chosen), None)
    if pairing is None:
        await hold(story, actor, written, running)
    else:
        await pass_on(story, actor.person, pairing, written, reply.message_id if reply else None)
    await listen_to(story, actor.person, pairing or running[0], written.text)


async def choose_current(story: Story, actor: Actor, pairing_id: str) -> None:
    """Make one pairing the conversation that unaddressed messages belong to."""
    pairing = await pairing_or_none(story.session, PairingId(pairing_id))
    mine = pairing is not None and actor.person.id in (
        pairing.service_user_id,
        pairing.peer_worker_id,
    )
    if pairing is None or not mine or pairing.state not in RUNNING:
        raise Refused("conversation.ended")
    actor.person.current_pairing_id = pairing.id
    story.session.add(actor.person)
    name = await name_of(story.session, await person(story.session, pairing.other(actor.person.id)))
    await story.post(actor.person.id, body(say("conversation.writing_to", name=name)))


async def _reply_pair(
    story: Story, actor: Actor, written: Written, reply: Counterpart | None
) -> str | None:
    """The pairing that a reply names; "" where it may be one that is not known any more."""
    if reply is not None:
        return reply.pairing_id
    if written.reply_to is None:
        return None
    ever = await pairings_of(story.session, actor.person.id, (*RUNNING, "ended"))
    return "" if len(ever) > 1 else None
