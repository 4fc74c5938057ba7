"""Suggestions as rows: sealed before they are written, so that writing many takes a moment."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy import select as columns
from sqlmodel import col, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from db.engine import vault_of
from db.ids import PairingId, PersonId, ProgrammeId, new_id
from db.pairings import Pairing, reasons_place

WRITTEN_AT_ONCE = 50  # some ms, and then others have their turn

Row = dict[str, Any]


async def suggestion_row(
    session: AsyncSession,
    programme_id: ProgrammeId,
    couple: tuple[PersonId, PersonId],
    *,
    fit: int,
    reasons: str,
    now: datetime,
) -> Row:
    """A suggestion that is not written yet; `couple` has the service user first."""
    pairing_id = PairingId(new_id())
    place = reasons_place(pairing_id)
    return {
        "id": pairing_id,
        "programme_id": programme_id,
        "service_user_id": couple[0],
        "peer_worker_id": couple[1],
        "state": "suggested",
        "since": now,
        "fit": fit,
        "reasons_sealed": await vault_of(session).seal(session, couple[0], reasons, place),
        "created_at": now,
    }


async def add_suggestions(session: AsyncSession, rows: Sequence[Row]) -> None:
    """Write these suggestions."""
    connection = await session.connection()
    for first in range(0, len(rows), WRITTEN_AT_ONCE):
        await connection.execute(insert(Pairing), rows[first : first + WRITTEN_AT_ONCE])
        await asyncio.sleep(0)


async def suggestions_in(
    session: AsyncSession, programme_id: ProgrammeId
) -> Sequence[tuple[PairingId, PersonId, PersonId]]:
    """(id, service user, peer worker) of every suggestion of the programme."""
    query = columns(
        col(Pairing.id), col(Pairing.service_user_id), col(Pairing.peer_worker_id)
    ).where(col(Pairing.programme_id) == programme_id, col(Pairing.state) == "suggested")
    found = await (await session.connection()).execute(query)
    return [(pairing_id, user, peer) for pairing_id, user, peer in found]


async def drop_suggestions(session: AsyncSession, ids: Collection[PairingId]) -> None:
    """Delete those of these suggestions that nobody decided about, a few at most."""
    query = delete(Pairing).where(col(Pairing.id).in_(ids), col(Pairing.state) == "suggested")
    await session.exec(query)
