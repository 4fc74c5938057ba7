"""Pairings of a programme a page at a time, and how many there are."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, text
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.ids import PersonId, ProgrammeId
from db.pairings import RUNNING, Pairing
from db.rhythms import Rhythm


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


async def has_any_in(
    session: AsyncSession, programme_id: ProgrammeId, states: Sequence[str]
) -> bool:
    """Whether a pairing of the programme is in one of these states."""
    query = select(col(Pairing.id)).where(
        col(Pairing.programme_id) == programme_id, col(Pairing.state).in_(states)
    )
    return (await session.exec(query.limit(1))).first() is not None


async def first_of_running(
    session: AsyncSession, programme_id: ProgrammeId, most: int, without: PersonId
) -> list[Pairing]:
    """The first running pairings: those to be handed over, then the longest in their state."""
    query = select(Pairing).where(*_of_others(programme_id, RUNNING, without))
    ordered = query.order_by(
        col(Pairing.handover_asked_at).is_(None), col(Pairing.since), col(Pairing.id)
    )
    return list(await session.exec(ordered.limit(most)))


async def offers_ending(session: AsyncSession, programme_id: ProgrammeId, before: datetime) -> int:
    """How many offers of the programme run out before then."""
    query = select(func.count()).where(
        col(Pairing.programme_id) == programme_id,
        col(Pairing.state).in_(("offered", "accepted")),
        col(Pairing.answer_by) <= before,
    )
    return (await session.exec(query)).one()


async def how_many_without_words(
    session: AsyncSession, programme_id: ProgrammeId, without: PersonId
) -> int:
    """How many active pairings of the programme have not had their first words."""
    query = select(func.count()).where(
        func.coalesce(col(Pairing.programme_id), "") == programme_id,  # few are so: their own index
        func.coalesce(col(Pairing.state), "") == "active",
        col(Pairing.first_contact_at).is_(None),
        col(Pairing.service_user_id) != without,
        col(Pairing.peer_worker_id) != without,
    )
    return (await session.exec(query)).one()


async def pairings_spoken_of(
    session: AsyncSession, programme_id: ProgrammeId, without: PersonId
) -> list[Pairing]:
    """Active pairings of the programme whose silence was spoken of, whether it lasts or not."""
    query = (
        select(Pairing)
        .join(Rhythm, col(Rhythm.pairing_id) == col(Pairing.id))
        .where(
            text("rhythm.lapse > 0"),  # as it stands: a partial index is found by no parameter
            col(Rhythm.lapse_on).is_not(None),
            func.coalesce(col(Pairing.programme_id), "") == programme_id,
            func.coalesce(col(Pairing.state), "") == "active",
            col(Pairing.service_user_id) != without,
            col(Pairing.peer_worker_id) != without,
        )
    )
    return list(await session.exec(query))


def _of_others(
    programme_id: ProgrammeId, states: Sequence[str], without: PersonId
) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Pairing.programme_id) == programme_id,
        col(Pairing.state).in_(states),
        col(Pairing.service_user_id) != without,
        col(Pairing.peer_worker_id) != without,
    )
