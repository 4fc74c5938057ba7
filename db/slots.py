"""Slots: which message in a person's chat now shows something that is edited in place."""

from sqlalchemy import String
from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import telegram_number
from db.ids import ID_LENGTH, PersonId


class Slot(SQLModel, table=True):
    """The message that shows this slot, such as a form or a status line."""

    __tablename__ = "slot"
    person_id: PersonId = Field(
        primary_key=True, foreign_key="person.id", sa_type=String(ID_LENGTH)
    )
    name: str = Field(primary_key=True, max_length=60)
    message_id: int | None = telegram_number()


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
