"""The gate: what is looked at once it is clear whom a message is for, before it is passed on."""

from collections.abc import Sequence

from db.albums import album_of
from db.ids import PersonId
from db.message_map import counterpart_of
from db.pairings import Pairing
from db.people import Person, person
from flows.album_ways import tell_once
from flows.changes import change_passed_on
from flows.closed_ways import closed_ways
from flows.contact_check import count_asked, looks_like_contact
from flows.held import ask_about_contact, join_question
from flows.letters import say
from flows.media import Voice
from flows.passing_on import pass_on, why_closed
from flows.story import Story
from flows.voice_choices import refuse_voice, voice_passes
from flows.written import Written


async def send(
    story: Story,
    writer: Person,
    pairing: Pairing,
    messages: Sequence[Written],
    *,
    confirmed: bool = False,
) -> None:
    """Pass messages on, or hold them together and ask about contact details.

    `confirmed`: their writer was asked, and said to send them. Several are pictures of one album.
    """
    closed = why_closed(pairing, await person(story.session, pairing.other(writer.id)))
    if closed is not None:
        ways = await closed_ways(story, writer, pairing)
        await tell_once(story, writer, say(closed), messages[0].album, ways)
        return
    if any(isinstance(m.media, Voice) for m in messages) and not await voice_passes(story, pairing):
        await refuse_voice(story, writer, pairing)
        return
    if not confirmed and await _any_like_contact(story, pairing, messages):
        await count_asked(story, pairing)
        await ask_about_contact(story, writer, pairing, messages)
        return
    for written in messages:
        if confirmed and await change_passed_on(story, writer, written, confirmed=True):
            continue
        answers = await _answered_over_there(story, writer.id, pairing, written.reply_to)
        await pass_on(story, writer, pairing, written, answers)


async def follow_album(
    story: Story, writer: Person, written: Written, running: Sequence[Pairing]
) -> bool:
    """Let a picture do what the others of its album did; False for the first of them."""
    if written.album is None:
        return False
    if await join_question(story, writer, written):
        return True
    known = await album_of(story.session, writer.id, written.album)
    if known is None:
        return False
    pairing = next((p for p in running if p.id == known.pairing_id), None)
    if pairing is not None:
        await send(story, writer, pairing, [written], confirmed=known.confirmed)
    elif known.pairing_id is not None:
        await tell_once(story, writer, say("conversation.ended"), written.album)
    return True


async def _any_like_contact(story: Story, pairing: Pairing, messages: Sequence[Written]) -> bool:
    for written in messages:
        if await looks_like_contact(story, pairing, written.text):
            return True
    return False


async def _answered_over_there(
    story: Story, writer_id: PersonId, pairing: Pairing, reply_to: int | None
) -> int | None:
    """The message in the reader's chat that this answers, if it is one of this conversation."""
    if reply_to is None:
        return None
    reply = await counterpart_of(story.session, writer_id, reply_to)
    return reply.message_id if reply is not None and reply.pairing_id == pairing.id else None
