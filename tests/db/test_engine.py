import asyncio
from contextlib import suppress

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from db.engine import (
    Database,
    Signal,
    announce,
    announced_so_far,
    is_sqlite,
    sqlite_file,
    sync_url,
    take_back_announced,
)
from db.errors import BadDatabaseUrl, DiskFull
from db.heartbeats import Heartbeat, heartbeats, record_beat
from db.inline_sqlite import STATEMENTS_AT_ONCE
from db.notes import Note, note, set_note
from db.programmes import add_programme, programmes
from tests.databases import MASTER_KEY, StoryFailed, ask, failing_story, open_database
from tests.factories import make_programme
from tests.fakes.clock import START

TASKS = 50
ROUNDS = 4


async def _count_one(database: Database) -> None:
    async with database.transaction() as session:
        counter = await session.get(Heartbeat, "counter", with_for_update=True)
        assert counter is not None
        seen = counter.done
        await asyncio.sleep(0)
        counter.done = seen + 1


async def test_fifty_tasks_that_read_and_write_lose_nothing(database: Database) -> None:
    async with database.transaction() as session:
        await record_beat(session, "counter", 0, START)
    for _ in range(ROUNDS):
        await asyncio.gather(*(_count_one(database) for _ in range(TASKS)))
    async with database.reading() as session:
        counter = await session.get(Heartbeat, "counter")
        assert counter is not None
        assert counter.done == TASKS * ROUNDS


async def test_two_processes_that_read_and_write_lose_nothing(
    database: Database, database_url: str
) -> None:
    async with database.transaction() as session:
        await record_beat(session, "counter", 0, START)
    async with open_database(database_url) as other:
        await asyncio.gather(*(_count_one(one) for _ in range(TASKS) for one in (database, other)))
    async with database.reading() as session:
        counter = await session.get(Heartbeat, "counter")
        assert counter is not None
        assert counter.done == TASKS * 2


async def test_readers_are_not_stopped_by_a_story_and_see_it_whole(database: Database) -> None:
    async with database.transaction() as session:
        await set_note(session, "one", "old")
        await set_note(session, "two", "old")
    async with database.transaction() as session:
        await set_note(session, "one", "new")
        await session.flush()
        async with database.reading() as reader:
            assert (await note(reader, "one"), await note(reader, "two")) == ("old", "old")
        await set_note(session, "two", "new")
    async with database.reading() as reader:
        assert (await note(reader, "one"), await note(reader, "two")) == ("new", "new")


async def test_others_run_while_a_long_story_writes(sqlite_url: str) -> None:
    turns = 0

    async def take_turns() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async with (
        open_database(sqlite_url) as database,
        database.transaction() as session,
        asyncio.TaskGroup() as tasks,
    ):
        other = tasks.create_task(take_turns())
        for _ in range(10 * STATEMENTS_AT_ONCE):
            await ask(session, "SELECT 1")
        other.cancel()
    assert turns in (10, 11)


async def test_rows_can_be_used_after_the_session_that_gave_them(database: Database) -> None:
    async with database.transaction() as session:
        made = await make_programme(session)
    async with database.reading() as session:
        [read] = await programmes(session)
    assert (made.name, read.name) == ("Perinatal", "Perinatal")


async def test_reader_cannot_write(database: Database) -> None:
    async with database.reading() as session:
        await set_note(session, "name", "value")
        with pytest.raises(DBAPIError, match=r"readonly|read-only"):
            await session.flush()
    async with database.transaction() as session:
        await set_note(session, "name", "written by a story")
    async with database.reading() as session:
        assert await note(session, "name") == "written by a story"


async def test_story_that_fails_leaves_nothing(database: Database) -> None:
    async with failing_story(database) as session:
        await make_programme(session)
    async with database.reading() as session:
        assert await programmes(session) == []


async def test_story_that_is_cancelled_leaves_nothing_and_the_next_one_works(
    database: Database,
) -> None:
    inside = asyncio.Event()

    async def never_ending() -> None:
        async with database.transaction() as session:
            await make_programme(session, "Cancelled")
            inside.set()
            await asyncio.Event().wait()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(never_ending())
        await inside.wait()
        task.cancel()
    async with database.transaction() as session:
        await make_programme(session, "Next")
    async with database.reading() as session:
        assert [programme.name for programme in await programmes(session)] == ["Next"]


async def test_failed_statement_does_not_show_its_values(database: Database) -> None:
    async with database.transaction() as session:
        await make_programme(session)
    async with failing_story(database) as session:
        add_programme(
            session,
            "Perinatal",
            pack="kept-to-itself",
            region="england",
            time_zone="Europe/London",
            now=START,
        )
        with pytest.raises(IntegrityError) as caught:
            await session.flush()
    assert "kept-to-itself" not in str(caught.value)


async def test_signal_is_given_after_the_commit_only(database: Database) -> None:
    signal = database.signal("outbox")
    async with database.transaction() as session:
        announce(session, "outbox", 1)
        announce(session, "outbox", 2)
        assert signal.take() == []
    assert signal.take() == [1, 2]
    assert signal.take() == []


