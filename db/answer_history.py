"""The history of a person's answers: which measures they answered, and what each day brought."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.answers import FormSession
from db.checkin_plans import CheckinPlan
from db.checkins import Checkin, score_of
from db.ids import PersonId, ProgrammeId

MEASURE = "measure."  # before the code of a measure in the name of its form
ENDED = ("answered", "missed", "skipped")


@dataclass(frozen=True, slots=True)
class PastCheckin:
    """One check-in that is over. `answers` and `answered_at` are there where it was answered."""

    local_date: date
    state: str
    answered_at: datetime | None
    answers: FormSession | None
    total: int | None


async def measures_answered(session: AsyncSession, person_id: PersonId) -> list[str]:
    """The codes of the measures that the person answered, in order of their codes."""
    query = select(Checkin.measure).where(
        col(Checkin.person_id) == person_id, col(Checkin.state) == "answered"
    )
    return list(await session.exec(query.distinct().order_by(col(Checkin.measure))))


async def unfinished_measures(session: AsyncSession, person_id: PersonId) -> list[FormSession]:
    """Measures that the person began and left for good, and that no check-in has any more."""
    has_checkin = exists().where(col(Checkin.form_session_id) == col(FormSession.id))
    query = select(FormSession).where(
        col(FormSession.person_id) == person_id,
        col(FormSession.form).startswith(MEASURE, autoescape=True),
        col(FormSession.state) == "left",
        ~has_checkin,
    )
    return list(await session.exec(query.order_by(col(FormSession.started_at))))


async def past_checkins(
    session: AsyncSession,
    person_id: PersonId,
    measure: str,
    *,
    programme_id: ProgrammeId | None = None,
    of_peer_work: bool = False,
) -> list[PastCheckin]:
    """Every check-in of this measure that is over, in the order of its days.

    With `programme_id` those alone that were asked there: of a service user, or `of_peer_work`.
    """
    query = (
        select(Checkin, FormSession)
        .join(FormSession, col(Checkin.form_session_id) == col(FormSession.id), isouter=True)
        .where(
            col(Checkin.person_id) == person_id,
            col(Checkin.measure) == measure,
            col(Checkin.state).in_(ENDED),
        )
        .order_by(col(Checkin.local_date), col(Checkin.id))
    )
    if programme_id is not None:
        query = query.join(CheckinPlan, col(Checkin.plan_id) == col(CheckinPlan.id)).where(
            col(CheckinPlan.programme_id) == programme_id,
            col(CheckinPlan.role) == ("peer_worker" if of_peer_work else "service_user"),
        )
    return [
        PastCheckin(
            row.local_date,
            row.state,
            row.answered_at,
            form_session if row.state == "answered" else None,
            await score_of(session, row),
        )
        for row, form_session in await session.exec(query)
    ]
