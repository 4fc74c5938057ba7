"""Breaks of a pairing: who keeps it paused, and until when. It runs while nobody does."""

from datetime import datetime

from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, instant_or_none, refers_to, serial, word
from db.ids import PairingId


class Break(SQLModel, table=True):
    """One break: of which side, since when, and when to end it or, where it is open, to ask.

    `side` is "service_user", "peer_worker", "coordinator" or "away" (somebody stands in).
    """

    __tablename__ = "pairing_break"
    id: int | None = serial()
    pairing_id: PairingId = refers_to("pairing")
    side: str = word()
    is_open: bool
    began_at: datetime = instant()
    due_at: datetime | None = instant_or_none(index=True)
    ended_at: datetime | None = instant_or_none()


def add_break(
    session: AsyncSession,
    pairing_id: PairingId,
    side: str,
    *,
    is_open: bool,
    due_at: datetime | None,
    now: datetime,
) -> Break:
    """Keep that this side takes a break."""
    added = Break(pairing_id=pairing_id, side=side, is_open=is_open, began_at=now, due_at=due_at)
    session.add(added)
    return added


async def breaks_of(session: AsyncSession, pairing_id: PairingId) -> list[Break]:
    """The breaks that keep this pairing paused now, the oldest first."""
    query = select(Break).where(col(Break.pairing_id) == pairing_id, col(Break.ended_at).is_(None))
    return list(await session.exec(query.order_by(col(Break.id))))


async def all_breaks_of(session: AsyncSession, pairing_id: PairingId) -> list[Break]:
    """Every break of this pairing, ended ones too, the oldest first."""
    query = select(Break).where(col(Break.pairing_id) == pairing_id)
    return list(await session.exec(query.order_by(col(Break.id))))


async def breaks_due(session: AsyncSession, now: datetime, most: int) -> list[Break]:
    """Breaks that are to end, or to be asked about, by now."""
    query = select(Break).where(col(Break.due_at) <= now, col(Break.ended_at).is_(None))
    ordered = query.order_by(col(Break.due_at), col(Break.id)).limit(most)
    return list(await session.exec(ordered.with_for_update(skip_locked=True)))


def end_break(session: AsyncSession, found: Break, now: datetime) -> None:
    """Record that this side goes on."""
    found.ended_at, found.due_at = now, None
    session.add(found)
