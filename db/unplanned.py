"""Who is in an active pairing, agreed to check-ins, and has no check-in planned."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, exists, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.checkin_plans import CheckinPlan
from db.checkins import Checkin
from db.consents import Consent
from db.ids import PersonId, ProgrammeId
from db.pairings import Pairing

CHECKINS = "checkins"
DECIDED = ("off", "over")  # by a choice of somebody; until there is a day again


@dataclass(frozen=True, slots=True)
class Unplanned:
    """One person of an active pairing without a plan that is on."""

    pairing: Pairing
    person_id: PersonId
    is_user: bool


async def people_without_plan(session: AsyncSession) -> list[Unplanned]:
    """People of active pairings who agreed to check-ins and of whose plans none is on."""
    return [
        Unplanned(pairing, person_id, is_user)
        for is_user in (True, False)
        for pairing, person_id in await _without_plan(session, is_user=is_user)
    ]


async def has_decided_plan(
    session: AsyncSession, person_id: PersonId, programme_id: ProgrammeId
) -> bool:
    """Whether a plan of this person stopped for a reason: by a choice, or as its last day says."""
    explained = exists().where(
        col(Checkin.plan_id) == col(CheckinPlan.id),
        col(Checkin.local_date) == col(CheckinPlan.next_local_date),
    )
    query = select(col(CheckinPlan.id)).where(
        col(CheckinPlan.person_id) == person_id,
        col(CheckinPlan.programme_id) == programme_id,
        col(CheckinPlan.once).is_(False),
        or_(col(CheckinPlan.state).in_(DECIDED), explained),
    )
    return (await session.exec(query.limit(1))).first() is not None


async def _without_plan(session: AsyncSession, *, is_user: bool) -> list[tuple[Pairing, PersonId]]:
    who: Any = col(Pairing.service_user_id if is_user else Pairing.peer_worker_id)
    agreed = exists().where(
        col(Consent.person_id) == who,
        col(Consent.programme_id) == col(Pairing.programme_id),
        col(Consent.kind) == CHECKINS,
        col(Consent.withdrawn_at).is_(None),
    )
    planned = exists().where(
        col(CheckinPlan.person_id) == who,
        col(CheckinPlan.programme_id) == col(Pairing.programme_id),
        col(CheckinPlan.state) == "on",
        col(CheckinPlan.once).is_(False),
    )
    query = select(Pairing, who).where(col(Pairing.state) == "active", agreed, ~planned)
    return [(pairing, PersonId(person_id)) for pairing, person_id in await session.exec(query)]
