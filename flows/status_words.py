"""What a status line says: when a message was sent or leaves, and when an answer is likely.

It is told on the writer's clock, and from the hours that the reader named alone: nothing says
when they read or were here.
"""

from datetime import datetime

from db.ids import PairingId, PersonId
from db.pairings import pairing_or_none
from db.people import Person, name_of, person
from flows.delivery_times import DeliveryTime
from flows.letters import Text, say
from flows.peer_hours import PeerHours, peer_hours
from flows.story import Story
from flows.times import clock_time, day_in_words, local_day, local_time


async def sent_words(
    story: Story, writer: Person, reader_id: PersonId, pairing_id: PairingId
) -> Text:
    """That a message was sent now, and when its reader is usually here."""
    reader = await person(story.session, reader_id)
    pairing = await pairing_or_none(story.session, pairing_id)
    hours = await peer_hours(story, pairing, reader) if pairing is not None else None
    told = {"name": await name_of(story.session, reader), "time": clock_time(story.now, writer)}
    if hours is None:
        return say("status.sent", **told)
    if hours.away_until is not None:
        return say("status.sent_away", until=day_in_words(hours.away_until, writer), **told)
    until, start, end = hours.times.here_until, hours.times.next_start, hours.times.next_end
    if until is not None:
        return say("status.sent_here", until=moment(until, story.now, writer), **told)
    if start is None or end is None:
        return say("status.sent", **told)
    begins, ends = moment(start, story.now, writer), moment(end, start, writer)
    return say("status.sent_outside", start=begins, end=ends, **told)


def kept_words(story: Story, writer: Person, reader_name: str, when: DeliveryTime) -> Text:
    """That a message is kept, until when, and when its reader is usually here."""
    at, hours = when.keep_until or story.now, when.hours
    told = {"name": reader_name, "start": moment(at, story.now, writer)}
    if hours is not None and hours.away_until is not None:
        return say("status.kept_away", until=day_in_words(hours.away_until, writer), **told)
    end = _end_of(hours, at)
    if end is None:
        return say("status.kept", **told)
    return say("status.kept_hours", end=moment(end, at, writer), **told)


def moment(at: datetime, today: datetime, reader: Person) -> str:
    """An instant on the reader's clock: its time, and its day where that is not `today`."""
    if local_day(at, reader) == local_day(today, reader):
        return clock_time(at, reader)
    return local_time(at, reader)


def _end_of(hours: PeerHours | None, start: datetime) -> datetime | None:
    if hours is None or hours.times.next_start != start:
        return None
    return hours.times.next_end
