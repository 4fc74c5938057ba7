"""What silence is judged by: the last concern about a person, and what they were asked since."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.alerts import Alert, AlertStep
from db.checkin_plans import CheckinPlan
from db.checkins import Checkin
from db.ids import PersonId, ProgrammeId

_RAISED = ("raised", "repeated")


async def last_concern_at(
    session: AsyncSession, person_id: PersonId, programme_id: ProgrammeId, kinds: Collection[str]
) -> datetime | None:
    """When the programme last had a concern of these kinds; false alarms do not count."""
    query = (
        select(func.max(col(AlertStep.at)))
        .join(Alert, col(Alert.id) == col(AlertStep.alert_id))
        .where(
            col(Alert.person_id) == person_id,
            col(Alert.programme_id) == programme_id,
            col(Alert.kind).in_(kinds),
            col(AlertStep.step).in_(_RAISED),
            or_(col(Alert.outcome).is_(None), col(Alert.outcome) != "false_alarm"),
        )
    )
    return (await session.exec(query)).first()


async def last_closed_at(
    session: AsyncSession, person_id: PersonId, programme_id: ProgrammeId, kind: str
) -> datetime | None:
    """When the programme last closed an alert of this kind about the person."""
    query = select(func.max(col(Alert.closed_at))).where(
        col(Alert.person_id) == person_id,
        col(Alert.programme_id) == programme_id,
        col(Alert.kind) == kind,
    )
    return (await session.exec(query)).first()


async def asked_since(
    session: AsyncSession, person_id: PersonId, programme_id: ProgrammeId, since: datetime
) -> list[Checkin]:
    """What the programme sent the person to answer after this instant, the newest first."""
    query = (
        select(Checkin)
        .join(CheckinPlan, col(CheckinPlan.id) == col(Checkin.plan_id))
        .where(
            col(Checkin.person_id) == person_id,
            col(CheckinPlan.programme_id) == programme_id,
            col(Checkin.sent_at) > since,
        )
    )
    return list(await session.exec(query.order_by(col(Checkin.sent_at).desc(), col(Checkin.id))))
