"""A peer worker's hours as the conversation needs them: who is here, and what is kept till then."""

from dataclasses import dataclass
from datetime import date

from care.answer_times import AnswerTimes, answer_times
from care.forms import Question
from care.hours import slots
from care.onboarding import HOURS
from care.stored_answers import decode
from db.ids import MembershipId, ProgrammeId
from db.pairings import Pairing
from db.peer_hours import hours_held
from db.people import Person
from db.zones import zone_of
from flows.story import Story

KEEP, SEND = "keep", "send"
_ASKED = Question(HOURS, "several", "")


@dataclass(frozen=True, slots=True)
class PeerHours:
    """When a peer worker is here, and what they want outside their hours.

    `outside` is KEEP or SEND, None until they chose; then messages are kept, as the hours were
    told as times to answer. `away_until` is the last day away, None when they are not away.
    """

    membership_id: MembershipId
    times: AnswerTimes
    outside: str | None
    away_until: date | None

    @property
    def keeps(self) -> bool:
        """Whether a message that comes now waits for their next hours."""
        return self.outside != SEND and not self.times.is_here


async def peer_hours(story: Story, pairing: Pairing, reader: Person) -> PeerHours | None:
    """The hours of the reader in this pairing; None for its service user, who has none."""
    if reader.id != pairing.peer_worker_id:
        return None
    return await hours_in(story, reader, pairing.programme_id)


async def hours_in(story: Story, someone: Person, programme_id: ProgrammeId) -> PeerHours | None:
    """The hours of a peer worker in this programme; None where they have no such role."""
    held = await hours_held(story.session, someone.id, programme_id, HOURS)
    if held is None:
        return None
    codes = decode(_ASKED, held.hours) if held.hours is not None else ()
    offered = slots(codes) if isinstance(codes, tuple) else frozenset[int]()
    times = answer_times(offered, zone_of(someone), story.now, held.back_at)
    is_away = held.back_at is not None and held.back_at > story.now
    away_until = held.away_until if is_away else None
    return PeerHours(held.membership_id, times, held.outside_hours, away_until)
