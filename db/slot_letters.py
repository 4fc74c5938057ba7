"""The letters of a slot: when it was last given words, by a message that did not fail."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.ids import PersonId
from db.outbox import Letter

LAST_OF_SLOT = (
    select(col(Letter.created_at), col(Letter.act))
    .where(
        col(Letter.person_id) == bindparam("who"),
        col(Letter.slot) == bindparam("slot"),
        col(Letter.act).in_(bindparam("acts", expanding=True)),
        col(Letter.state).not_in(("failed", "withdrawn")),
    )
    .order_by(col(Letter.id).desc())
    .limit(1)
)


async def last_posted_at(session: AsyncSession, person_id: PersonId, slot: str) -> datetime | None:
    """When a new message for this slot was last written; None when it failed or was taken away."""
    return await _last_at(session, person_id, slot, ("send", "delete"))


async def last_written_at(session: AsyncSession, person_id: PersonId, slot: str) -> datetime | None:
    """When the slot was last given words, by a message or an edit; None as `last_posted_at`."""
    return await _last_at(session, person_id, slot, ("send", "edit", "delete"))


async def _last_at(
    session: AsyncSession, person_id: PersonId, slot: str, acts: Sequence[str]
) -> datetime | None:
    params = {"who": person_id, "slot": slot, "acts": acts}
    last = (await session.exec(LAST_OF_SLOT, params=params)).first()
    return None if last is None or last[1] == "delete" else last[0]