async def test_signal_is_not_given_when_the_story_fails(database: Database) -> None:
    async with failing_story(database) as session:
        announce(session, "outbox", 1)
    assert database.signal("outbox").take() == []


async def test_signal_is_taken_back_with_its_savepoint(database: Database) -> None:
    async with database.transaction() as session:
        announce(session, "outbox", "kept")
        await set_note(session, "kept", "yes")
        with suppress(StoryFailed):
            await _fail_in_a_savepoint(session)
        announce(session, "outbox", "kept too")
    async with database.reading() as session:
        assert (await note(session, "kept"), await note(session, "lost")) == ("yes", None)
    assert database.signal("outbox").take() == ["kept", "kept too"]


async def _fail_in_a_savepoint(session: AsyncSession) -> None:
    mark = announced_so_far(session)
    try:
        async with session.begin_nested():
            announce(session, "outbox", "lost")
            session.add(Note(name="lost", text="yes"))
            await session.flush()
            raise StoryFailed
    finally:
        take_back_announced(session, mark)


async def test_signal_wakes_who_waits_for_it() -> None:
    signal = Signal()
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(signal.wait(60))
        await asyncio.sleep(0)
        signal.give("letter")
        await waiting
    assert signal.take() == ["letter"]


async def test_signal_wait_ends_when_nothing_comes() -> None:
    signal = Signal()
    await signal.wait(0.001)
    assert signal.take() == []


async def test_sqlite_connections_are_set_as_promised(sqlite_url: str) -> None:
    async with open_database(sqlite_url) as database:
        async with database.transaction() as session:
            writer = await _pragmas(session)
        async with database.reading() as session:
            reader = await _pragmas(session)
    promised = {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL: what was committed survives a power cut
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 10_000,
    }
    assert writer == {**promised, "query_only": 0}
    assert reader == {**promised, "query_only": 1}


async def _pragmas(session: AsyncSession) -> dict[str, object]:
    names = (
        "journal_mode",
        "synchronous",
        "foreign_keys",
        "secure_delete",
        "busy_timeout",
        "query_only",
    )
    return {name: (await ask(session, f"PRAGMA {name}"))[0][0] for name in names}


async def test_full_disk_gives_a_clear_error_and_leaves_the_database_whole(sqlite_url: str) -> None:
    async with open_database(sqlite_url) as database:
        async with database.transaction() as session:
            await set_note(session, "before", "kept")
            pages = (await ask(session, "PRAGMA page_count"))[0][0]
            await ask(session, f"PRAGMA max_page_count = {pages}")
        with pytest.raises(DiskFull):
            await _fill(database)
        async with database.reading() as session:
            assert await note(session, "before") == "kept"
            assert await heartbeats(session) == {}
            assert await ask(session, "PRAGMA integrity_check") == [("ok",)]
        async with database.transaction() as session:
            await ask(session, "PRAGMA max_page_count = 1000000")
        await _fill(database)
        async with database.reading() as session:
            assert len(await heartbeats(session)) == 1000


async def _fill(database: Database) -> None:
    async with database.transaction() as session:
        for number in range(1000):
            await record_beat(session, f"beat {number}", 0, START)


async def test_kind_of_database_is_known(database: Database, database_url: str) -> None:
    expected = database_url.startswith("sqlite")
    async with database.reading() as session:
        assert (database.is_sqlite, is_sqlite(session)) == (expected, expected)


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("", id="nothing"),
        pytest.param("pairwell.db", id="a path"),
        pytest.param("mysql://localhost/pairwell", id="another kind of server"),
        pytest.param("postgres://localhost/pairwell", id="a near miss"),
        pytest.param("postgresql://localhost:port/pairwell", id="a port that is no number"),
        pytest.param("postgresql://localhost", id="a server without a database"),
        pytest.param("sqlite://", id="SQLite without a file"),
        pytest.param("sqlite:///:memory:", id="SQLite in memory, different for each connection"),
    ],
)
async def test_database_address_that_cannot_work_is_refused(url: str) -> None:
    with pytest.raises(BadDatabaseUrl):
        await Database.open(url, MASTER_KEY)
    with pytest.raises(BadDatabaseUrl):
        sync_url(url)


def test_addresses_name_the_driver_that_is_needed() -> None:
    server = "postgresql+psycopg://me:secret@localhost/pairwell"
    assert sync_url("postgresql://me:secret@localhost/pairwell") == server
    assert sync_url("postgresql+asyncpg://me:secret@localhost/pairwell") == server
    assert sync_url("sqlite+aiosqlite:///data/pairwell.db") == "sqlite:///data/pairwell.db"
    assert sqlite_file("sqlite:////srv/my data/pairwell.db") == "/srv/my data/pairwell.db"
    assert sqlite_file("postgresql://localhost/pairwell") is None
