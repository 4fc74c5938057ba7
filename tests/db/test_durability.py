"""Commits that wait for the disk, and those that leave that to a later one."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from db.durability import Durability
from db.engine import Database, sqlite_file
from db.notes import note, set_note
from tests.databases import open_database


async def keep(database: Database, words: str, *, durable: bool) -> None:
    async with database.transaction(durable=durable) as session:
        await set_note(session, "words", words)


async def test_relaxed_commit_is_seen_at_once(database: Database) -> None:
    await keep(database, "kept", durable=False)
    async with database.reading() as session:
        assert await note(session, "words") == "kept"


async def test_relaxed_commit_is_on_the_disk_after_a_durable_one(sqlite_url: str) -> None:
    async with open_database(sqlite_url) as database:
        await keep(database, "one", durable=False)
        assert not await database.is_on_disk(0.01)
        waiting = asyncio.gather(database.is_on_disk(5))
        await keep(database, "two", durable=True)
        assert await waiting == [True]


async def test_durable_transaction_that_wrote_nothing_proves_nothing(sqlite_url: str) -> None:
    async with open_database(sqlite_url) as database:
        await keep(database, "one", durable=False)
        async with database.transaction() as session:
            await note(session, "words")
        assert not await database.is_on_disk(0.01)


async def test_postgresql_is_never_said_to_be_on_the_disk(postgres_url: str) -> None:
    async with open_database(postgres_url) as database:
        await keep(database, "one", durable=False)
        assert not await database.is_on_disk(0.01)


@pytest.mark.parametrize(("durable", "levels"), [(True, (2, 1000)), (False, (1, 0))])
async def test_each_sqlite_transaction_has_its_level(sqlite_url, durable, levels) -> None:
    async with open_database(sqlite_url) as database:
        for _ in range(2):
            async with database.transaction(durable=durable) as session:
                names = ("synchronous", "wal_autocheckpoint")
                found = [(await session.exec(text(f"PRAGMA {n}"))).scalar_one() for n in names]
                assert tuple(found) == levels
            await keep(database, "between", durable=not durable)


@pytest.mark.parametrize(("durable", "level"), [(True, "on"), (False, "off")])
async def test_each_postgresql_transaction_has_its_level(postgres_url, durable, level) -> None:
    careful = f"{postgres_url}&options=-csynchronous_commit%3Don"  # the tests' server is not
    async with open_database(careful) as database:
        await keep(database, "before", durable=not durable)
        async with database.transaction(durable=durable) as session:
            found = await session.exec(text("SHOW synchronous_commit"))
            assert found.scalar_one() == level


async def test_writer_waits_for_another_process_without_holding_up_the_others(
    sqlite_url: str,
) -> None:
    path = sqlite_file(sqlite_url)
    assert path is not None
    async with open_database(sqlite_url) as database:
        other = sqlite3.connect(Path(path), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        writing = asyncio.gather(keep(database, "after", durable=False))
        async with database.reading() as session:
            assert await note(session, "words") is None
        assert not writing.done()
        other.execute("COMMIT")
        other.close()
        await writing
        async with database.reading() as session:
            assert await note(session, "words") == "after"


async def test_waiting_asks_only_for_what_was_committed_before() -> None:
    durability = Durability()
    assert await durability.wait(0)
    durability.committed(on_disk=False)
    assert not await durability.wait(0)
    durability.committed(on_disk=True)
    assert await durability.wait(0)
