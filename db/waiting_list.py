"""The waiting list, a page at a time, with what the last round came to for each person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, bindparam
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.counting import counts_of
from db.ids import PersonId, ProgrammeId
from db.match_rounds import FEW, NOT_IN_IT, MatchPlace
from db.memberships import Membership
from db.pairings import Pairing
from db.waits import Wait

SERVICE_USER = "service_user"


@dataclass(frozen=True, slots=True)
class Waiter:
    """One person who waits or takes a break, as far as rows tell."""

    membership: Membership
    wait: Wait | None
    place: MatchPlace | None


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many wait, are hard to match, take a break, each as far as `counts_of` counts.

    `to_review` are pairs that nobody has looked at, all of them.
    """

    waiting: int
    hard: int
    on_break: int
    to_review: int


async def sizes_of(session: AsyncSession, programme_id: ProgrammeId) -> Sizes:
    """The sizes of a waiting list, by one question."""
    return Sizes(*(await session.exec(SIZES, params={"where": programme_id})).one())


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
    params = {"where": programme_id, "stage": stage, "first": first, "most": most}
    rows = await session.exec(HARD_WAITERS if hard else WAITERS, params=params)
    return [Waiter(*row) for row in rows]


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


def _at(stage: Any) -> tuple[Any, ...]:
    return (
        col(Membership.programme_id) == bindparam("where"),
        col(Membership.role) == SERVICE_USER,
        col(Membership.stage) == stage,
    )


def _few() -> tuple[Any, ...]:
    return col(MatchPlace.suited) <= FEW, col(MatchPlace.outcome) != NOT_IN_IT


def _waiters(*conditions: Any, is_placed: bool) -> Any:
    place_of_it = col(MatchPlace.membership_id) == col(Membership.id)
    wait_of_it = (col(Wait.membership_id) == col(Membership.id)) & col(Wait.ended_at).is_(None)
    return (
        select(Membership, Wait, MatchPlace)
        .join(MatchPlace, place_of_it, isouter=not is_placed)
        .join(Wait, wait_of_it, isouter=True)
        .where(*_at(bindparam("stage")), *conditions)
        .order_by(col(Membership.stage_since), col(Membership.id))
        .offset(bindparam("first", type_=Integer))
        .limit(bindparam("most", type_=Integer))
    )


# Built once: building them costs more than asking.
WAITERS, HARD_WAITERS = _waiters(is_placed=False), _waiters(*_few(), is_placed=True)
SIZES: Any = counts_of(
    {
        "waiting": select(Membership.id).where(*_at("waiting")),
        # Who was matched or left since the round has a place in it still, and waits no more.
        "hard": select(Membership.id)
        .join(MatchPlace, col(MatchPlace.membership_id) == col(Membership.id))
        .where(col(MatchPlace.programme_id) == bindparam("where"), *_few(), *_at("waiting")),
        "on_break": select(Membership.id).where(*_at("paused")),
    }
).add_columns(
    select(func.count())
    .select_from(Pairing)
    .where(col(Pairing.programme_id) == bindparam("where"), col(Pairing.state) == "suggested")
    .scalar_subquery()
)
