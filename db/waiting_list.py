"""The waiting list, a page at a time, with what the last round came to for each person."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, bindparam
from sqlalchemy import select as columns
from sqlmodel import SQLModel, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.counting import counts_of
from db.glance import Question
from db.ids import MembershipId, PairingId, PersonId, ProgrammeId
from db.match_rounds import FEW, NOT_IN_IT, MatchPlace, Place, open_why
from db.memberships import Membership
from db.pairings import Pairing
from db.waits import Wait, days_between

SERVICE_USER = "service_user"
_PAIRING: Any = SQLModel.metadata.tables[str(Pairing.__tablename__)].c


class Waiter(NamedTuple):
    """One person who waits or takes a break; without `outcome` the last round knew nothing of them.

    `began_at`, `paused_at` and `paused_seconds` are those of their open wait, where there is one.
    """

    id: MembershipId
    person_id: PersonId
    stage_since: datetime
    began_at: datetime | None
    paused_at: datetime | None
    paused_seconds: int | None
    outcome: str | None
    suited: int | None
    why_sealed: bytes | None

    @property
    def since(self) -> datetime:
        """Since when they are on the list."""
        return self.began_at or self.stage_since

    def days(self, now: datetime) -> int:
        """Whole days on the list, without the breaks."""
        return days_between(self.since, self.paused_at, self.paused_seconds or 0, now)


class UnderWay(NamedTuple):
    """A pairing that is on its way for somebody who waits."""

    id: PairingId
    service_user_id: PersonId
    peer_worker_id: PersonId
    state: str


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many wait, are hard to match, take a break, each as far as `counts_of` counts.

    `to_review` are pairs of others than the reader that nobody has looked at, all of them.
    """

    waiting: int
    hard: int
    on_break: int
    to_review: int


async def sizes_of(session: AsyncSession, programme_id: ProgrammeId, reader: PersonId) -> Sizes:
    """The sizes of a waiting list, by one question."""
    return Sizes(**await SIZES.ask_one(session, {"where": programme_id, "reader": reader}))


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
    return [Waiter(*row) for row in await (HARD_WAITERS if hard else WAITERS).ask(session, params)]


async def pairs_under_way(
    session: AsyncSession,
    programme_id: ProgrammeId,
    people: Collection[PersonId],
    states: Collection[str],
) -> Mapping[PersonId, UnderWay]:
    """Service user -> their latest pairing here that is in one of these states."""
    if not people:
        return {}
    params = {"where": programme_id, "people": people, "states": states}
    rows = await UNDER_WAY.ask(session, params)
    return {found.service_user_id: found for found in map(UnderWay._make, rows)}


async def opened_place(session: AsyncSession, one: Waiter) -> Place | None:
    """What the last round came to for them; None where it knew nothing of them."""
    if one.outcome is None:
        return None
    why = await open_why(session, one.id, one.person_id, one.why_sealed)
    return Place(one.id, one.person_id, one.outcome, one.suited or 0, why=why)


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


def _at(stage: Any) -> tuple[Any, ...]:
    return (
        col(Membership.programme_id) == bindparam("where"),
        col(Membership.role) == SERVICE_USER,
        col(Membership.stage) == stage,
    )


def _few() -> tuple[Any, ...]:
    return col(MatchPlace.suited) <= FEW, col(MatchPlace.outcome) != NOT_IN_IT


def _waiters(*conditions: Any, is_placed: bool) -> Question:
    place_of_it = col(MatchPlace.membership_id) == col(Membership.id)
    wait_of_it = (col(Wait.membership_id) == col(Membership.id)) & col(Wait.ended_at).is_(None)
    return Question(
        columns(
            col(Membership.id),
            col(Membership.person_id),
            col(Membership.stage_since),
            col(Wait.began_at),
            col(Wait.paused_at),
            col(Wait.paused_seconds),
            col(MatchPlace.outcome),
            col(MatchPlace.suited),
            col(MatchPlace.why_sealed),
        )
        .select_from(Membership)
        .join(MatchPlace, place_of_it, isouter=not is_placed)
        .join(Wait, wait_of_it, isouter=True)
        .where(*_at(bindparam("stage")), *conditions)
        .order_by(col(Membership.stage_since), col(Membership.id))
        .offset(bindparam("first", type_=Integer))
        .limit(bindparam("most", type_=Integer))
    )


WAITERS, HARD_WAITERS = _waiters(is_placed=False), _waiters(*_few(), is_placed=True)
UNDER_WAY = Question(
    columns(*[_PAIRING[name] for name in UnderWay._fields])
    .where(
        _PAIRING.service_user_id.in_(bindparam("people", expanding=True)),
        func.coalesce(_PAIRING.programme_id, "") == bindparam("where"),  # by the people, not by it
        _PAIRING.state.in_(bindparam("states", expanding=True)),
    )
    .order_by(_PAIRING.created_at, _PAIRING.id),
    "people",
    "states",
)
SIZES = Question(
    counts_of(
        {
            "waiting": columns(col(Membership.id)).where(*_at("waiting")),
            # Who was matched or left since the round has a place in it still, and waits no more.
            "hard": columns(col(Membership.id))
            .join(MatchPlace, col(MatchPlace.membership_id) == col(Membership.id))
            .where(col(MatchPlace.programme_id) == bindparam("where"), *_few(), *_at("waiting")),
            "on_break": columns(col(Membership.id)).where(*_at("paused")),
        }
    ).add_columns(
        columns(func.count())
        .select_from(_PAIRING.id.table)
        .where(
            _PAIRING.programme_id == bindparam("where"),
            _PAIRING.state == "suggested",
            _PAIRING.service_user_id != bindparam("reader"),
            _PAIRING.peer_worker_id != bindparam("reader"),
        )
        .scalar_subquery()
        .label("to_review")
    )
)
