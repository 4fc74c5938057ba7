"""Plans of check-ins: when each person is asked what."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import (
    instant,
    local_day,
    local_day_or_none,
    own_id,
    refers_to,
    word,
    word_or_none,
)
from db.ids import PairingId, PersonId, PlanId, ProgrammeId, new_id


class CheckinPlan(SQLModel, table=True):
    """One measure asked of one person on a rhythm; `next_due_at` is what the clock looks at.

    `name` is that of the plan in the setting pack, which says what stands in no column here. What a
    peer worker is asked has a pairing where it is about one of their people.
    """

    __tablename__ = "checkin_plan"
    id: PlanId = own_id()
    person_id: PersonId = refers_to("person")
    programme_id: ProgrammeId = refers_to("programme", index=False)
    pairing_id: PairingId | None = refers_to("pairing", optional=True)
    role: str = word()  # in which the person is asked
    name: str = word()
    measure: str = word()
    every_days: int  # 0 where it is asked at listed weeks or after contacts
    at_minute: int  # minutes after midnight where the person lives
    state: str = word()  # on, off, over (no date is left for now) or ended
    off_by: str | None = word_or_none()  # "person" or "coordinator"
    counted_from: date | None = local_day_or_none()  # None until what it counts from has come
    contacts_done: int = Field(default=0)  # of the listed numbers of contacts
    next_due_at: datetime = instant(index=True)
    next_local_date: date = local_day()
    once: bool = Field(default=False)  # after the planned end


def add_plan(
    session: AsyncSession,
    person_id: PersonId,
    programme_id: ProgrammeId,
    *,
    pairing_id: PairingId | None,
    role: str,
    measure: str,
    every_days: int,
    at_minute: int,
    next_due_at: datetime,
    next_local_date: date,
    name: str = "",
    counted_from: date | None = None,
    once: bool = False,
) -> CheckinPlan:
    """Keep a plan that is on."""
    added = CheckinPlan(
        id=PlanId(new_id()),
        person_id=person_id,
        programme_id=programme_id,
        pairing_id=pairing_id,
        role=role,
        name=name or measure,
        measure=measure,
        every_days=every_days,
        at_minute=at_minute,
        state="on",
        counted_from=counted_from,
        next_due_at=next_due_at,
        next_local_date=next_local_date,
        once=once,
    )
    session.add(added)
    return added


async def plans_due(session: AsyncSession, now: datetime, most: int) -> list[CheckinPlan]:
    """Plans whose time has come, the longest due first, locked for this transaction.

    In no order among those of one minute: sorting a morning of thousands takes as long as asking
    all of them. Whose turn it is among those of one person is for others to say.
    """
    query = select(CheckinPlan).where(
        col(CheckinPlan.state) == "on", col(CheckinPlan.next_due_at) <= now
    )
    ordered = query.order_by(col(CheckinPlan.next_due_at)).limit(most)
    return list(await session.exec(ordered.with_for_update(skip_locked=True)))


async def plans_beside(
    session: AsyncSession, plans: Sequence[CheckinPlan], until: datetime
) -> list[CheckinPlan]:
    """The other plans of the same people that are due until then, in no order, locked too."""
    query = select(CheckinPlan).where(
        col(CheckinPlan.person_id).in_({plan.person_id for plan in plans}),
        col(CheckinPlan.id).not_in([plan.id for plan in plans]),
        col(CheckinPlan.state) == "on",
        col(CheckinPlan.next_due_at) <= until,
    )
    return list(await session.exec(query.with_for_update(skip_locked=True))) if plans else []


async def plans_of(session: AsyncSession, person_id: PersonId) -> list[CheckinPlan]:
    """The person's plans, on or off."""
    query = select(CheckinPlan).where(col(CheckinPlan.person_id) == person_id)
    return list(await session.exec(query.order_by(col(CheckinPlan.id))))


async def plan_or_none(session: AsyncSession, plan_id: PlanId) -> CheckinPlan | None:
    """The plan with this id, locked until the transaction ends."""
    return await session.get(CheckinPlan, plan_id, with_for_update=True)
