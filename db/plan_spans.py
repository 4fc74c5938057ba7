"""Spans: days on end on which a plan asks nothing, as one row with the reason for all of them."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.checkin_plans import CheckinPlan
from db.columns import local_day, local_day_or_none, own_id, refers_to, word
from db.ids import PersonId, PlanId, new_id


class PlanSpan(SQLModel, table=True):
    """One reason, from the day on which it began to the last day on which it held.

    Without `until` it still holds. A day on which it held in part may have a check-in too.
    """

    __tablename__ = "plan_span"
    id: str = own_id()
    plan_id: PlanId = refers_to("checkin_plan")
    person_id: PersonId = refers_to("person")
    reason: str = word()
    since: date = local_day()
    until: date | None = local_day_or_none()

    def holds_on(self, day: date) -> bool:
        """Whether it says why nothing was asked on this day."""
        return self.since <= day and (self.until is None or day <= self.until)


async def begin_span(session: AsyncSession, plan: CheckinPlan, reason: str, day: date) -> None:
    """Keep that from this day on the plan asks nothing, and why; another reason ends here."""
    found = await _lasting(session, plan.id)
    if found is not None and found.reason == reason:
        return
    await end_span(session, plan, day)
    session.add(
        PlanSpan(id=new_id(), plan_id=plan.id, person_id=plan.person_id, reason=reason, since=day)
    )


async def end_span(session: AsyncSession, plan: CheckinPlan, day: date) -> None:
    """Keep that the plan asks again; this is the last day of the span, if one lasts."""
    found = await _lasting(session, plan.id)
    if found is not None:
        found.until = max(day, found.since)
        session.add(found)


async def spans_of(session: AsyncSession, plan_ids: Sequence[PlanId]) -> list[PlanSpan]:
    """The spans of these plans, the newest first."""
    query = select(PlanSpan).where(col(PlanSpan.plan_id).in_(plan_ids))
    return list(await session.exec(query.order_by(col(PlanSpan.since).desc(), col(PlanSpan.id))))


async def _lasting(session: AsyncSession, plan_id: PlanId) -> PlanSpan | None:
    query = select(PlanSpan).where(col(PlanSpan.plan_id) == plan_id, col(PlanSpan.until).is_(None))
    return (await session.exec(query)).first()
