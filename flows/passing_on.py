"""Passing on: a message becomes letters to the other person of its pairing, or says why not."""

from collections.abc import Sequence

from care.message_text import CAPTION_MOST, MESSAGE_MOST, split_text
from db.ids import PersonId
from db.pairings import Pairing, is_active_still
from db.passed_on import fingerprint
from db.people import Person, name_of, person
from flows.delivery_times import DeliveryTime, delivery_time
from flows.letters import Body, Message, body, say
from flows.outside_hours import ask_with_the_first
from flows.status_lines import tell_kept
from flows.story import Story
from flows.two_bots import tell_if_silent
from flows.written import Written

REPEAT_ROOM = 128  # units kept free for the line that says that a message may be a repeat


async def pass_on(
    story: Story, writer: Person, pairing: Pairing, written: Written, reply_to: int | None
) -> None:
    """Write the letters of a message; its writer hears why where it cannot be passed on."""
    reader = await person(story.session, pairing.other(writer.id))
    closed = why_closed(pairing, reader)
    if closed is not None:
        await story.post(writer.id, body(say(closed)))
        return
    if not await is_active_still(story.session, pairing):
        await story.post(writer.id, body(say("conversation.ended")))
        return
    contents = contents_of(await name_of(story.session, writer), written, reply_to)
    words_hash = fingerprint_of(story, writer, written)
    source = (writer.id, written.message_id)
    when = await post_parts(story, pairing, source, contents, words_hash)
    if when.keep_until is None:
        await tell_if_silent(story, writer, reader)
    await ask_with_the_first(story, reader, pairing, when)


async def post_parts(
    story: Story,
    pairing: Pairing,
    source: tuple[PersonId, int],
    contents: Sequence[Body],
    words_hash: bytes,
    first_part: int = 0,
) -> DeliveryTime:
    """Write the letters of a message, or more of them, to leave when the reader wants them."""
    reader = await person(story.session, pairing.other(source[0]))
    when = await delivery_time(story, pairing, reader, source)
    for number, content in enumerate(contents):
        await story.pass_on(
            reader.id,
            content,
            pairing_id=pairing.id,
            source=source,
            silent=when.silent or (number > 0 and when.keep_until is not None),
            keep_until=when.keep_until,
            told_by=when.told_by,
            part=first_part + number,
            words_hash=words_hash,
        )
    if when.keep_until is not None:
        writer = await person(story.session, source[0])
        await tell_kept(story, writer, pairing, source[1], when)
    return when


def contents_of(header: str, written: Written, reply_to: int | None) -> list[Body]:
    """What was written as the letters say it, one message each; media goes with the first."""
    contents = []
    media = written.media
    limit = MESSAGE_MOST - REPEAT_ROOM if media is None else CAPTION_MOST
    for part in split_text(header, written.text, written.entities, limit):
        words = (Message(part.text, part.entities),) if part.text or media is None else ()
        contents.append(Body(words, reply_to=reply_to, protected=True, media=media))
        media = None
    return contents


def fingerprint_of(story: Story, writer: Person, written: Written) -> bytes:
    """A keyed hash of the words and formats, and of what is known of the media."""
    media = written.media
    known = (media.size, getattr(media, "seconds", 0)) if media is not None else ""
    words = repr((written.text, written.entities))
    return fingerprint(story.session, writer.id, words, repr(known))


def why_closed(pairing: Pairing, reader: Person) -> str | None:
    """The key of the text that says why nothing can be passed on now, or None."""
    if pairing.state == "paused":
        return "conversation.paused"
    return "conversation.unreachable" if reader.unreachable_since is not None else None
