"""Rewriting: what waits gets the new words, and what has left is edited, part by part."""

from db.outbox import Letter, rewrite
from db.people import name_of
from flows.change import NOTE_PARTS, Change
from flows.letters import Body, write_body
from flows.passing_on import contents_of, post_parts
from flows.recalls import drop_letters
from flows.story import Story


async def rewrite_copies(story: Story, change: Change) -> None:
    """Edit what fits into the copies there are, send more as new, and delete what is left over."""
    header = await name_of(story.session, change.writer)
    contents = contents_of(header, change.written, change.written.reply_to)
    there = len(change.originals)
    for part, content in enumerate(contents[:there]):
        await _say_part(story, change, part, content)
    if more := contents[there:]:
        await post_parts(
            story, change.pairing, change.source, more, change.words_hash, first_part=there
        )
    over = [x for x in change.letters if len(contents) <= x.part < NOTE_PARTS]
    await drop_letters(story, over)


async def _say_part(story: Story, change: Change, part: int, content: Body) -> None:
    original = change.originals[part]
    if original.state == "waiting":
        await _replace(story, original, content)
    else:
        edited = Body(content.parts, protected=True, caption_of_media=content.media is not None)
        waiting = change.waiting_edit(part)
        if waiting is not None:
            await _replace(story, waiting, edited)
        else:
            await story.edit_copy(
                change.reader.id,
                edited,
                pairing_id=change.pairing.id,
                source=change.source,
                part=part,
                words_hash=change.words_hash,
            )


async def _replace(story: Story, letter: Letter, content: Body) -> None:
    await rewrite(story.session, letter.id or 0, letter.key, letter.person_id, write_body(content))
