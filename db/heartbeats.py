"""Heartbeats: when each beat of the clock last ran, and what it counted."""

from datetime import datetime

from sqlmodel import Field, SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.bots import MAIN, BotName
from db.columns import instant

RECEIVE = "receive"
STARTED = "started"  # when the clock began to beat; no beat of its own


class Heartbeat(SQLModel, table=True):
    """The last run of one beat."""

    __tablename__ = "heartbeat"
    beat: str = Field(primary_key=True, max_length=40)
    at: datetime = instant()
    done: int = Field(default=0)


def receiver_beat(bot: BotName) -> str:
    """The beat of what receives the updates of this bot."""
    return RECEIVE if bot == MAIN else f"{RECEIVE}.{bot}"


async def record_beat(session: AsyncSession, beat: str, done: int, now: datetime) -> None:
    """Record that the beat ran now and how much it did."""
    row = await session.get(Heartbeat, beat) or Heartbeat(beat=beat, at=now)
    row.at = now
    row.done = done
    session.add(row)


async def heartbeats(session: AsyncSession) -> dict[str, datetime]:
    """Beat -> when it last ran."""
    return {row.beat: row.at for row in await session.exec(select(Heartbeat))}
