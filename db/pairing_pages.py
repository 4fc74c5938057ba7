"""Pairings of a programme a page at a time, and how many there are."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.ids import PersonId, ProgrammeId
from db.pairings import Pairing


async def page_of_pairings(
    session: AsyncSession,
    programme_id: ProgrammeId,
    states: Sequence[str],
    first: int,
    most: int,
    without: PersonId,
) -> list[Pairing]:
    """A part of `db.pairings.pairings_in` without those of one person, from the row `first` on."""
    query = select(Pairing).where(*_of_others(programme_id, states, without))
    ordered = query.order_by(col(Pairing.since), col(Pairing.id))
    return list(await session.exec(ordered.offset(first).limit(most)))


async def how_many_in(
    session: AsyncSession, programme_id: ProgrammeId, states: Sequence[str], without: PersonId
) -> int:
    """How many pairings of the programme are in these states, without those of one person."""
    query = select(func.count()).where(*_of_others(programme_id, states, without))
    return (await session.exec(query)).one()


def _of_others(
    programme_id: ProgrammeId, states: Sequence[str], without: PersonId
) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Pairing.programme_id) == programme_id,
        col(Pairing.state).in_(states),
        col(Pairing.service_user_id) != without,
        col(Pairing.peer_worker_id) != without,
    )
