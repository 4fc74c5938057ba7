"""Who is in an active pairing, agreed to check-ins, and has no check-in planned."""

from datetime import datetime
from typing import Any

from sqlmodel import col, exists, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.checkin_plans import CheckinPlan
from db.checkins import Checkin
from db.consents import Consent
from db.ids import ProgrammeId
from db.pairings import Pairing

CHECKINS = "checkins"
HAVE_REASON = ("on", "off", "over")  # goes on; by a choice of somebody; until there is a day again


async def count_without_plan(
    session: AsyncSession, programme_id: ProgrammeId, *, is_user: bool, began_after: datetime | None
) -> int:
    """How many people on this side of active pairings agreed to check-ins and have none planned.

    Of pairings that began after this instant; None counts all. A plan that is on is enough, and so
    is one that stopped for a reason: by a choice, or as what became of its last day says.
    """
    who: Any = col(Pairing.service_user_id if is_user else Pairing.peer_worker_id)
    agreed = exists().where(
        col(Consent.person_id) == who,
        col(Consent.programme_id) == programme_id,
        col(Consent.kind) == CHECKINS,
        col(Consent.withdrawn_at).is_(None),
    )
    query = select(func.count()).where(
        col(Pairing.programme_id) == programme_id,
        col(Pairing.state) == "active",
        ~_planned(who, programme_id),
        agreed,
    )
    if began_after is not None:
        began = func.coalesce(col(Pairing.active_at), col(Pairing.created_at))
        query = query.where(began > began_after)
    return (await session.exec(query)).one()


def _planned(who: Any, programme_id: ProgrammeId) -> Any:
    explained = exists().where(
        col(Checkin.plan_id) == col(CheckinPlan.id),
        col(Checkin.local_date) == col(CheckinPlan.next_local_date),
    )
    return exists().where(
        col(CheckinPlan.person_id) == who,
        col(CheckinPlan.programme_id) == programme_id,
        col(CheckinPlan.once).is_(False),
        or_(col(CheckinPlan.state).in_(HAVE_REASON), explained),
    )
