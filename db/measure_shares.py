"""Shares: which of their own measures a peer worker lets their coordinators see."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, own_id, refers_to, word
from db.ids import MembershipId, PersonId, new_id
from db.memberships import Membership


class MeasureShare(SQLModel, table=True):
    """One measure that is shared in one role; without a row it is the peer worker's alone."""

    __tablename__ = "measure_share"
    __table_args__ = (UniqueConstraint("membership_id", "measure"),)
    id: str = own_id()
    membership_id: MembershipId = refers_to("membership", index=False)
    person_id: PersonId = refers_to("person")
    measure: str = word()
    shared_at: datetime = instant()


async def shared_measures(session: AsyncSession, membership_id: MembershipId) -> list[str]:
    """The codes of the measures that are shared in this role, in order of their codes."""
    query = select(MeasureShare.measure).where(col(MeasureShare.membership_id) == membership_id)
    return list(await session.exec(query.order_by(col(MeasureShare.measure))))


async def share_measure(
    session: AsyncSession, membership: Membership, measure: str, now: datetime
) -> None:
    """Let the coordinators of this role's programme see a measure, from now and what was before."""
    if measure in await shared_measures(session, membership.id):
        return
    session.add(
        MeasureShare(
            id=new_id(),
            membership_id=membership.id,
            person_id=membership.person_id,
            measure=measure,
            shared_at=now,
        )
    )
    await session.flush()


async def stop_sharing(session: AsyncSession, membership: Membership, measure: str) -> None:
    """Keep a measure to its owner again."""
    this = (col(MeasureShare.membership_id) == membership.id, col(MeasureShare.measure) == measure)
    await session.exec(delete(MeasureShare).where(*this))
