"""Changes: the copies of a message that was passed on show what its writer changed it to.

Within 15 minutes of its arrival a copy is edited. Later its reader may have read and answered it:
then a note with the new words follows.
"""

from dataclasses import replace
from datetime import timedelta

from db.message_map import counterpart_of
from db.pairings import RUNNING, pairing_or_none
from db.passed_on import TAKEN_BACK, letters_of, note_fingerprint
from db.people import Person, person
from flows.change import Change
from flows.contact_check import count_asked, looks_like_contact
from flows.held import ask_about_contact
from flows.late_notes import tell_late
from flows.letters import body, say
from flows.listening import listen_to
from flows.passing_on import fingerprint_of, why_closed
from flows.rewriting import rewrite_copies
from flows.story import Story
from flows.written import Written

EDITED_WITHIN = timedelta(minutes=15)


async def change_passed_on(
    story: Story, writer: Person, written: Written, *, confirmed: bool = False
) -> bool:
    """Show in the other chat what a message was changed to; False when it was never passed on.

    Telegram tells of changes that nobody sees too, such as a reaction: those are left alone.
    `confirmed`: the writer was asked about contact details, and said to send them.
    """
    change = await _change_of(story, writer, written)
    if change is None:
        return False
    said = change.letters[0].words_hash or b""
    if said == change.words_hash and not confirmed:
        return True
    await note_fingerprint(story.session, *change.source, change.words_hash)
    if not confirmed:
        await listen_to(story, writer, change.pairing, written.text)
    why_not = _why_not(change)
    if why_not is not None:
        await story.post(writer.id, body(say(why_not)))
        return True
    if not confirmed and await looks_like_contact(story, change.pairing, written.text):
        await count_asked(story, change.pairing)
        await ask_about_contact(story, writer, change.pairing, [written])
        return True
    await _show(story, change)
    if said and media_of(said) != media_of(change.words_hash):
        await story.post(writer.id, body(say("edit.media_stays")))
    return True


def media_of(words_hash: bytes) -> bytes:
    """The half of a fingerprint that tells of the picture or voice message."""
    return words_hash[len(words_hash) // 2 :]


async def _change_of(story: Story, writer: Person, written: Written) -> Change | None:
    letters = await letters_of(story.session, writer.id, written.message_id)
    if not letters or letters[0].pairing_id is None:
        return None
    pairing = await pairing_or_none(story.session, letters[0].pairing_id)
    if pairing is None:
        return None
    reply_to = await _answered_over_there(story, writer, pairing.id, written)
    return Change(
        writer,
        await person(story.session, pairing.other(writer.id)),
        pairing,
        replace(written, reply_to=reply_to),
        tuple(letters),
        fingerprint_of(story, writer, written),
    )


def _why_not(change: Change) -> str | None:
    """The key of the text that says why a change is not passed on, or None."""
    if any(letter.recall in TAKEN_BACK for letter in change.letters):
        return "edit.taken_back"
    if change.written.text.startswith("/"):
        return "edit.command"
    if any(letter.state == "failed" for letter in change.originals.values()):
        return "edit.not_arrived"
    if change.pairing.state not in RUNNING:
        return "edit.ended"
    return why_closed(change.pairing, change.reader)


async def _show(story: Story, change: Change) -> None:
    originals = change.originals.values()
    arrived = [letter.sent_at for letter in originals if letter.state == "sent" and letter.sent_at]
    is_fresh = all(story.now - at <= EDITED_WITHIN for at in arrived)
    if is_fresh and all(letter.state != "uncertain" for letter in originals):
        await rewrite_copies(story, change)
    else:
        await tell_late(story, change)


async def _answered_over_there(
    story: Story, writer: Person, pairing_id: str, written: Written
) -> int | None:
    """The message in the reader's chat that the changed one answers."""
    if written.reply_to is None:
        return None
    reply = await counterpart_of(story.session, writer.id, written.reply_to)
    return reply.message_id if reply is not None and reply.pairing_id == pairing_id else None
