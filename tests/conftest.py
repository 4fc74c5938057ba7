"""Fixtures for every test: databases of both kinds, and a clock that is moved by hand."""

import gc
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from db.engine import Database
from db.migrate import migrate
from tests.databases import open_database
from tests.databases import sqlite_url as url_of
from tests.fakes.clock import MovableClock
from tests.postgres import PostgresServer, running_postgres

MEMORY = Path("/dev/shm")  # noqa: S108  a folder of pytest's own is made in it
ENOUGH = 2 << 30  # bytes; a whole run leaves some hundred megabytes at a time


def pytest_configure() -> None:
    """Keep what tests write in memory where there is room: they wait for the disk at every commit.

    A folder named by PYTEST_DEBUG_TEMPROOT is used instead.
    """
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_finish() -> None:
    """Let the collector leave alone what was imported: looking at it took a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "migrated.db"
    migrate(url_of(path))
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_sqlite: Path) -> str:
    """A migrated SQLite file of this test's own."""
    return url_of(Path(shutil.copy(migrated_sqlite, tmp_path / "pairwell.db")))


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> str:
    """A migrated PostgreSQL database without rows; its tables must stay as they are."""
    return postgres.migrated()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test on both kinds of database, unless it says why one tells the same as two."""
    if "database_url" in metafunc.fixturenames:
        marked = metafunc.definition.get_closest_marker
        is_alone = marked("sqlite_alone") and not marked("both_databases")
        kinds = ["sqlite"] if is_alone else ["sqlite", "postgresql"]
        metafunc.parametrize("database_url", kinds, indirect=True)


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database of each kind in turn."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of each kind in turn, without any table."""
    if request.param == "sqlite":
        return url_of(tmp_path / "empty.db")
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.empty()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The open records, on each kind of database in turn."""
    async with open_database(database_url) as database:
        yield database


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def now(clock: MovableClock) -> datetime:
    """The instant at which the test's clock stands at the start."""
    return clock.now()
