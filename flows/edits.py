"""Edits: the copy that the peer has shows what the writer changed."""

from care.relay import split_text
from db.message_map import counterpart_of
from db.outbox import Lane
from db.pairings import RUNNING, Pairing, pairing_or_none
from db.people import name_of, person
from flows.actor import Actor
from flows.letters import Body, Message, body, say
from flows.listening import listen_to
from flows.passing_on import why_closed
from flows.story import Story
from flows.written import Written


async def edit_written(story: Story, actor: Actor, written: Written) -> bool:
    """Show the edited text in the copy that the peer has, where one message shows all of it.

    False when the message was never passed on.
    """
    copy = await counterpart_of(story.session, actor.person.id, written.message_id)
    if copy is None or copy.message_id is None:
        return False
    pairing = await pairing_or_none(story.session, copy.pairing_id)
    if pairing is not None and pairing.state in RUNNING:
        await _edit_copy(story, actor, pairing, written, copy.message_id)
    return True


async def _edit_copy(
    story: Story, actor: Actor, pairing: Pairing, written: Written, message_id: int
) -> None:
    await listen_to(story, actor.person, pairing, written.text)
    reader = await person(story.session, pairing.other(actor.person.id))
    closed = why_closed(pairing, reader)
    if closed is not None:
        await story.post(actor.person.id, body(say(closed)))
        return
    parts = split_text(await name_of(story.session, actor.person), written.text, written.entities)
    if len(parts) > 1:
        await story.post(actor.person.id, body(say("conversation.edit_too_long")))
        return
    await story.edit(
        reader.id,
        Body((Message(parts[0].text, parts[0].entities),), protected=True),
        slot=f"copy:{message_id}",
        message_id=message_id,
        lane=Lane.CONVERSATION,
    )
