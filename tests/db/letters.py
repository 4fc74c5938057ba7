"""Posting letters, claiming them and looking what became of them, each in a story of its own."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.engine import Database
from db.outbox import Letter, claim_letters, post_letter, waiting_letters
from tests.fakes.clock import START


async def post(database: Database, letter: Letter, content: str = "Hello.") -> int:
    """The id of the letter once it is in the outbox."""
    async with database.transaction() as session:
        assert await post_letter(session, letter, content)
        return (await waiting_letters(session))[-1].id


async def claim(database: Database, *ids: int) -> list[tuple[Letter, str]]:
    """The letters that are now being sent, with what they say."""
    async with database.transaction() as session:
        return await claim_letters(session, ids, START)


async def stored(session: AsyncSession, letter_id: int) -> Letter:
    """The letter as it lies in the outbox."""
    query = select(Letter).where(col(Letter.id) == letter_id)
    return (await session.exec(query)).one()


async def fate(database: Database, letter_id: int) -> tuple[str, int, str | None, bool]:
    """State, attempts, reason, and whether the letter still says something."""
    async with database.reading() as session:
        row = await stored(session, letter_id)
        return row.state, row.attempt, row.reason, row.content_sealed is not None
