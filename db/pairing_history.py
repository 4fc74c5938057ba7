"""The history of a pairing: what the audit keeps about it, without any content."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.audit import AuditRow
from db.ids import PairingId, ProgrammeId


async def acts_about(
    session: AsyncSession, pairing_id: PairingId, most: int
) -> list[tuple[datetime, str]]:
    """When what was done about this pairing, the last ones, in order."""
    query = select(AuditRow).where(
        col(AuditRow.about) == pairing_id, ~col(AuditRow.act).startswith("read.")
    )
    newest = query.order_by(col(AuditRow.id).desc()).limit(most)
    return [(row.at, row.act) for row in await session.exec(newest)][::-1]


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that somebody did: when, who (an own id, or the service), and which act."""

    at: datetime
    actor: str
    act: str


async def done_about(
    session: AsyncSession, about: str, programme_id: ProgrammeId, most: int
) -> list[Done]:
    """What was done about a pairing or a person in this programme, looks left out; newest first."""
    query = select(AuditRow).where(
        col(AuditRow.about) == about,
        col(AuditRow.programme_id) == programme_id,
        ~col(AuditRow.act).startswith("read."),
        ~col(AuditRow.act).endswith(".read"),
    )
    newest = query.order_by(col(AuditRow.id).desc()).limit(most)
    return [Done(row.at, row.actor, row.act) for row in await session.exec(newest)]
