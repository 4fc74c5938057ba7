"""Floods: how much somebody wrote lately, as one instant, and what of it was turned away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, bindparam
from sqlalchemy import select as columns
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, instant_or_none, telegram_number
from db.engine import is_sqlite
from db.ids import ID_LENGTH, PersonId


class Flood(SQLModel, table=True):
    """The pace of one person's writing: nothing about what they write."""

    __tablename__ = "flood"
    person_id: PersonId = Field(
        primary_key=True, foreign_key="person.id", sa_type=String(ID_LENGTH)
    )
    empty_at: datetime = instant()
    turned_away: int = Field(default=0)  # in a row, up to now
    since_message: int | None = telegram_number()  # the first of them, in the writer's chat
    staff_told_at: datetime | None = instant_or_none()


@dataclass(frozen=True, slots=True)
class Pace:
    """The row of one person as plain values."""

    empty_at: datetime
    turned_away: int = 0
    since_message: int | None = None
    staff_told_at: datetime | None = None


TABLE = SQLModel.metadata.tables["flood"]
VALUES = ("empty_at", "turned_away", "since_message", "staff_told_at")
# Built once: they run for every message, and building costs more than running.
READ = columns(*(TABLE.c[name] for name in VALUES)).where(TABLE.c.person_id == bindparam("who"))


def _keep(insert: Any) -> Any:
    return insert.on_conflict_do_update(
        index_elements=["person_id"], set_={name: insert.excluded[name] for name in VALUES}
    )


ON_SQLITE, ON_POSTGRESQL = _keep(sqlite.insert(TABLE)), _keep(postgresql.insert(TABLE))


async def pace_of(session: AsyncSession, person_id: PersonId) -> Pace | None:
    """How much the person wrote lately; None before their first message."""
    connection = await session.connection()
    row = (await connection.execute(READ, {"who": person_id})).first()
    return Pace(*row) if row is not None else None


async def keep_pace(session: AsyncSession, person_id: PersonId, pace: Pace) -> None:
    """Keep how much the person wrote lately."""
    statement = ON_SQLITE if is_sqlite(session) else ON_POSTGRESQL
    values = {"person_id": person_id} | {name: getattr(pace, name) for name in VALUES}
    await (await session.connection()).execute(statement, values)
