"""Handed over: the last messages of a conversation as they stand in one chat, and their copies."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.ids import PairingId, PersonId
from db.message_map import MappedMessage
from db.outbox import Letter

PARTS_MOST = 5  # of one long message: it may have been passed on in several


@dataclass(frozen=True, slots=True)
class InChat:
    """One message of a conversation in somebody's own chat: who wrote it, and when.

    `number` grows from one message of a conversation to the next.
    """

    number: int
    message_id: int
    writer_id: PersonId
    at: datetime


async def last_in_chat(
    session: AsyncSession,
    person_id: PersonId,
    pairing_id: PairingId,
    most: int,
    until: int | None = None,
) -> list[InChat]:
    """The last messages of both, up to `most`, as they stand in this person's chat, in order.

    With `until` none that came after the one of this number.
    """
    query = select(MappedMessage).where(col(MappedMessage.pairing_id) == pairing_id)
    if until is not None:
        query = query.where(col(MappedMessage.id) <= until)
    newest = query.order_by(col(MappedMessage.id).desc()).limit(most * PARTS_MOST)
    found: dict[int, InChat] = {}
    for row in await session.exec(newest):
        own = row.sender_id == person_id
        message_id = row.source_message_id if own else row.copy_message_id
        if message_id is not None:
            there = InChat(row.id or 0, message_id, row.sender_id, row.at)
            found.setdefault(message_id, there)
    return list(found.values())[:most][::-1]


async def copies_handed_over(session: AsyncSession, reporter: PersonId, slot: str) -> list[Letter]:
    """The copies out of this person's chat that go by this slot, as they are now, in order."""
    await session.flush()
    query = select(Letter).where(
        col(Letter.source_person_id) == reporter,
        col(Letter.slot) == slot,
        col(Letter.act) == "copy",
    )
    ordered = query.order_by(col(Letter.id)).execution_options(populate_existing=True)
    return list(await session.exec(ordered))
