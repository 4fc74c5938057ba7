"""Slots: which message in a person's chat now shows something that is edited in place."""

from datetime import datetime

from sqlalchemy import String
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant_or_none, telegram_number
from db.ids import ID_LENGTH, PersonId


class Slot(SQLModel, table=True):
    """The message that shows this slot, such as a form or a status line."""

    __tablename__ = "slot"
    person_id: PersonId = Field(
        primary_key=True, foreign_key="person.id", sa_type=String(ID_LENGTH)
    )
    name: str = Field(primary_key=True, max_length=60)
    message_id: int | None = telegram_number()
    strip_at: datetime | None = instant_or_none(index=True)  # when its buttons go


async def slot_message(session: AsyncSession, person_id: PersonId, slot: str) -> int | None:
    """The message that now shows this slot in the person's chat."""
    found = await session.get(Slot, (person_id, slot))
    return found.message_id if found else None


async def set_slot_message(
    session: AsyncSession, person_id: PersonId, slot: str, message_id: int
) -> None:
    """Remember which message shows this slot."""
    found = await session.get(Slot, (person_id, slot))
    if found is None:
        found = Slot(person_id=person_id, name=slot)
    found.message_id = message_id
    session.add(found)


async def let_buttons_go(
    session: AsyncSession, person_id: PersonId, slot: str, at: datetime
) -> None:
    """Note when the buttons of this slot's message are to be taken off."""
    found = await session.get(Slot, (person_id, slot)) or Slot(person_id=person_id, name=slot)
    found.strip_at = at
    session.add(found)
    await session.flush()


async def take_slots_to_strip(
    session: AsyncSession, now: datetime, most: int
) -> list[tuple[PersonId, str]]:
    """(person, slot) of the messages whose buttons are to go by now; each is given once."""
    query = select(Slot).where(col(Slot.strip_at) <= now).order_by(col(Slot.strip_at)).limit(most)
    due = list(await session.exec(query.with_for_update(skip_locked=True)))
    for slot in due:
        slot.strip_at = None
        session.add(slot)
    await session.flush()
    return [(slot.person_id, slot.name) for slot in due]
