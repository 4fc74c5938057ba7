"""The waiting list, a page at a time, with what the last round came to for each person."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.ids import PersonId, ProgrammeId
from db.match_rounds import FEW, NOT_IN_IT, MatchPlace
from db.memberships import Membership
from db.waits import Wait

SERVICE_USER = "service_user"


@dataclass(frozen=True, slots=True)
class Waiter:
    """One person who waits or takes a break, as far as rows tell."""

    membership: Membership
    wait: Wait | None
    place: MatchPlace | None


async def waiters(
    session: AsyncSession,
    programme_id: ProgrammeId,
    stage: str,
    *,
    hard: bool = False,
    first: int = 0,
    most: int = 50,
) -> list[Waiter]:
    """Who is at this stage, the longest first; `hard` leaves in who has few suitable peers."""
    query = (
        select(Membership, MatchPlace)
        .join(
            MatchPlace,
            col(MatchPlace.membership_id) == col(Membership.id),
            isouter=not hard,
        )
        .where(
            col(Membership.programme_id) == programme_id,
            col(Membership.role) == SERVICE_USER,
            col(Membership.stage) == stage,
        )
    )
    if hard:
        query = query.where(col(MatchPlace.suited) <= FEW, col(MatchPlace.outcome) != NOT_IN_IT)
    ordered = query.order_by(col(Membership.stage_since), col(Membership.id))
    rows = list(await session.exec(ordered.offset(first).limit(most)))
    ids = [membership.id for membership, _ in rows]
    waits = select(Wait).where(col(Wait.membership_id).in_(ids), col(Wait.ended_at).is_(None))
    of = {wait.membership_id: wait for wait in await session.exec(waits)}
    return [Waiter(m, of.get(m.id), place) for m, place in rows]


async def how_many_at(session: AsyncSession, programme_id: ProgrammeId, stage: str) -> int:
    """How many service users of the programme are at this stage."""
    query = select(func.count()).where(
        col(Membership.programme_id) == programme_id,
        col(Membership.role) == SERVICE_USER,
        col(Membership.stage) == stage,
    )
    return (await session.exec(query)).one()


async def place_in_line(session: AsyncSession, membership: Membership) -> int:
    """How many wait longer than this person."""
    since, own = col(Membership.stage_since), membership.stage_since
    query = select(func.count()).where(
        col(Membership.programme_id) == membership.programme_id,
        col(Membership.role) == SERVICE_USER,
        col(Membership.stage) == "waiting",
        (since < own) | ((since == own) & (col(Membership.id) < membership.id)),
    )
    return (await session.exec(query)).one()


def people_in(found: Sequence[Waiter]) -> list[PersonId]:
    """The ids of these people."""
    return [one.membership.person_id for one in found]
