"""Pairings of a programme a page at a time, and how many there are."""

from collections.abc import Sequence

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.ids import ProgrammeId
from db.pairings import Pairing


async def page_of_pairings(
    session: AsyncSession,
    programme_id: ProgrammeId,
    states: Sequence[str],
    first: int,
    most: int,
) -> list[Pairing]:
    """A part of `db.pairings.pairings_in`, from the row `first` on."""
    query = select(Pairing).where(
        col(Pairing.programme_id) == programme_id, col(Pairing.state).in_(states)
    )
    ordered = query.order_by(col(Pairing.since), col(Pairing.id))
    return list(await session.exec(ordered.offset(first).limit(most)))


async def how_many_in(
    session: AsyncSession, programme_id: ProgrammeId, states: Sequence[str]
) -> int:
    """How many pairings of the programme are in these states."""
    query = select(func.count()).where(
        col(Pairing.programme_id) == programme_id, col(Pairing.state).in_(states)
    )
    return (await session.exec(query)).one()
