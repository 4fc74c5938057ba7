"""The audit: who did what, each row chained to the one before by HMAC.

People are named by our own ids, so that erasing a person does not break the chain. A chain alone
cannot show that its tail was cut off; for that its head is to be kept elsewhere.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, serial, word, word_or_none
from db.crypto import keyed_hash
from db.engine import vault_of
from db.ids import ID_LENGTH, PersonId, ProgrammeId
from db.turns import take_turn

SYSTEM = "service"  # the actor when the service acts on its own
CHECKED_AT_ONCE = 500  # rows of the chain before others work: some milliseconds


class AuditRow(SQLModel, table=True):
    """One thing that somebody did."""

    __tablename__ = "audit"
    id: int | None = serial()
    at: datetime = instant()
    actor: str = word(ID_LENGTH, index=True)
    act: str = word(60)
    about: str | None = word_or_none(ID_LENGTH, index=True)
    programme_id: ProgrammeId | None = word_or_none(ID_LENGTH, index=True)
    chain: bytes = Field(sa_type=LargeBinary)


async def record_act(
    session: AsyncSession,
    actor: PersonId | None,
    act: str,
    *,
    about: str | None,
    programme_id: ProgrammeId | None,
    now: datetime,
) -> None:
    """Add a row to the end of the chain; None as actor is the service itself."""
    await take_turn(session, "audit")
    last = select(AuditRow).order_by(col(AuditRow.id).desc()).limit(1)
    before = (await session.exec(last)).first()
    row = AuditRow(
        at=now,
        actor=actor or SYSTEM,
        act=act,
        about=about,
        programme_id=programme_id,
        chain=b"",
    )
    row.chain = _link(session, before.chain if before else b"", row)
    session.add(row)
    await session.flush()


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """How many rows hold, from the first on, and the first one that does not; None when all do."""

    whole: int
    broken_id: int | None = None
    broken_at: datetime | None = None


async def check_audit(session: AsyncSession) -> AuditCheck:
    """Go along the whole chain; others work in between, however long it is."""
    chain, whole, last = b"", 0, None
    while rows := await _rows_after(session, last):
        for row in rows:
            if row.chain != _link(session, chain, row):
                return AuditCheck(whole, row.id, row.at)
            chain, whole = row.chain, whole + 1
        last = rows[-1].id
        await asyncio.sleep(0)
    return AuditCheck(whole)


async def broken_audit_row(session: AsyncSession) -> int | None:
    """The id of the first row that was changed, moved or follows a missing one; None if whole."""
    return (await check_audit(session)).broken_id


async def _rows_after(session: AsyncSession, last: int | None) -> Sequence[Any]:
    table = SQLModel.metadata.tables[str(AuditRow.__tablename__)]
    query = table.select().order_by(table.c.id)
    if last is not None:
        query = query.where(table.c.id > last)
    return (await (await session.connection()).execute(query.limit(CHECKED_AT_ONCE))).all()


def _link(session: AsyncSession, before: bytes, row: Any) -> bytes:
    at = row.at.astimezone(UTC).isoformat()
    parts = (before.hex(), at, row.actor, row.act, row.about, row.programme_id)
    return keyed_hash(vault_of(session).audit_secret(), json.dumps(parts))
