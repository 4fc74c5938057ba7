"""Albums: their pictures come as messages of their own, go one way, and are told about once."""

from collections.abc import Sequence
from dataclasses import replace

from db.albums import album_name, keep_album
from db.pairings import Pairing
from db.people import Person
from db.slot_letters import last_posted_at
from flows.letters import Rows, Text, body
from flows.story import Story
from flows.written import Written

NAME_LETTERS = 20  # of an album's name: enough to tell a person's own albums apart


def named_album(story: Story, writer: Person, written: Written) -> Written:
    """The same message with our own name for its album in place of Telegram's number."""
    if written.album is None:
        return written
    return replace(written, album=album_name(story.session, writer.id, written.album))


async def keep_way(
    story: Story,
    writer: Person,
    messages: Sequence[Written],
    pairing: Pairing | None,
    *,
    confirmed: bool = False,
) -> None:
    """Remember where an album goes, so that its late pictures go there too; None is nowhere."""
    for name in {written.album for written in messages if written.album is not None}:
        target = pairing.id if pairing is not None else None
        await keep_album(story.session, writer.id, name, target, story.now, confirmed=confirmed)


async def tell_once(
    story: Story, writer: Person, told: Text, album: str | None, rows: Rows = ()
) -> None:
    """Tell the writer why a message goes nowhere; of an album (by our own name for it) once."""
    if album is None:
        await story.post(writer.id, body(told, rows=rows))
        return
    slot = f"album:{album[:NAME_LETTERS]}"
    if await last_posted_at(story.session, writer.id, slot) is None:
        await story.post(writer.id, body(told, rows=rows), slot=slot)
