"""Held messages: they go nowhere until their writer says who they are for, and never for long."""

from collections.abc import Sequence
from datetime import timedelta

from care.addressing import Reason
from db.held_messages import forget_held, hold_message, take_held
from db.pairings import RUNNING, Pairing, pairings_of
from db.people import name_of, person
from flows.actor import Actor
from flows.errors import Refused
from flows.letters import Body, Button, Message, body, one_each, read_body, say, write_body
from flows.passing_on import pass_on
from flows.story import Story
from flows.who_for import choose
from flows.written import Written

CODE_LETTERS = 12  # of an id, 72 bits: enough to tell a person's own pairings apart
HELD_FOR = timedelta(days=1)
_ASKS = {
    "somebody_else_wrote": "conversation.who_for.newer",
    "long_ago": "conversation.who_for.long_ago",
}


async def hold(
    story: Story, actor: Actor, written: Written, running: Sequence[Pairing], why: Reason
) -> None:
    """Keep a message and ask which of these people it is for, and say why we ask."""
    content = write_body(Body((Message(written.text, written.entities),)))
    held = await hold_message(
        story.session, actor.person.id, written.message_id, content, story.now
    )
    buttons = []
    for pairing in running:
        other = await person(story.session, pairing.other(actor.person.id))
        name = await name_of(story.session, other)
        label = say("conversation.button.for", name=name)
        buttons.append(Button(label, "ch", held.id, pairing.id[:CODE_LETTERS]))
    await story.post(
        actor.person.id,
        Body(
            (say(_ASKS.get(why, "conversation.who_for")),),
            one_each(*buttons),
            reply_to=written.message_id,
        ),
    )


async def send_held(story: Story, actor: Actor, held_id: str, pairing_code: str) -> str | None:
    """Send a held message to the person that its writer chose; returns that person's name.

    `pairing_code` is the start of the pairing's id, which is all that fits beside the message's.
    None when the message was sent before or is not this person's.
    """
    running = await pairings_of(story.session, actor.person.id, RUNNING)
    pairing = next((p for p in running if p.id.startswith(pairing_code)), None)
    if pairing is None or len(pairing_code) < CODE_LETTERS:
        raise Refused("conversation.ended")
    taken = await take_held(story.session, held_id, actor.person.id)
    if taken is None:
        return None
    message_id, content = taken
    message = read_body(content).parts[0]
    if not isinstance(message, Message):
        raise TypeError("A held message holds what a person wrote.")
    written = Written(message_id, message.text, message.entities)
    choose(story, actor.person, pairing.id)
    await pass_on(story, actor.person, pairing, written, None)
    return await name_of(story.session, await person(story.session, pairing.other(actor.person.id)))


async def forget_unclaimed(story: Story) -> int:
    """Delete what was held for a day without a name; returns how many messages."""
    forgotten = await forget_held(story.session, story.now - HELD_FOR)
    for writer in sorted({held.person_id for held in forgotten}):
        count = sum(held.person_id == writer for held in forgotten)
        await story.post(writer, body(say("conversation.held_too_long", n=count)), silent=True)
    return len(forgotten)
