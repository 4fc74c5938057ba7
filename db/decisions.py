"""Decisions about suggestions: which coordinator approved a pair or turned it down, and when."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.audit import AuditRow
from db.ids import PairingId, PersonId

APPROVED, TURNED_DOWN = "pairing.approved", "pairing.declined.coordinator"


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what about a suggestion."""

    by: PersonId
    at: datetime
    approved: bool


async def decision_about(session: AsyncSession, pairing_id: PairingId) -> Decision | None:
    """What a coordinator decided about this pair, as the audit has it."""
    query = select(AuditRow).where(
        col(AuditRow.about) == pairing_id, col(AuditRow.act).in_((APPROVED, TURNED_DOWN))
    )
    row = (await session.exec(query.order_by(col(AuditRow.id).desc()).limit(1))).first()
    return Decision(PersonId(row.actor), row.at, row.act == APPROVED) if row else None
