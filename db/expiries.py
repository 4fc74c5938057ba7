"""Expiries: the last day of each training, check or supervision, and who was reminded of it."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant_or_none, local_day, refers_to, serial, word
from db.ids import MembershipId, PersonId
from db.memberships import Membership


class Expiry(SQLModel, table=True):
    """One date of one peer worker; `next_at` is when the clock looks at it."""

    __tablename__ = "expiry"
    __table_args__ = (
        UniqueConstraint("membership_id", "what"),
        Index("ix_expiry_until", "until"),
    )
    id: int | None = serial()
    membership_id: MembershipId = refers_to("membership", index=False)
    person_id: PersonId = refers_to("person")
    what: str = word()
    until: date = local_day()
    known_since: date = local_day()
    reminded: int | None = Field(default=None)  # days before, of the last reminder
    next_at: datetime | None = instant_or_none(index=True)


async def expiries_of(session: AsyncSession, membership_id: MembershipId) -> dict[str, Expiry]:
    """What runs out -> its row."""
    query = select(Expiry).where(col(Expiry.membership_id) == membership_id)
    return {row.what: row for row in await session.exec(query)}


def add_expiry(
    session: AsyncSession,
    membership: Membership,
    *,
    what: str,
    until: date,
    known_since: date,
    next_at: datetime | None,
) -> Expiry:
    """Keep a date that became known."""
    added = Expiry(
        membership_id=membership.id,
        person_id=membership.person_id,
        what=what,
        until=until,
        known_since=known_since,
        next_at=next_at,
    )
    session.add(added)
    return added


async def forget_expiries(session: AsyncSession, membership_id: MembershipId) -> None:
    """Forget the dates of a role that ends."""
    await session.exec(delete(Expiry).where(col(Expiry.membership_id) == membership_id))


async def expiries_due(session: AsyncSession, now: datetime, most: int) -> list[Expiry]:
    """Dates to look at now, the longest due first, locked for this transaction."""
    query = select(Expiry).where(col(Expiry.next_at) <= now)
    ordered = query.order_by(col(Expiry.next_at)).limit(most)
    return list(await session.exec(ordered.with_for_update(skip_locked=True)))
