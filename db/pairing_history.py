"""The history of a pairing: what the audit keeps about it, without any content."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.audit import AuditRow
from db.ids import PairingId


async def acts_about(
    session: AsyncSession, pairing_id: PairingId, most: int
) -> list[tuple[datetime, str]]:
    """When what was done about this pairing, the last ones, in order."""
    query = select(AuditRow).where(
        col(AuditRow.about) == pairing_id, ~col(AuditRow.act).startswith("read.")
    )
    newest = query.order_by(col(AuditRow.id).desc()).limit(most)
    return [(row.at, row.act) for row in await session.exec(newest)][::-1]
