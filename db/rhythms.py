"""Rhythms: one row for each pairing that began; when to look at it, and what was told already."""

from datetime import date, datetime

from sqlalchemy import Date, Index, String, text
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant_or_none, local_day_or_none
from db.ids import ID_LENGTH, PairingId


class Rhythm(SQLModel, table=True):
    """What the clock knows of a pairing's way; days are those of the programme's calendar."""

    __tablename__ = "rhythm"
    __table_args__ = (
        Index(
            "ix_rhythm_lapse",
            "lapse_on",
            sqlite_where=text("lapse > 0"),
            postgresql_where=text("lapse > 0"),
        ),
    )
    pairing_id: PairingId = Field(
        primary_key=True, foreign_key="pairing.id", sa_type=String(ID_LENGTH)
    )
    ends_on: date = Field(sa_type=Date)  # the last day, as both know it
    next_at: datetime | None = instant_or_none(index=True)  # None once there is nothing more
    first_nudged_at: datetime | None = instant_or_none()
    first_missed_at: datetime | None = instant_or_none()
    lapse: int = Field(default=0)  # 1 or 2: how often the last silence was spoken of
    lapse_on: date | None = local_day_or_none()
    rules_on: date | None = local_day_or_none()  # when ground rules were last renewed
    weeks_told: int | None = Field(default=None)  # of the last countdown
    spoke_on: date | None = local_day_or_none()  # the last day on which something was told
    away_on: date | None = local_day_or_none()  # the last day on which the peer worker was away
    break_days: int = Field(default=0)  # of breaks that were added to the end already


def add_rhythm(
    session: AsyncSession, pairing_id: PairingId, ends_on: date, next_at: datetime
) -> Rhythm:
    """Keep the rhythm of a pairing that begins."""
    added = Rhythm(pairing_id=pairing_id, ends_on=ends_on, next_at=next_at)
    session.add(added)
    return added


async def rhythm_or_none(session: AsyncSession, pairing_id: PairingId) -> Rhythm | None:
    """The rhythm of a pairing; None before it began."""
    return await session.get(Rhythm, pairing_id)


async def rhythms_due(session: AsyncSession, now: datetime, most: int) -> list[Rhythm]:
    """Rhythms to look at now, the longest due first, locked for this transaction."""
    query = select(Rhythm).where(col(Rhythm.next_at) <= now)
    ordered = query.order_by(col(Rhythm.next_at)).limit(most)
    return list(await session.exec(ordered.with_for_update(skip_locked=True)))
