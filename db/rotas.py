"""Rotas: which coordinators are on duty in which times of a programme's week."""

from datetime import datetime

from sqlalchemy import String
from sqlmodel import Field, SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, own_id, refers_to, word_or_none
from db.ids import ID_LENGTH, MembershipId, ProgrammeId, ShiftId, new_id


class Rota(SQLModel, table=True):
    """That a programme goes by a rota; before that, each coordinator's own hours count."""

    __tablename__ = "rota"
    programme_id: ProgrammeId = Field(
        primary_key=True, foreign_key="programme.id", sa_type=String(ID_LENGTH)
    )
    since: datetime = instant()
    gaps_told: str | None = word_or_none(64)  # a digest of the gaps that coordinators know of


class RotaShift(SQLModel, table=True):
    """A time of one weekday (0 is Monday), in minutes, in which one coordinator is on duty."""

    __tablename__ = "rota_shift"
    id: ShiftId = own_id()
    programme_id: ProgrammeId = refers_to("programme")
    membership_id: MembershipId = refers_to("membership")
    weekday: int
    from_minute: int
    until_minute: int
    is_deputy: bool = Field(default=False)


async def rota_of(session: AsyncSession, programme_id: ProgrammeId) -> Rota | None:
    """The programme's rota; None where it goes by each coordinator's own hours."""
    return await session.get(Rota, programme_id)


def add_rota(session: AsyncSession, programme_id: ProgrammeId, now: datetime) -> Rota:
    """Let the programme go by a rota from now on."""
    added = Rota(programme_id=programme_id, since=now)
    session.add(added)
    return added


async def rotas(session: AsyncSession) -> list[Rota]:
    """The rotas of all programmes that go by one."""
    return list(await session.exec(select(Rota)))


async def shifts_in(session: AsyncSession, programme_id: ProgrammeId) -> list[RotaShift]:
    """The shifts of a programme's week, in order; within the same hours first ones first."""
    query = select(RotaShift).where(col(RotaShift.programme_id) == programme_id)
    ordered = query.order_by(
        col(RotaShift.weekday),
        col(RotaShift.from_minute),
        col(RotaShift.is_deputy),
        col(RotaShift.until_minute),
        col(RotaShift.id),
    )
    return list(await session.exec(ordered))


def add_shift(
    session: AsyncSession,
    programme_id: ProgrammeId,
    membership_id: MembershipId,
    *,
    weekday: int,
    from_minute: int,
    until_minute: int,
    is_deputy: bool,
) -> RotaShift:
    """Keep one shift."""
    added = RotaShift(
        id=ShiftId(new_id()),
        programme_id=programme_id,
        membership_id=membership_id,
        weekday=weekday,
        from_minute=from_minute,
        until_minute=until_minute,
        is_deputy=is_deputy,
    )
    session.add(added)
    return added


async def remove_shift(session: AsyncSession, shift: RotaShift) -> None:
    """Forget one shift."""
    await session.delete(shift)
    await session.flush()


async def forget_shifts_of(session: AsyncSession, membership_id: MembershipId) -> None:
    """Forget all shifts of a coordinator whose role ends."""
    await session.exec(delete(RotaShift).where(col(RotaShift.membership_id) == membership_id))
