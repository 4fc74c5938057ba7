"""Opening the records in tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from db.crypto import Key
from db.engine import Database

MASTER_KEY = Key.of(bytes(range(32)))
OTHER_MASTER_KEY = Key.of(bytes(range(1, 33)))


@asynccontextmanager
async def open_database(url: str, master_key: Key = MASTER_KEY) -> AsyncIterator[Database]:
    """The records at this address, closed afterwards."""
    database = await Database.open(url, master_key)
    try:
        yield database
    finally:
        await database.close()


class StoryFailed(Exception):
    """What a story of a test fails with."""


@asynccontextmanager
async def failing_story(database: Database) -> AsyncIterator[AsyncSession]:
    """A story that fails once its block is done, so that nothing of it may stay."""
    with suppress(StoryFailed):
        async with database.transaction() as session:
            yield session
            raise StoryFailed


async def ask(session: AsyncSession, sql: str, **values: object) -> list[tuple[Any, ...]]:
    """The rows that a plain SQL statement gives; none for one that gives no rows."""
    result = await (await session.connection()).execute(text(sql), values)
    return [tuple(row) for row in result] if result.returns_rows else []


def sqlite_url(path: Path) -> str:
    """The address of an SQLite file."""
    return f"sqlite:///{path}"
