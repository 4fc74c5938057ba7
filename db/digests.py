"""Digests: when each coordinator gets their summary of the day, and whether by e-mail too."""

from datetime import datetime

from sqlalchemy import String
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant
from db.ids import ID_LENGTH, MembershipId
from db.memberships import Membership

DEFAULT_MINUTE = 8 * 60 + 30


class Digest(SQLModel, table=True):
    """One coordinator's choice for one programme; `at_minute` of their own day."""

    __tablename__ = "digest"
    membership_id: MembershipId = Field(
        primary_key=True, foreign_key="membership.id", sa_type=String(ID_LENGTH)
    )
    at_minute: int = Field(default=DEFAULT_MINUTE)
    is_off: bool = Field(default=False)
    by_mail: bool = Field(default=False)
    next_at: datetime = instant(index=True)


async def digest_or_none(session: AsyncSession, membership_id: MembershipId) -> Digest | None:
    """The coordinator's digest; None before their first beat."""
    return await session.get(Digest, membership_id)


def add_digest(session: AsyncSession, membership_id: MembershipId, next_at: datetime) -> Digest:
    """Keep a digest at the usual time."""
    added = Digest(membership_id=membership_id, next_at=next_at)
    session.add(added)
    return added


async def coordinators_without_digest(session: AsyncSession, most: int) -> list[Membership]:
    """Active coordinators for whom no time was set yet."""
    query = select(Membership).where(
        col(Membership.role) == "coordinator",
        col(Membership.stage) == "active",
        col(Membership.id).not_in(select(col(Digest.membership_id))),
    )
    return list(await session.exec(query.limit(most)))


async def digests_due(session: AsyncSession, now: datetime, most: int) -> list[Digest]:
    """Digests of which the time has come, the longest due first."""
    query = select(Digest).where(col(Digest.next_at) <= now)
    ordered = query.order_by(col(Digest.next_at)).limit(most)
    return list(await session.exec(ordered.with_for_update(skip_locked=True)))
