"""Recalls: letters that were taken back. What waits never leaves, and what arrives is deleted.

A letter that is being sent can be neither stopped nor found: it is marked, and its copy is deleted
as soon as it is known. The writer hears what came of it when the last copy has met its end.
"""

from collections.abc import Iterable, Sequence

from db.ids import PersonId
from db.message_map import forget_copy
from db.outbox import Letter
from db.pairings import Pairing
from db.passed_on import (
    DROPPED,
    SILENT,
    UNDER_WAY,
    UNSENT,
    last_passed_on,
    letters_between,
    letters_of,
    line_tells_of_others,
    take_back,
)
from db.people import name_of, person_or_none
from db.slot_letters import last_posted_at
from flows.letters import body, say
from flows.status_lines import kept_slot, status_slot, tell_kept_over, tell_writer
from flows.story import Story


async def unsend_letters(story: Story, letters: Sequence[Letter]) -> None:
    """Take a whole message back, and tell its writer what came of it once that is certain."""
    await _take_away(story, letters, UNSENT)
    await _conclude(story, letters[0])


async def drop_letters(story: Story, letters: Sequence[Letter]) -> None:
    """Take away letters that have no words any more; nobody is told."""
    await _take_away(story, letters, DROPPED)


async def drop_waiting_edits(story: Story, original: Letter) -> None:
    """The original did not arrive for certain, so there is nothing to be edited."""
    writer, source = original.source_person_id, original.source_message_id
    if writer is None or source is None:
        return
    letters = await letters_of(story.session, writer, source)
    await drop_letters(story, [x for x in letters if x.act == "edit" and x.state == "waiting"])


async def withdraw_between(story: Story, pairing: Pairing, *, tell: bool = False) -> None:
    """Take back everything that is on its way between the two, in both directions.

    Of what was kept the line says that the conversation has ended. With `tell` the writers hear
    that the rest was not sent either; without it nobody does. What has arrived stays.
    """
    letters = [x for x in await letters_between(story.session, pairing.id) if x.act != "delete"]
    await take_back(story.session, letters, SILENT)
    for letter in letters:
        await tell_kept_over(story, letter)
    told: set[PersonId | None] = set()
    for letter in letters:
        is_news = letter.act == "send" and letter.told_by is None
        if tell and is_news and letter.source_person_id not in told:
            told.add(letter.source_person_id)
            await tell_writer(story, letter, "status.not_sent")


async def recalled_letter_ended(story: Story, letter: Letter, copy: int | None = None) -> None:
    """A letter that was taken back while it was being sent met its end, as this copy if it has.

    Where the two were parted, an edit leaves the copy that was there before: what arrived stays.
    """
    is_older_copy = letter.act == "edit" and letter.recall == SILENT
    if copy is not None and not is_older_copy:
        await _delete_copies(story, letter, [copy])
    await _conclude(story, letter)


async def removal_ended(story: Story, letter: Letter, *, is_gone: bool) -> None:
    """A copy was deleted, or could not be."""
    if is_gone and letter.target is not None:
        await forget_copy(story.session, letter.person_id, letter.target)
    await _conclude(story, letter)


async def _take_away(story: Story, letters: Sequence[Letter], why: str) -> None:
    live = [x for x in letters if x.act != "delete" and x.recall != UNSENT]
    fresh = [letter for letter in live if letter.recall is None]
    await take_back(story.session, live, why)
    copies = {x.message_id for x in fresh if x.state == "sent" and x.message_id is not None}
    if copies:
        await _delete_copies(story, letters[0], sorted(copies))


async def _delete_copies(story: Story, letter: Letter, copies: Iterable[int]) -> None:
    if letter.pairing_id is None or letter.source_person_id is None:
        return
    source = (letter.source_person_id, letter.source_message_id or 0)
    for copy in copies:
        await story.delete_copy(letter.person_id, copy, pairing_id=letter.pairing_id, source=source)


async def _conclude(story: Story, one: Letter) -> None:
    """Tell the writer what came of a taken back message, once, when nothing of it is under way."""
    writer, source = one.source_person_id, one.source_message_id
    if writer is None or source is None or one.pairing_id is None:
        return
    letters = await letters_of(story.session, writer, source)
    is_unsent = any(letter.recall == UNSENT for letter in letters)
    if not is_unsent or any(letter.state in UNDER_WAY for letter in letters):
        return
    slot = f"unsent:{source}"
    if await last_posted_at(story.session, writer, slot) is not None:
        return
    key = _outcome(letters)
    if key in ("unsend.done", "unsend.never_sent"):
        await story.delete(writer, message_id=source)
        await _clear_status_line(story, letters[0])
    reader = await person_or_none(story.session, one.person_id)
    name = await name_of(story.session, reader) if reader is not None else ""
    await story.post(writer, body(say(key, name=name)), slot=slot)


def _outcome(letters: Sequence[Letter]) -> str:
    """The key of the text that says what came of taking a message back."""
    removals = [letter.state for letter in letters if letter.act == "delete"]
    sends = [letter for letter in letters if letter.act == "send"]
    if any(state != "sent" for state in removals):
        return "unsend.failed"
    if any(letter.state == "uncertain" for letter in sends):
        return "unsend.not_known"
    if any(letter.repeated for letter in sends):
        return "unsend.twice"
    return "unsend.done" if removals else "unsend.never_sent"


async def _clear_status_line(story: Story, one: Letter) -> None:
    """Delete the line that told of this message, unless it tells of one that stays as well."""
    if one.pairing_id is None or one.source_person_id is None:
        return
    writer = one.source_person_id
    if one.told_by is not None and not await line_tells_of_others(story.session, one):
        await story.delete(writer, slot=kept_slot(one.pairing_id, one.told_by))
    shown_at = await last_posted_at(story.session, writer, status_slot(one.pairing_id))
    other = await last_passed_on(story.session, writer, one.pairing_id)
    if shown_at is not None and (other is None or (other.sent_at or shown_at) < shown_at):
        await story.delete(writer, slot=status_slot(one.pairing_id))
