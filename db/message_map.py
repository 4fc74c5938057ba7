"""The message map: which message in one chat is the copy of which message in the other."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, refers_to, serial, telegram_number
from db.ids import PairingId, PersonId


class MappedMessage(SQLModel, table=True):
    """A message that was passed on: where it was written and where its copy is."""

    __tablename__ = "message_map"
    __table_args__ = (
        Index("ix_message_map_source", "sender_id", "source_message_id"),
        Index("ix_message_map_copy", "recipient_id", "copy_message_id"),
    )
    id: int | None = serial()
    pairing_id: PairingId = refers_to("pairing")
    sender_id: PersonId = refers_to("person", index=False)
    source_message_id: int | None = telegram_number()
    recipient_id: PersonId = refers_to("person", index=False)
    copy_message_id: int | None = telegram_number()
    part: int = Field(default=0)  # a long message is passed on in several
    at: datetime = instant()


MAP = SQLModel.metadata.tables["message_map"].insert()  # for every message, so by no object


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What a message in one chat corresponds to: its pairing and the message over there."""

    pairing_id: PairingId
    message_id: int | None


async def map_message(
    session: AsyncSession,
    pairing_id: PairingId,
    *,
    sender: PersonId,
    source: int | None,
    recipient: PersonId,
    copy: int,
    now: datetime,
    part: int = 0,
) -> None:
    """Remember that `copy` in the recipient's chat shows this part of `source` of the sender's."""
    values = {
        "pairing_id": pairing_id,
        "sender_id": sender,
        "source_message_id": source,
        "recipient_id": recipient,
        "copy_message_id": copy,
        "part": part,
        "at": now,
    }
    await (await session.connection()).execute(MAP, values)


async def counterpart_of(
    session: AsyncSession, person_id: PersonId, message_id: int
) -> Counterpart | None:
    """The pairing of a message in the person's chat and the same message in the other chat."""
    written = select(MappedMessage).where(
        col(MappedMessage.sender_id) == person_id,
        col(MappedMessage.source_message_id) == message_id,
    )
    if row := (await session.exec(written.order_by(col(MappedMessage.id)))).first():
        return Counterpart(row.pairing_id, row.copy_message_id)
    received = select(MappedMessage).where(
        col(MappedMessage.recipient_id) == person_id,
        col(MappedMessage.copy_message_id) == message_id,
    )
    if row := (await session.exec(received)).first():
        return Counterpart(row.pairing_id, row.source_message_id)
    return None


async def copy_of_part(
    session: AsyncSession, sender: PersonId, source: int, part: int
) -> int | None:
    """The newest copy of one part of a message, in the other chat; None when none is known."""
    query = select(col(MappedMessage.copy_message_id)).where(
        col(MappedMessage.sender_id) == sender,
        col(MappedMessage.source_message_id) == source,
        col(MappedMessage.part) == part,
    )
    return (await session.exec(query.order_by(col(MappedMessage.id).desc()).limit(1))).first()


async def copies_of(session: AsyncSession, sender: PersonId, source: int) -> list[int]:
    """Every copy of a message that is known in the other chat, the oldest first."""
    query = select(col(MappedMessage.copy_message_id)).where(
        col(MappedMessage.sender_id) == sender, col(MappedMessage.source_message_id) == source
    )
    found = await session.exec(query.order_by(col(MappedMessage.id)))
    return [copy for copy in found if copy is not None]


async def forget_copy(session: AsyncSession, recipient: PersonId, copy: int) -> None:
    """The copy is gone from the recipient's chat."""
    await session.exec(
        delete(MappedMessage).where(
            col(MappedMessage.recipient_id) == recipient, col(MappedMessage.copy_message_id) == copy
        )
    )
