"""Covers: which peer worker agreed to step in while another is away."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import SQLModel, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, own_id, refers_to, word
from db.ids import CoverId, MembershipId, new_id

STANDING = ("asked", "agreed")


class Cover(SQLModel, table=True):
    """One peer worker asked to cover for another: asked, agreed, declined or over."""

    __tablename__ = "cover"
    id: CoverId = own_id()
    membership_id: MembershipId = refers_to("membership")
    cover_membership_id: MembershipId = refers_to("membership")
    state: str = word()
    since: datetime = instant()


def add_cover(
    session: AsyncSession, membership_id: MembershipId, cover: MembershipId, now: datetime
) -> Cover:
    """Keep that somebody was asked to cover."""
    added = Cover(
        id=CoverId(new_id()),
        membership_id=membership_id,
        cover_membership_id=cover,
        state="asked",
        since=now,
    )
    session.add(added)
    return added


async def cover_or_none(session: AsyncSession, cover_id: CoverId) -> Cover | None:
    """The cover with this id, locked for this transaction."""
    query = select(Cover).where(col(Cover.id) == cover_id)
    return (await session.exec(query.with_for_update())).first()


async def cover_for(
    session: AsyncSession, membership_id: MembershipId, states: Sequence[str] = STANDING
) -> Cover | None:
    """Who covers, or was asked to cover, for this peer worker; the newest."""
    query = select(Cover).where(
        col(Cover.membership_id) == membership_id, col(Cover.state).in_(states)
    )
    return (await session.exec(query.order_by(col(Cover.since).desc(), col(Cover.id)))).first()


async def covers_naming(session: AsyncSession, membership_id: MembershipId) -> list[Cover]:
    """Covers asked or agreed in which this peer worker is on either side."""
    query = select(Cover).where(
        or_(
            col(Cover.membership_id) == membership_id,
            col(Cover.cover_membership_id) == membership_id,
        ),
        col(Cover.state).in_(STANDING),
    )
    return list(await session.exec(query.order_by(col(Cover.since))))


def set_cover_state(session: AsyncSession, cover: Cover, state: str, now: datetime) -> None:
    """Record that the cover is in another state since now."""
    cover.state, cover.since = state, now
    session.add(cover)
