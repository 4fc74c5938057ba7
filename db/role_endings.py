"""Role endings: a coordinator asks that another's role ends, and a second one decides."""

from datetime import datetime

from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, own_id, refers_to, word
from db.ids import MembershipId, PersonId, ProgrammeId, RoleEndingId, new_id


class RoleEnding(SQLModel, table=True):
    """One request about one coordinator: open, agreed, refused or over."""

    __tablename__ = "role_ending"
    id: RoleEndingId = own_id()
    programme_id: ProgrammeId = refers_to("programme", index=False)
    membership_id: MembershipId = refers_to("membership")
    asked_by: PersonId = refers_to("person", index=False)
    asked_at: datetime = instant()
    state: str = word()


def add_role_ending(
    session: AsyncSession,
    programme_id: ProgrammeId,
    membership_id: MembershipId,
    asked_by: PersonId,
    now: datetime,
) -> RoleEnding:
    """Keep a new request."""
    added = RoleEnding(
        id=RoleEndingId(new_id()),
        programme_id=programme_id,
        membership_id=membership_id,
        asked_by=asked_by,
        asked_at=now,
        state="open",
    )
    session.add(added)
    return added


async def role_ending_or_none(session: AsyncSession, ending_id: RoleEndingId) -> RoleEnding | None:
    """The request with this id, locked for this transaction."""
    query = select(RoleEnding).where(col(RoleEnding.id) == ending_id)
    return (await session.exec(query.with_for_update())).first()


async def open_role_ending(session: AsyncSession, membership_id: MembershipId) -> RoleEnding | None:
    """The request about this coordinator that nobody decided yet."""
    query = select(RoleEnding).where(
        col(RoleEnding.membership_id) == membership_id, col(RoleEnding.state) == "open"
    )
    return (await session.exec(query)).first()
