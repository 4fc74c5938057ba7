"""What follows from a letter's fate: the writer of a message always hears what became of it."""

from datetime import date, timedelta

from db.ids import PersonId
from db.memberships import members
from db.message_map import map_message
from db.outbox import Lane, Letter, fail_waiting, last_posted_at, last_written_at
from db.pairings import RUNNING, pairings_of
from db.peer_standings import standings_away
from db.people import Person, name_of, person, person_or_none
from db.programmes import programme
from flows.actor import COORDINATOR
from flows.conversation import status_slot
from flows.letters import Body, Part, body, say
from flows.story import Story
from flows.times import clock_time, day_in_words
from flows.vetting import is_away, today_of

SENT = "status.sent"
SAME_LINE = timedelta(minutes=10)  # a status line that old is edited, an older one stays


async def letter_sent(story: Story, letter: Letter, message_id: int | None) -> None:
    """Map a passed-on message and tell its writer when it arrived."""
    if letter.pairing_id is None or letter.source_person_id is None or message_id is None:
        return
    map_message(
        story.session,
        letter.pairing_id,
        sender=letter.source_person_id,
        source=letter.source_message_id,
        recipient=letter.person_id,
        copy=message_id,
        now=story.now,
    )
    key = "status.sent_maybe_twice" if letter.repeated else SENT
    await _tell_writer(story, letter, key)


async def letter_failed(story: Story, letter: Letter, reason: str) -> None:
    """Tell the writer that their message was not delivered, and why."""
    del reason
    await _tell_writer(story, letter, "status.not_sent")


async def letter_uncertain(story: Story, letter: Letter) -> None:
    """Tell the writer that nobody knows whether their message arrived."""
    await _tell_writer(story, letter, "status.uncertain")


async def person_unreachable(story: Story, person_id: PersonId) -> None:
    """Remember that the person blocked the bot, give up what waits for them, tell who must know."""
    someone = await person_or_none(story.session, person_id)
    if someone is None or someone.unreachable_since is not None:
        return
    someone.unreachable_since = story.now
    story.session.add(someone)
    lanes = (Lane.CONVERSATION, Lane.REPLY, Lane.CHECKIN, Lane.BULK)
    for letter in await fail_waiting(story.session, person_id, lanes, "unreachable"):
        await _tell_writer(story, letter, "status.not_sent")
    await _tell_coordinators(story, someone, "coordinator.unreachable")


async def person_reachable(story: Story, someone: Person) -> None:
    """The person unblocked the bot: letters reach them again, and coordinators hear of it."""
    if someone.unreachable_since is None:
        return
    someone.unreachable_since = None
    story.session.add(someone)
    await _tell_coordinators(story, someone, "coordinator.reachable")


async def _tell_writer(story: Story, letter: Letter, key: str) -> None:
    """One line in the writer's chat, edited while messages follow each other closely.

    What went wrong stands on a line of its own, which no later success takes away.
    """
    if letter.pairing_id is None or letter.source_person_id is None:
        return
    slot = status_slot(letter.pairing_id)
    if key == SENT and await _stands_there(story, letter.source_person_id, slot):
        return
    writer = await person(story.session, letter.source_person_id)
    if writer.unreachable_since is not None:
        return
    content = Body((await _status(story, letter, writer, key),))
    if key != SENT:
        await story.post(writer.id, content, slot=f"{slot}:trouble", silent=True)
        return
    shown_at = await last_posted_at(story.session, writer.id, slot)
    if shown_at is not None and story.now - shown_at <= SAME_LINE:
        await story.edit(writer.id, content, slot=slot)
    else:
        await story.post(writer.id, content, slot=slot, silent=True)


async def _stands_there(story: Story, writer_id: PersonId, slot: str) -> bool:
    """Whether the line says this minute already: the same words again would change nothing."""
    written_at = await last_written_at(story.session, writer_id, slot)
    minute = story.now.replace(second=0, microsecond=0)
    return written_at is not None and written_at >= minute


async def _status(story: Story, letter: Letter, writer: Person, key: str) -> Part:
    reader = await name_of(story.session, await person(story.session, letter.person_id))
    told = {"name": reader, "time": clock_time(story.now, writer)}
    until = await _away_until(story, letter) if key == SENT else None
    if until is None:
        return say(key, **told)
    return say("status.sent_away", until=day_in_words(until, writer), **told)


async def _away_until(story: Story, letter: Letter) -> date | None:
    """The last day that the reader is away, if they said so."""
    for standing in await standings_away(story.session, letter.person_id):
        reader = await person(story.session, letter.person_id)
        if is_away(standing, today_of(story, reader)):
            return standing.away_until
    return None


async def _tell_coordinators(story: Story, someone: Person, key: str) -> None:
    name = await name_of(story.session, someone)
    for pairing in await pairings_of(story.session, someone.id, RUNNING):
        where = await programme(story.session, pairing.programme_id)
        for coordinator in await members(story.session, where.id, COORDINATOR, ("active",)):
            await story.post(coordinator.person_id, body(say(key, name=name)))
        return
