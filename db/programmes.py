"""Programmes: one service each, with its own settings and coordinators."""

from datetime import datetime

from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, instant_or_none, long_or_none, own_id, word
from db.engine import loaded, stay_loaded
from db.ids import ProgrammeId, new_id


class Programme(SQLModel, table=True):
    """One service: its setting pack, region and the hours that it promises."""

    __tablename__ = "programme"
    id: ProgrammeId = own_id()
    name: str = Field(unique=True, max_length=80)
    pack: str = word()
    region: str = word()
    time_zone: str = word(64)
    response_recorded_at: datetime | None = instant_or_none()  # who answers alerts, and when
    self_referral: bool = Field(default=False)  # strangers may come in without an invitation
    weights: str | None = Field(default=None, max_length=400)  # its own, as JSON: term -> 0..100
    own: str | None = long_or_none()  # its own texts and numbers in place of the pack's, as JSON
    erase_after_months: int | None = Field(default=None)  # after somebody's last role ended
    created_at: datetime = instant()


async def programme_or_none(session: AsyncSession, programme_id: ProgrammeId) -> Programme | None:
    """The programme with this id."""
    return await session.get(Programme, programme_id)


async def programme(session: AsyncSession, programme_id: ProgrammeId) -> Programme:
    """The programme that another row refers to; LookupError when there is none."""
    known = loaded(session, programme_id)
    if isinstance(known, Programme):
        return known
    found = await session.get(Programme, programme_id)
    if found is None:
        raise LookupError("A row refers to a programme that is not there.")
    stay_loaded(session, programme_id, found)
    return found


async def programme_by_name(session: AsyncSession, name: str) -> Programme | None:
    """The programme of this name, whatever the case of its letters."""
    wanted = name.strip().casefold()
    return next((p for p in await programmes(session) if p.name.casefold() == wanted), None)


async def programmes(session: AsyncSession) -> list[Programme]:
    """All programmes, by name."""
    return list(await session.exec(select(Programme).order_by(col(Programme.name))))


def add_programme(
    session: AsyncSession, name: str, *, pack: str, region: str, time_zone: str, now: datetime
) -> Programme:
    """Keep a new programme."""
    added = Programme(
        id=ProgrammeId(new_id()),
        name=name.strip(),
        pack=pack,
        region=region,
        time_zone=time_zone,
        created_at=now,
    )
    session.add(added)
    return added
