"""Status lines: the writer of a message always hears what became of it."""

from datetime import date, timedelta

from db.ids import ID_LENGTH, PairingId, PersonId
from db.outbox import Letter, last_posted_at, last_written_at
from db.peer_standings import standings_away
from db.people import Person, name_of, person
from flows.letters import Body, Part, say
from flows.story import Story
from flows.times import clock_time, day_in_words
from flows.vetting import is_away, today_of

SENT = "status.sent"
SAME_LINE = timedelta(minutes=10)  # a status line that old is edited, an older one stays


async def tell_writer(story: Story, letter: Letter, key: str) -> None:
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


def status_slot(pairing_id: PairingId) -> str:
    """The slot of the one line that tells the writer what became of their messages."""
    return f"status:{pairing_id}"


def pairing_of_slot(slot: str) -> PairingId | None:
    """The pairing that a status line is about; None for every other slot."""
    kind, _, rest = slot.partition(":")
    return PairingId(rest[:ID_LENGTH]) if kind == "status" else None
