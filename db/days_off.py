"""Days off: whole days on which a coordinator is away, or a programme is closed."""

from datetime import date

from sqlmodel import SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import local_day, own_id, refers_to
from db.ids import DaysOffId, MembershipId, ProgrammeId, new_id


class DaysOffRow(SQLModel, table=True):
    """From a first to a last day by the programme's calendar; without a membership for all."""

    __tablename__ = "days_off"
    id: DaysOffId = own_id()
    programme_id: ProgrammeId = refers_to("programme")
    membership_id: MembershipId | None = refers_to("membership", optional=True)
    first: date = local_day()
    last: date = local_day()


async def days_off_in(
    session: AsyncSession, programme_id: ProgrammeId, today: date
) -> list[DaysOffRow]:
    """The days off of a programme that are not over, in order."""
    query = select(DaysOffRow).where(
        col(DaysOffRow.programme_id) == programme_id, col(DaysOffRow.last) >= today
    )
    ordered = query.order_by(col(DaysOffRow.first), col(DaysOffRow.last), col(DaysOffRow.id))
    return list(await session.exec(ordered))


async def add_days_off(
    session: AsyncSession,
    programme_id: ProgrammeId,
    membership_id: MembershipId | None,
    first: date,
    last: date,
) -> bool:
    """Keep days off; False when the very same ones are there already."""
    same = select(col(DaysOffRow.id)).where(
        col(DaysOffRow.programme_id) == programme_id,
        col(DaysOffRow.membership_id) == membership_id,
        col(DaysOffRow.first) == first,
        col(DaysOffRow.last) == last,
    )
    if (await session.exec(same)).first() is not None:
        return False
    session.add(
        DaysOffRow(
            id=DaysOffId(new_id()),
            programme_id=programme_id,
            membership_id=membership_id,
            first=first,
            last=last,
        )
    )
    await session.flush()
    return True


async def remove_days_off(session: AsyncSession, row: DaysOffRow) -> None:
    """Forget these days off."""
    await session.delete(row)
    await session.flush()


async def forget_days_off_of(session: AsyncSession, membership_id: MembershipId) -> None:
    """Forget the days off of a coordinator whose role ends."""
    await session.exec(delete(DaysOffRow).where(col(DaysOffRow.membership_id) == membership_id))


async def forget_past_days_off(session: AsyncSession, before: date) -> int:
    """Forget days off that ended before this day; returns how many."""
    return (await session.exec(delete(DaysOffRow).where(col(DaysOffRow.last) < before))).rowcount
