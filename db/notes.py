"""Notes of the service to itself: the bot's public name and the like; nothing about people."""

from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession


class Note(SQLModel, table=True):
    """One remembered fact."""

    __tablename__ = "note"
    name: str = Field(primary_key=True, max_length=60)
    text: str = Field(max_length=200)


async def note(session: AsyncSession, name: str) -> str | None:
    """What was remembered under this name."""
    found = await session.get(Note, name)
    return found.text if found else None


async def set_note(session: AsyncSession, name: str, text: str) -> None:
    """Remember a fact under this name."""
    found = await session.get(Note, name) or Note(name=name, text=text)
    found.text = text
    session.add(found)
