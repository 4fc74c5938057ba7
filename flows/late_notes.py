"""Late notes: what somebody changed long after it arrived is told as a message of its own."""

from care.message_text import MESSAGE_MOST, split_text
from db.message_map import copy_of_part
from db.people import name_of
from flows.change import NOTE_PARTS, Change
from flows.letters import Body, Message, Part, say
from flows.passing_on import post_parts
from flows.recalls import drop_letters
from flows.story import Story

ROOM = 256  # units for our own line above the words, in any language


async def tell_late(story: Story, change: Change) -> None:
    """Tell the reader the new words, as an answer to the copy of the old ones.

    A note about an earlier change that still waits makes way for this one.
    """
    await drop_letters(story, [note for note in change.notes if note.state == "waiting"])
    copy = await copy_of_part(story.session, *change.source, 0)
    contents = [
        Body(parts, reply_to=copy if number == 0 else None, protected=True)
        for number, parts in enumerate(await _parts(story, change))
    ]
    await post_parts(
        story, change.pairing, change.source, contents, change.words_hash, first_part=NOTE_PARTS
    )


async def _parts(story: Story, change: Change) -> list[tuple[Part, ...]]:
    name = await name_of(story.session, change.writer)
    written = change.written
    if not written.text:
        return [(say("conversation.words_gone", name=name),)]
    messages = split_text("", written.text, written.entities, MESSAGE_MOST - ROOM)
    first, *rest = [Message(part.text, part.entities) for part in messages]
    return [(say("conversation.changed", name=name), first), *((message,) for message in rest)]
