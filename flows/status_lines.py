"""Status lines: the writer of a message always hears what became of it."""

from dataclasses import replace

from db.ids import ID_LENGTH, PairingId, PersonId
from db.kept_letters import other_parts, others_told_by
from db.outbox import Letter
from db.pairings import Pairing
from db.people import Person, name_of, person
from db.slot_letters import last_posted_at, last_written_at
from db.untold import note_untold
from flows.delivery_times import SAME_LINE, DeliveryTime
from flows.letters import URGENT, Body, Text, body, one_each, say
from flows.status_words import kept_words, sent_words
from flows.story import Story
from flows.times import clock_time
from flows.undo_rows import UNDO_FOR, undo_rows

SENT, NOT_SENT = "status.sent", "status.not_sent"
TROUBLE = ":trouble:"
ARRIVING = {"waiting", "sending", "sent", "uncertain"}  # states of parts that may be read


async def tell_writer(story: Story, letter: Letter, key: str) -> None:
    """One line in the writer's chat, edited while messages follow each other closely.

    What went wrong stands on a line of its own, which no later success takes away. The line of a
    message that was kept is edited whenever it leaves.
    """
    if letter.pairing_id is None or letter.source_person_id is None:
        return
    writer = await person(story.session, letter.source_person_id)
    if writer.unreachable_since is not None:
        if key != SENT:  # told as soon as something reaches them again
            await note_untold(story.session, letter)
        return
    if key != SENT:
        await _tell_trouble(story, letter, writer, key)
    elif letter.told_by is not None:
        await _tell_that_it_left(story, letter, writer)
    else:
        await _tell_sent(story, letter, writer)


async def tell_kept(
    story: Story, writer: Person, pairing: Pairing, message_id: int, when: DeliveryTime
) -> None:
    """Say until when a message is kept, unless a line shortly before it says so for both."""
    if when.told_by != message_id:
        return
    slot = kept_slot(pairing.id, message_id)
    content = await _kept_line(story, writer, pairing, when)
    await story.post(writer.id, content, slot=slot, silent=True)


async def tell_kept_anew(
    story: Story, letter: Letter, pairing: Pairing, when: DeliveryTime
) -> None:
    """Say in the line of a kept message that it leaves at another time."""
    if letter.source_person_id is None or letter.told_by != letter.source_message_id:
        return
    writer = await person(story.session, letter.source_person_id)
    slot = kept_slot(pairing.id, letter.told_by or 0)
    await story.edit(writer.id, await _kept_line(story, writer, pairing, when), slot=slot)


async def tell_kept_over(story: Story, letter: Letter) -> None:
    """Say in the line of a kept message that it does not leave any more: the two were parted."""
    if letter.state != "withdrawn" or letter.told_by is None or letter.pairing_id is None:
        return
    writer_id = letter.source_person_id
    if writer_id is not None and letter.told_by == letter.source_message_id and letter.part == 0:
        slot = kept_slot(letter.pairing_id, letter.told_by)
        await story.edit(writer_id, body(say("conversation.ended")), slot=slot)


def status_slot(pairing_id: PairingId) -> str:
    """The slot of the one line that tells the writer what became of their messages."""
    return f"status:{pairing_id}"


def kept_slot(pairing_id: PairingId, message_id: int) -> str:
    """The slot of the line that tells of a kept message, and of those shortly after it."""
    return f"status:{pairing_id}:kept:{message_id}"


def message_in_trouble(slot: str | None) -> int | None:
    """The writer's message that a line in this slot says has not arrived; None for other slots."""
    _, _, message = (slot or "").partition(TROUBLE)
    return int(message) if message.isdecimal() else None


def pairing_of_slot(slot: str) -> PairingId | None:
    """The pairing that a status line is about; None for every other slot."""
    kind, _, rest = slot.partition(":")
    return PairingId(rest[:ID_LENGTH]) if kind == "status" else None


async def _tell_sent(story: Story, letter: Letter, writer: Person) -> None:
    pairing_id = letter.pairing_id or PairingId("")
    slot = status_slot(pairing_id)
    if not await _is_whole(story, letter):
        return
    undo = await undo_rows(story, writer.id, pairing_id, slot)
    if not undo and await _stands_there(story, writer.id, slot):
        return
    content = body(await sent_words(story, writer, letter.person_id, pairing_id), rows=undo)
    shown_at = await last_posted_at(story.session, writer.id, slot)
    if shown_at is not None and story.now - shown_at <= (UNDO_FOR if undo else SAME_LINE):
        await story.edit(writer.id, content, slot=slot)
        return
    if undo and shown_at is not None and story.now - shown_at <= SAME_LINE:
        await story.delete(writer.id, slot=slot)  # the button must be where the writer looks
    await story.post(writer.id, content, slot=slot, silent=True)


async def _tell_that_it_left(story: Story, letter: Letter, writer: Person) -> None:
    """Once the last one that the line tells of has left."""
    if await others_told_by(story.session, letter) or not await _is_whole(story, letter):
        return
    pairing_id = letter.pairing_id or PairingId("")
    slot = kept_slot(pairing_id, letter.told_by or 0)
    content = body(await sent_words(story, writer, letter.person_id, pairing_id))
    await story.edit(writer.id, content, slot=slot)


async def _tell_trouble(story: Story, letter: Letter, writer: Person, key: str) -> None:
    pairing_id = letter.pairing_id or PairingId("")
    if key == NOT_SENT and ARRIVING & set(await other_parts(story.session, letter)):
        key = "status.partly_sent"
    reader = await name_of(story.session, await person(story.session, letter.person_id))
    content = body(say(key, name=reader, time=clock_time(story.now, writer)))
    if letter.told_by is not None and not await others_told_by(story.session, letter):
        await story.edit(writer.id, content, slot=kept_slot(pairing_id, letter.told_by))
    about = replace(content, reply_to=letter.source_message_id)
    slot = f"{status_slot(pairing_id)}{TROUBLE}{letter.source_message_id}"
    await story.post(writer.id, about, slot=slot, silent=True)


async def _stands_there(story: Story, writer_id: PersonId, slot: str) -> bool:
    """Whether the line says this minute already: the same words again would change nothing."""
    written_at = await last_written_at(story.session, writer_id, slot)
    minute = story.now.replace(second=0, microsecond=0)
    return written_at is not None and written_at >= minute


async def _is_whole(story: Story, letter: Letter) -> bool:
    """Whether all of the message has left: the first parts of a long one are no success yet."""
    return set(await other_parts(story.session, letter)) <= {"sent", "withdrawn"}


async def _kept_line(story: Story, writer: Person, pairing: Pairing, when: DeliveryTime) -> Body:
    """Nobody reads this for a while, so urgent help is at hand."""
    other = await person(story.session, pairing.other(writer.id))
    words: Text = kept_words(story, writer, await name_of(story.session, other), when)
    return body(words, rows=one_each(URGENT))
