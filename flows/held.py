"""Held messages: they go nowhere until their writer answers, and never for long.

What is asked is who a message is for, or whether to send what looks like contact details. The
pictures of an album are held under one question.
"""

from collections.abc import Sequence
from datetime import timedelta

from care.addressing import Reason as Doubt
from db.albums import forget_albums
from db.held_messages import (
    Taken,
    drop_row,
    forget_held,
    held_row,
    hold_message,
    question_of_album,
)
from db.ids import PersonId
from db.pairings import Pairing
from db.people import Person, name_of, person
from flows.actor import Actor
from flows.letters import URGENT, Body, Button, Message, Rows, Text, body, one_each, read_body, say
from flows.letters import write_body as write_content
from flows.story import Story
from flows.written import Written

CODE_LETTERS = 12  # of an id, 72 bits: enough to tell a person's own pairings apart
HELD_FOR = timedelta(days=1)
_ASKS = {
    "somebody_else_wrote": "conversation.who_for.newer",
    "long_ago": "conversation.who_for.long_ago",
    "somebody_left": "conversation.who_for.left",
}


async def ask_who(
    story: Story, writer: Person, written: Written, running: Sequence[Pairing], why: Doubt
) -> None:
    """Keep a message and ask which of these people it is for, and say why we ask."""
    held = await hold_message(
        story.session,
        writer.id,
        written.message_id,
        write_written(written),
        story.now,
        album=written.album,
    )
    buttons = []
    for pairing in running:
        label = say("conversation.button.for", name=await _name(story, pairing, writer))
        buttons.append(Button(label, "ch", held.id, pairing.id[:CODE_LETTERS]))
    asks = say(_ASKS.get(why, "conversation.who_for"))
    rows = one_each(*buttons, _do_not_send(held.id), URGENT)
    await _ask(story, writer, held.id, written, asks, rows)


async def ask_about_contact(
    story: Story, writer: Person, pairing: Pairing, messages: Sequence[Written]
) -> None:
    """Keep messages and ask whether to send what looks like contact details."""
    question_id = None
    for written in messages:
        held = await hold_message(
            story.session,
            writer.id,
            written.message_id,
            write_written(written),
            story.now,
            reason="contact",
            pairing_id=pairing.id,
            album=written.album,
            question_id=question_id,
        )
        question_id = question_id or held.id
    if question_id is None:
        return
    asks = say("conversation.contact_like", name=await _name(story, pairing, writer))
    rows = one_each(
        Button(say("conversation.button.send"), "cs", question_id),
        _do_not_send(question_id),
        URGENT,
    )
    await _ask(story, writer, question_id, messages[0], asks, rows)


async def join_question(story: Story, writer: Person, written: Written) -> bool:
    """Hold a picture under the open question about its album; False when there is none."""
    if written.album is None:
        return False
    asked = await question_of_album(story.session, writer.id, written.album)
    if asked is None:
        return False
    await hold_message(
        story.session,
        writer.id,
        written.message_id,
        write_written(written),
        story.now,
        reason="contact" if asked.reason == "contact" else "who",
        pairing_id=asked.pairing_id,
        album=written.album,
        question_id=asked.question_id,
    )
    return True


async def drop_held(story: Story, actor: Actor, message_id: int) -> bool:
    """Forget a held message of the person; False when this message is not held."""
    held = await held_row(story.session, actor.person.id, message_id)
    if held is None:
        return False
    question_id = held.question_id
    if await drop_row(story.session, held):
        await story.take_buttons_off(actor.person.id, slot=question_slot(question_id))
    return True


async def forget_unclaimed(story: Story) -> int:
    """Delete what was held for a day without an answer; returns how many messages."""
    before = story.now - HELD_FOR
    await forget_albums(story.session, before)
    forgotten = await forget_held(story.session, before)
    for key, reason in (
        ("conversation.held_too_long", "who"),
        ("conversation.contact_too_long", "contact"),
    ):
        counts: dict[PersonId, int] = {}
        for held in forgotten:
            if held.reason == reason:
                counts[held.person_id] = counts.get(held.person_id, 0) + 1
        for writer, count in sorted(counts.items()):
            await story.post(writer, body(say(key, n=count)), silent=True)
    return len(forgotten)


def question_slot(question_id: str) -> str:
    """The slot of the message that asks about what is held."""
    return f"held:{question_id}"


def write_written(written: Written) -> str:
    """What was written as it is sealed while it is held."""
    words = (Message(written.text, written.entities),)
    return write_content(Body(words, reply_to=written.reply_to, media=written.media))


def read_taken(taken: Taken) -> Written:
    """What was written, as it was held."""
    content = read_body(taken.content)
    (words,) = content.parts
    if not isinstance(words, Message):
        raise TypeError("A held message holds what a person wrote.")
    return Written(
        taken.message_id,
        words.text,
        words.entities,
        content.reply_to,
        content.media,
        taken.album,
    )


def _do_not_send(question_id: str) -> Button:
    return Button(say("conversation.button.do_not_send"), "cn", question_id)


async def _ask(
    story: Story, writer: Person, question_id: str, written: Written, asks: Text, rows: Rows
) -> None:
    content = Body((asks,), rows, reply_to=written.message_id)
    await story.post(writer.id, content, slot=question_slot(question_id))


async def _name(story: Story, pairing: Pairing, writer: Person) -> str:
    return await name_of(story.session, await person(story.session, pairing.other(writer.id)))
