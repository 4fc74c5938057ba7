"""Setting changes: what a programme's setting was and became, so that it can be put back."""

from datetime import datetime

from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, long_text, own_id, refers_to, word
from db.ids import PersonId, ProgrammeId, SettingChangeId, new_id


class SettingChange(SQLModel, table=True):
    """One change of one setting; `undoes` names the change that it put back."""

    __tablename__ = "setting_change"
    id: SettingChangeId = own_id()
    programme_id: ProgrammeId = refers_to("programme")
    name: str = word()
    old: str = long_text()  # short words, or a whole text for people
    new: str = long_text()
    by: PersonId | None = refers_to("person", optional=True, index=False)  # None: command line
    at: datetime = instant()
    undoes: SettingChangeId | None = refers_to("setting_change", optional=True, index=False)
    number: int = Field(default=1)  # the first change of a programme is 1


async def add_setting_change(
    session: AsyncSession,
    programme_id: ProgrammeId,
    name: str,
    old: str,
    new: str,
    *,
    by: PersonId | None,
    undoes: SettingChangeId | None,
    now: datetime,
) -> SettingChange:
    """Keep one change."""
    latest = await setting_changes(session, programme_id, most=1)
    added = SettingChange(
        id=SettingChangeId(new_id()),
        programme_id=programme_id,
        name=name,
        old=old,
        new=new,
        by=by,
        at=now,
        undoes=undoes,
        number=latest[0].number + 1 if latest else 1,
    )
    session.add(added)
    await session.flush()
    return added


async def setting_changes(
    session: AsyncSession, programme_id: ProgrammeId, *, most: int
) -> list[SettingChange]:
    """The latest changes of a programme's settings, the newest first."""
    query = select(SettingChange).where(col(SettingChange.programme_id) == programme_id)
    return list(await session.exec(query.order_by(col(SettingChange.number).desc()).limit(most)))


async def setting_change_in(
    session: AsyncSession, programme_id: ProgrammeId, change_id: SettingChangeId
) -> SettingChange | None:
    """A change of this programme."""
    found = await session.get(SettingChange, change_id)
    return found if found is not None and found.programme_id == programme_id else None
