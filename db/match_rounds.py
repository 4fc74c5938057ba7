"""Match rounds: what the last round of a programme came to, for pages that solve nothing.

A new round takes the place of the one before. Why somebody is hard to match is sealed with their
own key; what one more peer worker would unlock, with that of the service.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, bindparam, insert
from sqlalchemy import select as columns
from sqlmodel import Field, SQLModel, col, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, refers_to, sealed, word
from db.engine import vault_of
from db.glance import Question
from db.ids import ID_LENGTH, MembershipId, PersonId, ProgrammeId
from db.unwatched import Unwatched

PLACED, ALL_FULL, NOBODY_SUITS, NOT_IN_IT = "placed", "all_full", "nobody_suits", "not_in_it"
FEW = 2  # with so few suitable peer workers somebody is hard to match; as in matching.fairness
WRITTEN_AT_ONCE = 50  # some ms, and then others have their turn

Row = dict[str, Any]


class MatchRound(SQLModel, table=True):
    """The last round of a programme: when, over how many, and what it came to."""

    __tablename__ = "match_round"
    programme_id: ProgrammeId = Field(
        primary_key=True, foreign_key="programme.id", sa_type=String(ID_LENGTH)
    )
    made_at: datetime = instant()
    waiting: int = Field(default=0)
    places: int = Field(default=0)
    placed: int = Field(default=0)
    rarity: str = Field(default="{}")  # lived experience -> its factor in this round
    unlocks_sealed: bytes | None = sealed()


class MatchPlace(SQLModel, table=True):
    """What the last round came to for one person who waits.

    `near` names the peer workers who fit best, full ones included, the best first.
    """

    __tablename__ = "match_place"
    __table_args__ = (Index("ix_match_place_hard", "programme_id", "suited"),)
    membership_id: MembershipId = Field(
        primary_key=True, foreign_key="membership.id", sa_type=String(ID_LENGTH)
    )
    programme_id: ProgrammeId = refers_to("programme", index=False)
    person_id: PersonId = refers_to("person")
    outcome: str = word(16)
    suited: int = Field(default=0)
    near: str = Field(default="")
    why_sealed: bytes | None = sealed()


_ROUND = Unwatched(MatchRound)
OF_PROGRAMME = Question(
    columns(*_ROUND.columns).where(col(MatchRound.programme_id) == bindparam("where"))
)


PLACES_IN = columns(col(MatchPlace.membership_id)).where(
    col(MatchPlace.programme_id) == bindparam("where")
)


@dataclass(frozen=True, slots=True)
class Place:
    """What a round came to for one person; `why` counts peer workers by what stands against."""

    membership_id: MembershipId
    person_id: PersonId
    outcome: str
    suited: int
    near: tuple[str, ...] = ()
    why: Mapping[str, int] | None = None


async def keep_round(
    session: AsyncSession, kept: MatchRound, rows: Sequence[Row], unlocks: str
) -> None:
    """Put this round in the place of the one before; `rows` are made by `place_row`."""
    where = kept.programme_id
    kept.unlocks_sealed = vault_of(session).seal_for_service(unlocks, _unlocks(where))
    await session.merge(kept)
    connection = await session.connection()
    old = (await connection.execute(PLACES_IN, {"where": where})).scalars().all()
    for first in range(0, len(old), WRITTEN_AT_ONCE):
        some = old[first : first + WRITTEN_AT_ONCE]
        await session.exec(delete(MatchPlace).where(col(MatchPlace.membership_id).in_(some)))
        await asyncio.sleep(0)
    for first in range(0, len(rows), WRITTEN_AT_ONCE):
        await connection.execute(insert(MatchPlace), rows[first : first + WRITTEN_AT_ONCE])
        await asyncio.sleep(0)


async def round_or_none(session: AsyncSession, programme_id: ProgrammeId) -> MatchRound | None:
    """The last round of a programme, to be looked at."""
    rows = await OF_PROGRAMME.ask(session, {"where": programme_id})
    return _ROUND.of(rows[0]) if rows else None


def unlocks_of(session: AsyncSession, found: MatchRound) -> str:
    """What one more peer worker would unlock, as it was sealed; "[]" when there is nothing."""
    if found.unlocks_sealed is None:
        return "[]"
    where = found.programme_id
    return vault_of(session).unseal_for_service(found.unlocks_sealed, _unlocks(where))


async def place_of(session: AsyncSession, membership_id: MembershipId) -> Place | None:
    """What the last round came to for this role."""
    row = await session.get(MatchPlace, membership_id)
    return await read_place(session, row) if row is not None else None


async def read_place(session: AsyncSession, row: MatchPlace) -> Place:
    """The row with what is sealed in it."""
    why = await open_why(session, row.membership_id, row.person_id, row.why_sealed)
    near = tuple(row.near.split())
    return Place(row.membership_id, row.person_id, row.outcome, row.suited, near, why)


async def open_why(
    session: AsyncSession, of: MembershipId, person_id: PersonId, sealed_why: bytes | None
) -> Mapping[str, int] | None:
    """How many peer workers each limit rules out for them; None where nothing was kept."""
    if sealed_why is None:
        return None
    why = await vault_of(session).unseal(session, person_id, sealed_why, _why(of))
    counts: Mapping[str, int] | None = json.loads(why) if why else None
    return counts


async def place_row(session: AsyncSession, where: ProgrammeId, place: Place) -> Row:
    """A place that is not written yet, with what is sealed in it."""
    why = None
    if place.why:
        text, sealed_for = json.dumps(dict(place.why)), _why(place.membership_id)
        why = await vault_of(session).seal(session, place.person_id, text, sealed_for)
    return {
        "membership_id": place.membership_id,
        "programme_id": where,
        "person_id": place.person_id,
        "outcome": place.outcome,
        "suited": place.suited,
        "near": " ".join(place.near),
        "why_sealed": why,
    }


def _why(membership_id: MembershipId) -> str:
    return f"match_place.why|{membership_id}"


def _unlocks(programme_id: ProgrammeId) -> str:
    return f"match_round.unlocks|{programme_id}"
