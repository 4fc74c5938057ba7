"""Turns: places that stories pass one after the other, on PostgreSQL too.

SQLite needs none, since it has one writer. On PostgreSQL locking a row is not enough where the
next story must see what the last one added: the row it waited for is read as it was.
"""

import hashlib

from sqlalchemy import Connection, text
from sqlmodel.ext.asyncio.session import AsyncSession

TAKE = text("SELECT pg_advisory_xact_lock(:key)")


async def take_turn(session: AsyncSession, place: str) -> None:
    """Wait until no other story is past this place; it is left when the transaction ends."""
    connection = await session.connection()
    await connection.run_sync(take_turn_on, place)


def take_turn_on(connection: Connection, place: str) -> None:
    """The same on a plain connection."""
    if connection.dialect.name == "postgresql":
        connection.execute(TAKE, {"key": turn_key(place)})


def turn_key(place: str) -> int:
    """The signed 64-bit number by which PostgreSQL knows this place."""
    digest = hashlib.sha256(f"pairwell|{place}".encode()).digest()
    return int.from_bytes(digest[:8], signed=True)
