"""Untold fates: what became of a message while its writer could not be told; they hear it later."""

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.ids import PersonId
from db.outbox import Letter

UNTOLD = "untold"


async def note_untold(session: AsyncSession, letter: Letter) -> None:
    """The writer of this letter could not be told what became of it."""
    await session.flush()
    statement = update(Letter).where(col(Letter.id) == letter.id).values(reason=UNTOLD)
    await session.exec(statement, execution_options={"synchronize_session": False})


async def note_still_untold(session: AsyncSession, writer: PersonId, message_id: int) -> None:
    """The line that told this writer that their message did not arrive, did not arrive itself."""
    await session.flush()
    statement = update(Letter).where(
        col(Letter.source_person_id) == writer,
        col(Letter.source_message_id) == message_id,
        col(Letter.state).in_(("failed", "uncertain")),
    )
    noted = statement.values(reason=UNTOLD)
    await session.exec(noted, execution_options={"synchronize_session": False})


async def take_untold(session: AsyncSession, writer: PersonId) -> list[Letter]:
    """The letters about which this writer is still to be told; they count as told now."""
    query = select(Letter).where(
        col(Letter.source_person_id) == writer, col(Letter.reason) == UNTOLD
    )
    letters = list(await session.exec(query.order_by(col(Letter.id)).with_for_update()))
    for letter in letters:
        letter.reason = "unreachable"
        session.add(letter)
    return letters
