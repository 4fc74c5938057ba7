"""Check-ins: a row for each day on which a plan was due, and what became of it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import UniqueConstraint, bindparam
from sqlalchemy import select as columns
from sqlmodel import Field, SQLModel, col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.checkin_plans import CheckinPlan
from db.columns import (
    instant,
    instant_or_none,
    local_day,
    local_day_or_none,
    own_id,
    refers_to,
    sealed,
    word,
    word_or_none,
)
from db.engine import vault_of
from db.ids import CheckinId, FormSessionId, PersonId, PlanId, new_id
from db.known_checkins import begin_to_know, known_of


class Checkin(SQLModel, table=True):
    """One day on which a plan was due: what became of it, and why if it was not sent.

    Nobody is asked twice on one day, by whatever plans: `asked_on` is unique for a person.
    """

    __tablename__ = "checkin"
    __table_args__ = (
        UniqueConstraint("plan_id", "local_date"),
        UniqueConstraint("person_id", "asked_on"),
    )
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
    asked_on: date | None = local_day_or_none()  # the person's own day when it was sent
    look_at: datetime | None = instant_or_none(index=True)  # when to ask again, or to give up
    reminders: int = Field(default=0)
    answered_at: datetime | None = instant_or_none()
    score_sealed: bytes | None = sealed()


# Built once: they are asked for all that is due, and building costs more than asking.
_CHECKIN = SQLModel.metadata.tables["checkin"].c
RECENT_OF_MANY = columns(
    _CHECKIN.person_id,
    _CHECKIN.plan_id,
    _CHECKIN.local_date,
    _CHECKIN.state,
    _CHECKIN.measure,
    _CHECKIN.sent_at,
    _CHECKIN.asked_on,
    _CHECKIN.reason,
).where(
    _CHECKIN.person_id.in_(bindparam("people", expanding=True)),
    or_(
        _CHECKIN.local_date >= bindparam("day"),
        _CHECKIN.sent_at >= bindparam("since"),
        _CHECKIN.state == "sent",
    ),
)
LAST_SENT_OF_MANY = (
    columns(_CHECKIN.plan_id, func.max(_CHECKIN.sent_at))
    .where(_CHECKIN.plan_id.in_(bindparam("plans", expanding=True)), _CHECKIN.sent_at.is_not(None))
    .group_by(_CHECKIN.plan_id)
)


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
    known = known_of(session, plan_id)
    if known is not None:
        return known.last_sent.get(plan_id)
    query = select(func.max(col(Checkin.sent_at))).where(col(Checkin.plan_id) == plan_id)
    return (await session.exec(query)).first()


async def checkin_on(session: AsyncSession, plan_id: PlanId, day: date) -> Checkin | None:
    """What became of this plan on this local day."""
    known = known_of(session, plan_id)
    if known is not None and known.is_free(plan_id, day):
        return None
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
    asked_on: date | None = None,
    look_at: datetime | None = None,
    local_date: date | None = None,
) -> Checkin:
    """Keep what becomes of the plan on its due day; a second row for that day is refused."""
    added = Checkin(
        id=CheckinId(new_id()),
        plan_id=plan.id,
        person_id=plan.person_id,
        form_session_id=form_session_id,
        measure=plan.measure,
        local_date=local_date or plan.next_local_date,
        state=state,
        reason=reason,
        due_at=plan.next_due_at,
        sent_at=sent_at,
        asked_on=asked_on,
        look_at=look_at or sent_at,
    )
    session.add(added)
    known = known_of(session, plan.person_id)
    if known is not None:
        known.note(plan.id, added.local_date, state, plan.measure, sent_at, asked_on, reason)
    return added


async def read_checkins(
    session: AsyncSession, plans: Sequence[CheckinPlan], since: datetime
) -> None:
    """Read at once what became of these plans, and what else their people were asked since then."""
    known = begin_to_know(session, plans, since)
    connection = await session.connection()
    params = {"people": list(known), "since": since, "day": since.date()}
    for person_id, *facts in await connection.execute(RECENT_OF_MANY, params):
        known[person_id].note(*facts)
    people = {plan.id: plan.person_id for plan in plans}
    for plan_id, at in await connection.execute(LAST_SENT_OF_MANY, {"plans": list(people)}):
        known[people[plan_id]].last_sent[plan_id] = at


async def log_of(
    session: AsyncSession, person_id: PersonId, plan_ids: Collection[PlanId], since: date
) -> list[Checkin]:
    """What became of these plans on each day since then, the newest first."""
    query = select(Checkin).where(
        col(Checkin.person_id) == person_id,
        col(Checkin.plan_id).in_(plan_ids),
        col(Checkin.local_date) >= since,
    )
    return list(await session.exec(query.order_by(col(Checkin.local_date).desc())))


async def checkin_of_form(session: AsyncSession, form_session_id: FormSessionId) -> Checkin | None:
    """The check-in that this form session answers."""
    query = select(Checkin).where(col(Checkin.form_session_id) == form_session_id)
    return (await session.exec(query)).first()


async def newer_checkin(session: AsyncSession, checkin: Checkin) -> Checkin | None:
    """The newest check-in of the same plan that was sent on a later day."""
    query = select(Checkin).where(
        col(Checkin.plan_id) == checkin.plan_id,
        col(Checkin.local_date) > checkin.local_date,
        col(Checkin.sent_at).is_not(None),
    )
    return (await session.exec(query.order_by(col(Checkin.local_date).desc()))).first()


async def open_checkins_of(session: AsyncSession, person_id: PersonId) -> list[Checkin]:
    """What the person was asked and has neither answered nor left out."""
    known = known_of(session, person_id)
    if known is not None and not known.has_open:
        return []
    query = select(Checkin).where(col(Checkin.person_id) == person_id, col(Checkin.state) == "sent")
    return list(await session.exec(query.order_by(col(Checkin.sent_at))))


async def checkins_to_look_at(session: AsyncSession, now: datetime, most: int) -> list[Checkin]:
    """Open check-ins that are to be asked again or given up by now, locked, the longest due first.

    Set `look_at` to a later time, or close it: what stays due comes first again.
    """
    query = select(Checkin).where(col(Checkin.state) == "sent", col(Checkin.look_at) <= now)
    ordered = query.order_by(col(Checkin.look_at)).limit(most)
    return list(await session.exec(ordered.with_for_update(skip_locked=True)))


async def asked_since(
    session: AsyncSession, person_id: PersonId, since: datetime
) -> list[tuple[str, datetime, date]]:
    """(measure, sent at, day on the person's calendar of then) of what was asked since then."""
    known = known_of(session, person_id)
    if known is not None and since >= known.since:
        return [one for one in known.asked if one[1] >= since]
    query = select(col(Checkin.measure), col(Checkin.sent_at), col(Checkin.asked_on)).where(
        col(Checkin.person_id) == person_id, col(Checkin.sent_at) >= since
    )
    rows = await session.exec(query)
    return [(measure, at, day or at.date()) for measure, at, day in rows if at is not None]


def known_outcomes(session: AsyncSession, plan: CheckinPlan) -> list[tuple[date, str | None]]:
    """(day, why it was moved) of the plan's last weeks, None for a day on which it was not moved.

    Empty unless it was read ahead.
    """
    known = known_of(session, plan.id)
    return known.outcomes.get(plan.id, []) if known is not None else []


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
    return await total_in(session, checkin.id, checkin.person_id, checkin.score_sealed)


async def total_in(
    session: AsyncSession, checkin_id: CheckinId, person_id: PersonId, score_sealed: bytes
) -> int:
    """The total that was sealed for this check-in."""
    place = _place(checkin_id)
    return int(await vault_of(session).unseal(session, person_id, score_sealed, place))


def _place(checkin_id: CheckinId) -> str:
    return f"checkin.score|{checkin_id}"
