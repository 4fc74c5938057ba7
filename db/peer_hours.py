"""A peer worker's hours: what they answered, until when they are away, and what they chose."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam
from sqlmodel import and_, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.answers import Answer, FormSession, open_answer
from db.ids import MembershipId, PersonId, ProgrammeId
from db.memberships import Membership
from db.peer_standings import PeerStanding


@dataclass(frozen=True, slots=True)
class HoursHeld:
    """What is held about when one peer worker is here.

    `hours` is the stored answer to the question about them, None while there is none that counts.
    `outside_hours` is "keep" or "send", None until they chose. `back_at` is when their time away
    ends, `away_until` its last day.
    """

    membership_id: MembershipId
    hours: str | None
    outside_hours: str | None
    back_at: datetime | None
    away_until: date | None


# Built once: it is asked for every message, and building costs more than asking.
HELD = (
    select(Membership.id, PeerStanding, Answer)
    .join(PeerStanding, col(PeerStanding.membership_id) == col(Membership.id), isouter=True)
    .join(FormSession, col(FormSession.membership_id) == col(Membership.id), isouter=True)
    .join(
        Answer,
        and_(
            col(Answer.form_session_id) == col(FormSession.id),
            col(Answer.question) == bindparam("question"),
            col(Answer.settled).is_(True),
        ),
        isouter=True,
    )
    .where(
        col(Membership.person_id) == bindparam("who"),
        col(Membership.programme_id) == bindparam("where"),
        col(Membership.role) == "peer_worker",
    )
)


async def hours_held(
    session: AsyncSession, person_id: PersonId, programme_id: ProgrammeId, question: str
) -> HoursHeld | None:
    """What is held of this peer worker in one question; None where they are no peer worker."""
    params = {"who": person_id, "where": programme_id, "question": question}
    row = (await session.exec(HELD, params=params)).first()
    if row is None:
        return None
    membership_id, standing, answer = row
    return _held(MembershipId(membership_id), standing, await _opened(session, answer))


def _held(
    membership_id: MembershipId, standing: PeerStanding | None, hours: str | None
) -> HoursHeld:
    if standing is None:
        return HoursHeld(membership_id, hours, None, None, None)
    back_at, away_until = standing.back_at, standing.away_until
    return HoursHeld(membership_id, hours, standing.outside_hours, back_at, away_until)


async def _opened(session: AsyncSession, answer: Answer | None) -> str | None:
    return None if answer is None else await open_answer(session, answer)
