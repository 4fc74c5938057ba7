"""Responses: who answers alerts in a programme, how soon and by which way, as it was recorded."""

from datetime import datetime

from sqlalchemy import String
from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, refers_to
from db.ids import ID_LENGTH, PersonId, ProgrammeId

WHO_MOST, ROUTE_MOST = 80, 160


class Response(SQLModel, table=True):
    """A programme's word on alerts: a team by its name, never a person's."""

    __tablename__ = "response"
    programme_id: ProgrammeId = Field(
        primary_key=True, foreign_key="programme.id", sa_type=String(ID_LENGTH)
    )
    who: str = Field(max_length=WHO_MOST)
    within_minutes: int
    route: str = Field(max_length=ROUTE_MOST)
    recorded_by: PersonId | None = refers_to("person", optional=True, index=False)
    recorded_at: datetime = instant()


async def response_of(session: AsyncSession, programme_id: ProgrammeId) -> Response | None:
    """What the programme recorded; None before it did."""
    return await session.get(Response, programme_id)


async def keep_response(
    session: AsyncSession,
    programme_id: ProgrammeId,
    *,
    who: str,
    within_minutes: int,
    route: str,
    by: PersonId | None,
    now: datetime,
) -> Response:
    """Record it, in place of what was recorded before; None as `by` is the command line."""
    row = await session.get(Response, programme_id)
    if row is None:
        row = Response(
            programme_id=programme_id, who="", within_minutes=0, route="", recorded_at=now
        )
    row.who, row.within_minutes, row.route = who[:WHO_MOST], within_minutes, route[:ROUTE_MOST]
    row.recorded_by, row.recorded_at = by, now
    session.add(row)
    await session.flush()
    return row
