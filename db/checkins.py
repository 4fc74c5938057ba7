"""Check-ins: when each person is asked what, and a row for each day on which they were due."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import (
    instant,
    instant_or_none,
    local_day,
    own_id,
    refers_to,
    sealed,
    word,
    word_or_none,
)
from db.engine import vault_of
from db.ids import CheckinId, FormSessionId, PairingId, PersonId, PlanId, ProgrammeId, new_id


class CheckinPlan(SQLModel, table=True):
    """One measure asked of one person on a rhythm; `next_due_at` is what the clock looks at."""

    __tablename__ = "checkin_plan"
    id: PlanId = own_id()
    person_id: PersonId = refers_to("person")
    programme_id: ProgrammeId = refers_to("programme", index=False)
    pairing_id: PairingId | None = refers_to("pairing", optional=True)
    measure: str = word()
    every_days: int
    at_minute: int  # minutes after midnight where the person lives
    state: str = word()
    next_due_at: datetime = instant(index=True)
    next_local_date: date = local_day()
    once: bool = Field(default=False)  # a follow-up after the planned end


class Checkin(SQLModel, table=True):
    """One day on which a plan was due: what became of it, and why if it was not sent."""

    __tablename__ = "checkin"
    __table_args__ = (UniqueConstraint("plan_id", "local_date"),)
    id: CheckinId = own_id()
    plan_id: PlanId = refers_to("checkin_plan", index=False)
    person_id: PersonId = refers_to("person")
    form_session_id: FormSessionId | None = refers_to("form_session", optional=True)
    measure: str = word()
    local_date: date = local_day()
    state: str = word(index=True)
    reason: str | None = word_or_none()
    due_at: datetime = instant()
    sent_at: datetime | None = instant_or_none()
    reminders: int = Field(default=0)
    answered_at: datetime | None = instant_or_none()
    score_sealed: bytes | None = sealed()


def add_plan(
    session: AsyncSession,
    person_id: PersonId,
    programme_id: ProgrammeId,
    *,
    pairing_id: PairingId | None,
    measure: str,
    every_days: int,
    at_minute: int,
    next_due_at: datetime,
    next_local_date: date,
    once: bool = False,
) -> CheckinPlan:
    """Keep a plan that is on."""
    added = CheckinPlan(
        id=PlanId(new_id()),
        person_id=person_id,
        programme_id=programme_id,
        pairing_id=pairing_id,
        measure=measure,
        every_days=every_days,
        at_minute=at_minute,
        state="on",
        next_due_at=next_due_at,
        next_local_date=next_local_date,
        once=once,
    )
    session.add(added)
    return added


async def plans_due(session: AsyncSession, now: datetime, most: int) -> list[CheckinPlan]:
    """Plans whose time has come, the longest due first, locked for this transaction."""
    query = select(CheckinPlan).where(
        col(CheckinPlan.state) == "on", col(CheckinPlan.next_due_at) <= now
    )
    ordered = query.order_by(col(CheckinPlan.next_due_at)).limit(most)
    return list(await session.exec(ordered.with_for_update(skip_locked=True)))


async def plans_of(session: AsyncSession, person_id: PersonId) -> list[CheckinPlan]:
    """The person's plans, on or off."""
    query = select(CheckinPlan).where(col(CheckinPlan.person_id) == person_id)
    return list(await session.exec(query.order_by(col(CheckinPlan.id))))


async def plan_of(session: AsyncSession, checkin: Checkin) -> CheckinPlan:
    """The plan that a check-in belongs to; LookupError when there is none."""
    found = await session.get(CheckinPlan, checkin.plan_id)
    if found is None:
        raise LookupError("A check-in refers to a plan that is not there.")
    return found


async def checkin_or_none(session: AsyncSession, checkin_id: CheckinId) -> Checkin | None:
    """The check-in with this id."""
    return await session.get(Checkin, checkin_id)


async def last_sent_at(session: AsyncSession, plan_id: PlanId) -> datetime | None:
    """When the plan last sent a check-in."""
    query = select(func.max(col(Checkin.sent_at))).where(col(Checkin.plan_id) == plan_id)
    return (await session.exec(query)).first()


async def checkin_on(session: AsyncSession, plan_id: PlanId, day: date) -> Checkin | None:
    """What became of this plan on this local day."""
    query = select(Checkin).where(col(Checkin.plan_id) == plan_id, col(Checkin.local_date) == day)
    return (await session.exec(query)).first()


def add_checkin(
    session: AsyncSession,
    plan: CheckinPlan,
    *,
    form_session_id: FormSessionId | None,
    state: str,
    reason: str | None,
    sent_at: datetime | None,
) -> Checkin:
    """Keep what becomes of the plan on its due day; a second row for that day is refused."""
    added = Checkin(
        id=CheckinId(new_id()),
        plan_id=plan.id,
        person_id=plan.person_id,
        form_session_id=form_session_id,
        measure=plan.measure,
        local_date=plan.next_local_date,
        state=state,
        reason=reason,
        due_at=plan.next_due_at,
        sent_at=sent_at,
    )
    session.add(added)
    return added


async def checkin_of_form(session: AsyncSession, form_session_id: FormSessionId) -> Checkin | None:
    """The check-in that this form session answers."""
    query = select(Checkin).where(col(Checkin.form_session_id) == form_session_id)
    return (await session.exec(query)).first()


async def open_checkins_of(session: AsyncSession, person_id: PersonId) -> list[Checkin]:
    """What the person was asked and has neither answered nor left out."""
    query = select(Checkin).where(col(Checkin.person_id) == person_id, col(Checkin.state) == "sent")
    return list(await session.exec(query.order_by(col(Checkin.sent_at))))


async def checkins_without_answer(
    session: AsyncSession, sent_before: datetime, most: int
) -> list[Checkin]:
    """Check-ins that were sent before this instant and are still open."""
    query = select(Checkin).where(col(Checkin.state) == "sent", col(Checkin.sent_at) <= sent_before)
    ordered = query.order_by(col(Checkin.sent_at)).limit(most)
    return list(await session.exec(ordered.with_for_update(skip_locked=True)))


async def last_scores(
    session: AsyncSession, person_id: PersonId, measure: str, most: int
) -> list[tuple[date, int]]:
    """The latest totals of this measure, the newest first."""
    query = select(Checkin).where(
        col(Checkin.person_id) == person_id,
        col(Checkin.measure) == measure,
        col(Checkin.score_sealed).is_not(None),
    )
    rows = await session.exec(query.order_by(col(Checkin.local_date).desc()).limit(most))
    vault = vault_of(session)
    return [
        (row.local_date, int(await vault.unseal(session, person_id, sealed_score, _place(row.id))))
        for row in rows
        if (sealed_score := row.score_sealed) is not None
    ]


async def set_score(session: AsyncSession, checkin: Checkin, total: int) -> None:
    """Keep the total of an answered measure."""
    checkin.score_sealed = await vault_of(session).seal(
        session, checkin.person_id, str(total), _place(checkin.id)
    )
    session.add(checkin)


async def score_of(session: AsyncSession, checkin: Checkin) -> int | None:
    """The total of an answered measure; None where there is none."""
    if checkin.score_sealed is None:
        return None
    place = _place(checkin.id)
    return int(
        await vault_of(session).unseal(session, checkin.person_id, checkin.score_sealed, place)
    )


def _place(checkin_id: CheckinId) -> str:
    return f"checkin.score|{checkin_id}"
