"""Alerts: a concern that a human must answer, open until a named person closes it."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Index, and_, text
from sqlmodel import Field, SQLModel, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import (
    instant,
    instant_or_none,
    local_day_or_none,
    own_id,
    refers_to,
    sealed,
    serial,
    word,
    word_or_none,
)
from db.engine import vault_of
from db.ids import AlertId, PersonId, ProgrammeId, new_id
from db.people import Person


class Alert(SQLModel, table=True):
    """One concern about one person; it never disappears without an outcome.

    `kind` is its cause: a person has one alert of a cause that is not closed, and the same cause
    again adds to it.
    """

    __tablename__ = "alert"
    __table_args__ = (
        Index(
            "uq_alert_cause",
            "programme_id",
            "person_id",
            "kind",
            unique=True,
            sqlite_where=text("state <> 'closed'"),
            postgresql_where=text("state <> 'closed'"),
        ),
        Index(
            "ix_alert_closed",
            "programme_id",
            "closed_at",
            "id",
            "person_id",
            "state",
            "follow_up_on",  # the last three so that a count reads nothing else
            sqlite_where=text("state = 'closed' AND follow_up_on IS NULL"),
            postgresql_where=text("state = 'closed' AND follow_up_on IS NULL"),
        ),
    )
    id: AlertId = own_id()
    programme_id: ProgrammeId = refers_to("programme")
    person_id: PersonId = refers_to("person")
    kind: str = word()
    urgent: bool
    reasons_sealed: bytes | None = sealed()
    state: str = word(index=True)
    times: int = Field(default=1)
    raised_at: datetime = instant()
    next_step_at: datetime | None = instant_or_none(index=True)
    acknowledged_by: PersonId | None = refers_to("person", optional=True, index=False)
    acknowledged_at: datetime | None = instant_or_none()
    closed_by: PersonId | None = refers_to("person", optional=True, index=False)
    closed_at: datetime | None = instant_or_none()
    outcome: str | None = word_or_none()
    follow_up_on: date | None = local_day_or_none()  # of its owner; kept until it is done
    owner_call_at: datetime | None = instant_or_none(index=True)  # when to call its owner again
    owner_calls: int = Field(default=0)  # since it was taken, or since something was done


class AlertStep(SQLModel, table=True):
    """Something that was done about an alert: raised, told, acknowledged, closed."""

    __tablename__ = "alert_step"
    id: int | None = serial()
    alert_id: AlertId = refers_to("alert")
    at: datetime = instant()
    step: str = word()
    person_id: PersonId | None = refers_to("person", optional=True, index=False)


async def add_alert(
    session: AsyncSession,
    programme_id: ProgrammeId,
    person_id: PersonId,
    *,
    kind: str,
    urgent: bool,
    reasons: str,
    next_step_at: datetime,
    now: datetime,
) -> Alert:
    """Keep a new open alert with its reasons, sealed."""
    alert_id = AlertId(new_id())
    added = Alert(
        id=alert_id,
        programme_id=programme_id,
        person_id=person_id,
        kind=kind,
        urgent=urgent,
        reasons_sealed=await vault_of(session).seal(session, person_id, reasons, _place(alert_id)),
        state="open",
        raised_at=now,
        next_step_at=next_step_at,
    )
    session.add(added)
    await session.flush()
    return added


async def alert_or_none(
    session: AsyncSession, alert_id: AlertId, *, for_change: bool = False
) -> Alert | None:
    """The alert with this id; `for_change` keeps others from changing it meanwhile."""
    query = select(Alert).where(col(Alert.id) == alert_id)
    if for_change:
        query = query.with_for_update()
    return (await session.exec(query)).first()


async def alerts_about(
    session: AsyncSession, person_id: PersonId, states: Sequence[str]
) -> list[Alert]:
    """Alerts about this person in these states, the newest first."""
    query = select(Alert).where(col(Alert.person_id) == person_id, col(Alert.state).in_(states))
    return list(await session.exec(query.order_by(col(Alert.raised_at).desc())))


async def alerts_in(
    session: AsyncSession, programme_id: ProgrammeId, states: Sequence[str]
) -> list[Alert]:
    """The programme's alerts in these states, the oldest first."""
    query = select(Alert).where(
        col(Alert.programme_id) == programme_id, col(Alert.state).in_(states)
    )
    return list(await session.exec(query.order_by(col(Alert.raised_at))))


async def alerts_due(session: AsyncSession, now: datetime, most: int) -> list[Alert]:
    """Open alerts for which it is time to tell somebody again."""
    query = select(Alert).where(col(Alert.state) == "open", col(Alert.next_step_at) <= now)
    ordered = query.order_by(col(Alert.next_step_at)).limit(most)
    return list(await session.exec(ordered.with_for_update(skip_locked=True)))


async def alerts_to_call_owner(session: AsyncSession, now: datetime, most: int) -> list[Alert]:
    """Alerts whose owner is to be called again now: not closed in time, or the day has come.

    One that its owner cannot be called about any more, since they blocked the bot, is due at once;
    whoever took it while they were out of its reach did so in the console, and keeps it.
    """
    out_of_reach = select(col(Person.id)).where(
        col(Person.unreachable_since) >= col(Alert.acknowledged_at)
    )
    is_due = and_(col(Alert.state).in_(("acknowledged", "closed")), col(Alert.owner_call_at) <= now)
    is_lost = and_(col(Alert.state) == "acknowledged", col(Alert.acknowledged_by).in_(out_of_reach))
    query = select(Alert).where(or_(is_due, is_lost))
    ordered = query.order_by(col(Alert.owner_call_at)).limit(most)
    return list(await session.exec(ordered.with_for_update(skip_locked=True)))


async def follow_ups_in(session: AsyncSession, programme_id: ProgrammeId) -> list[Alert]:
    """The programme's closed alerts with a day on which somebody looks again, by that day."""
    query = select(Alert).where(
        col(Alert.programme_id) == programme_id,
        col(Alert.state) == "closed",
        col(Alert.follow_up_on).is_not(None),
    )
    return list(await session.exec(query.order_by(col(Alert.follow_up_on), col(Alert.id))))


async def alert_reasons(session: AsyncSession, alert: Alert) -> str:
    """Why the alert was raised, as it was sealed."""
    if alert.reasons_sealed is None:
        return ""
    return await vault_of(session).unseal(
        session, alert.person_id, alert.reasons_sealed, _place(alert.id)
    )


async def set_alert_reasons(session: AsyncSession, alert: Alert, reasons: str) -> None:
    """Keep the reasons after another cause was added to the same alert."""
    vault = vault_of(session)
    alert.reasons_sealed = await vault.seal(session, alert.person_id, reasons, _place(alert.id))
    session.add(alert)


def add_alert_step(
    session: AsyncSession, alert: Alert, step: str, person_id: PersonId | None, now: datetime
) -> None:
    """Record what was done about the alert, and by or to whom."""
    session.add(AlertStep(alert_id=alert.id, at=now, step=step, person_id=person_id))


async def alert_steps(session: AsyncSession, alert: Alert) -> list[AlertStep]:
    """All that was done about the alert, in order."""
    query = select(AlertStep).where(col(AlertStep.alert_id) == alert.id)
    return list(await session.exec(query.order_by(col(AlertStep.id))))


def _place(alert_id: AlertId) -> str:
    return f"alert.reasons|{alert_id}"
