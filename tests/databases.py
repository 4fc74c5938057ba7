"""Opening the records in tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

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


def sqlite_url(path: Path) -> str:
    """The address of an SQLite file."""
    return f"sqlite:///{path}"
