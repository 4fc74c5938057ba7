"""Arrivals: what was shown in somebody's chat, asked of the letters that went there."""

from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.ids import PairingId, PersonId
from db.outbox import Letter


async def others_shown_at(
    session: AsyncSession, person_id: PersonId, pairing_id: PairingId
) -> datetime | None:
    """When a message of anybody but this pairing's other person was last shown to the person.

    A message that may have arrived counts, since a person may be answering it.
    """
    shown_at = func.max(
        func.coalesce(col(Letter.sent_at), col(Letter.not_before), col(Letter.created_at))
    )
    query = select(shown_at).where(
        col(Letter.person_id) == person_id,
        col(Letter.act) == "send",
        col(Letter.source_person_id).is_not(None),
        col(Letter.pairing_id) != pairing_id,
        col(Letter.attempt) > 0,
        col(Letter.state) != "failed",
    )
    return (await session.exec(query)).one()


async def slot_of_message(
    session: AsyncSession, person_id: PersonId, message_id: int
) -> str | None:
    """The slot of the letter that is this message in the person's chat.

    Empty for a letter of ours without a slot; None when no letter is known to be this message.
    """
    query = select(col(Letter.slot)).where(
        col(Letter.person_id) == person_id,
        col(Letter.message_id) == message_id,
        col(Letter.source_person_id).is_(None),
    )
    found = (await session.exec(query.order_by(col(Letter.id).desc()).limit(1))).all()
    return (found[0] or "") if found else None
