"""Held messages: written by someone with several people, until they say who it is for."""

from datetime import datetime

from sqlmodel import SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, own_id, refers_to, sealed, telegram_number
from db.engine import vault_of
from db.ids import PersonId, new_id


class HeldMessage(SQLModel, table=True):
    """A message that goes nowhere until its writer names one person."""

    __tablename__ = "held_message"
    id: str = own_id()
    person_id: PersonId = refers_to("person")
    message_id: int | None = telegram_number()
    content_sealed: bytes | None = sealed()
    held_at: datetime = instant()


async def hold_message(
    session: AsyncSession, person_id: PersonId, message_id: int, content: str, now: datetime
) -> HeldMessage:
    """Keep a message until its writer says who it is for."""
    held_id = new_id()
    vault = vault_of(session)
    held = HeldMessage(
        id=held_id,
        person_id=person_id,
        message_id=message_id,
        content_sealed=await vault.seal(session, person_id, content, _place(held_id)),
        held_at=now,
    )
    session.add(held)
    await session.flush()
    return held


async def take_held(
    session: AsyncSession, held_id: str, person_id: PersonId
) -> tuple[int, str] | None:
    """Take this person's held message away: its message id and content, or None."""
    query = select(HeldMessage).where(
        col(HeldMessage.id) == held_id, col(HeldMessage.person_id) == person_id
    )
    held = (await session.exec(query.with_for_update())).first()
    if held is None or held.content_sealed is None or held.message_id is None:
        return None
    vault = vault_of(session)
    content = await vault.unseal(session, person_id, held.content_sealed, _place(held.id))
    message_id = held.message_id
    await session.delete(held)
    await session.flush()
    return message_id, content


async def held_by(session: AsyncSession, person_id: PersonId) -> list[str]:
    """What is held of this person's messages, the oldest first."""
    query = select(HeldMessage).where(col(HeldMessage.person_id) == person_id)
    rows = await session.exec(query.order_by(col(HeldMessage.held_at)))
    vault = vault_of(session)
    return [
        await vault.unseal(session, person_id, row.content_sealed, _place(row.id))
        for row in rows
        if row.content_sealed is not None
    ]


async def forget_held(session: AsyncSession, before: datetime) -> list[HeldMessage]:
    """Delete what nobody claimed before this instant; returns the rows without their content."""
    query = select(HeldMessage).where(col(HeldMessage.held_at) < before)
    rows = list(await session.exec(query))
    await session.exec(delete(HeldMessage).where(col(HeldMessage.held_at) < before))
    return rows


def _place(held_id: str) -> str:
    return f"held_message.content|{held_id}"
