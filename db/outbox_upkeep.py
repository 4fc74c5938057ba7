"""What the outbox holds, counted, and what of it may be forgotten."""

from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.outbox import OUTBOX, Letter


async def outbox_counts(session: AsyncSession) -> dict[str, int]:
    """State -> number of letters in it."""
    query = select(col(Letter.state), func.count()).group_by(col(Letter.state))
    return dict((await session.exec(query)).all())


async def oldest_waiting(session: AsyncSession) -> dict[int, datetime]:
    """Lane -> when its oldest waiting letter was written."""
    query = (
        select(col(Letter.lane), func.min(col(Letter.created_at)))
        .where(col(Letter.state) == "waiting")
        .group_by(col(Letter.lane))
    )
    return dict((await session.exec(query)).all())


async def forget_sent(session: AsyncSession, before: datetime) -> int:
    """Delete letters that left before this instant; returns how many."""
    table = OUTBOX
    statement = table.delete().where(table.c.state == "sent", table.c.sent_at < before)
    return (await (await session.connection()).execute(statement)).rowcount
