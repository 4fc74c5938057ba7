"""Console presses: each form that changes something once is sent once, however often it comes."""

from base64 import urlsafe_b64encode
from datetime import datetime
from hashlib import sha256

from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, word
from db.ids import ID_LENGTH, ConsoleSessionId


class ConsolePress(SQLModel, table=True):
    """A form that was done; the random id was written into it when it was shown."""

    __tablename__ = "console_press"
    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    session_id: ConsoleSessionId = word(ID_LENGTH)
    at: datetime = instant(index=True)


def press_id(once: str) -> str:
    """The id of the form in which this was written, whatever its length: forms of a page differ."""
    return urlsafe_b64encode(sha256(once.encode()).digest()).decode()[:ID_LENGTH]


async def is_first_press(
    session: AsyncSession, press_id: str, session_id: ConsoleSessionId, now: datetime
) -> bool:
    """Whether this form was not done yet; it counts as done once the transaction is kept."""
    if await session.get(ConsolePress, press_id) is not None:
        return False
    session.add(ConsolePress(id=press_id, session_id=session_id, at=now))
    await session.flush()
    return True
