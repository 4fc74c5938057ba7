"""The database behind one `transaction()`: SQLite in a file, or PostgreSQL on a server.

SQLite gets one writer whose transactions start with BEGIN IMMEDIATE and a pool of readers that
cannot write: SQLAlchemy's defaults lose concurrent updates without an error, and a deferred BEGIN
fails with "database is locked" in spite of the busy timeout (measured, `docs/architecture.md`).
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from db.crypto import Key
from db.durability import Durability
from db.errors import BadDatabaseUrl
from db.failures import named_failure
from db.inline_sqlite import BUSY_TIMEOUT_MS, InlineConnection
from db.vault import Vault

READERS = 5
POOL_TIMEOUT_SECONDS = 60
DURABLE = "pairwell_durable"
RELAX_POSTGRESQL = text("SET LOCAL synchronous_commit TO OFF")

Engines = tuple[AsyncEngine, AsyncEngine, AsyncEngine]
"""One to write, one to read, one for short questions; on a server the last two are the same."""


class Signal:
    """Wakes one waiting task and hands over what was announced since it last looked."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self._items: list[object] = []

    def give(self, item: object) -> None:
        """Hand an item over and wake the task."""
        self._items.append(item)
        self._event.set()

    def take(self) -> list[object]:
        """Everything that was given since the last look."""
        items, self._items = self._items, []
        self._event.clear()
        return items

    async def wait(self, seconds: float) -> None:
        """Return when something was given, or after this time at the latest."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return


class Database:
    """The open records: transactions, reading, and signals that other tasks wait for.

    `shared` is what the `info` of every session holds besides, such as a setting that stories need.
    """

    def __init__(self, engines: Engines, vault: Vault, durability: Durability) -> None:
        writer, self._reader, self._glancer = engines
        self._writer = writer
        self._relaxed = writer.execution_options(**{DURABLE: False})
        self._durability = durability
        self.vault = vault
        self._signals: dict[str, Signal] = {}
        self.shared: dict[str, object] = {}

    @classmethod
    async def open(cls, url: str, master_key: Key) -> "Database":
        """Open a migrated database; raises BadDatabaseUrl or WrongMasterKey."""
        durability = Durability()
        database = cls(_engines(url, durability), Vault(master_key), durability)
        try:
            async with database.transaction() as session:
                await database.vault.open(session)
        except BaseException:
            await database.close()
            raise
        return database

    @property
    def is_sqlite(self) -> bool:
        """Whether the records are a file of this machine."""
        return self._writer.dialect.name == "sqlite"

    @asynccontextmanager
    async def transaction(self, *, durable: bool = True) -> AsyncIterator[AsyncSession]:
        """One story's writes: committed together when the block ends, or not at all.

        One that is not `durable` survives the end of this process, and a power failure once a
        later one that is durable was committed; nothing may leave the house before that.
        Raises DiskFull or DatabaseDamaged when that is why nothing was kept.
        """
        engine = self._writer if durable else self._relaxed
        async with AsyncSession(engine, expire_on_commit=False) as session:
            session.info.update(self.shared)
            session.info["vault"] = self.vault
            session.info["announced"] = []
            session.info["loaded"] = {}
            with _failures_named():
                async with session.begin():
                    if not durable and not self.is_sqlite:
                        await (await session.connection()).execute(RELAX_POSTGRESQL)
                    yield session
            for name, item in session.info["announced"]:
                self.signal(name).give(item)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Questions only; a write through this session fails. Its rows may be used afterwards."""
        async with self._asking(self._reader) as session:
            yield session

    @asynccontextmanager
    async def glancing(self) -> AsyncIterator[AsyncSession]:
        """As `reading`, for short questions: on SQLite they are answered where they are asked.

        A question to a reader goes to a thread and back, which costs more than most answers. One
        that may take longer than some milliseconds belongs there all the same: this one holds up
        everybody else meanwhile.
        """
        async with self._asking(self._glancer) as session:
            yield session

    @asynccontextmanager
    async def _asking(self, engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
        async with AsyncSession(engine, expire_on_commit=False) as session:
            session.info.update(self.shared)
            session.info["vault"] = self.vault
            session.info["loaded"] = {}
            with _failures_named():
                yield session

    async def is_on_disk(self, within: float) -> bool:
        """Whether all that is committed by now gets onto the disk within these seconds.

        When not, or when nobody can tell, commit something durable to be sure of it.
        """
        return self.is_sqlite and await self._durability.wait(within)

    def signal(self, name: str) -> "Signal":
        """The signal that is given after a commit that `announce`d this name."""
        return self._signals.setdefault(name, Signal())

    async def close(self) -> None:
        """Close all connections."""
        await self._writer.dispose()
        await self._reader.dispose()
        await self._glancer.dispose()


def vault_of(session: AsyncSession) -> Vault:
    """The vault that belongs to this session's database."""
    vault: Vault = session.info["vault"]
    return vault


def stay_loaded(session: AsyncSession, row_id: str, row: object) -> None:
    """Let a row be found without the database until the transaction ends.

    A session forgets what nobody holds, and a message looks at the same few rows again and again.
    Not for rows that are locked to be changed: those must be read again.
    """
    session.info["loaded"][row_id] = row


def loaded(session: AsyncSession, row_id: str) -> object | None:
    """The row that `stay_loaded` was told of in this transaction."""
    found: object | None = session.info["loaded"].get(row_id)
    return found


def announce(session: AsyncSession, name: str, item: object = None) -> None:
    """Give this signal with an item once the transaction is committed."""
    session.info["announced"].append((name, item))


def announced_so_far(session: AsyncSession) -> int:
    """A mark to which `take_back_announced` returns when a savepoint is rolled back."""
    return len(session.info["announced"])


def take_back_announced(session: AsyncSession, mark: int) -> None:
    """Forget what was announced since the mark: the rows it spoke of are gone."""
    del session.info["announced"][mark:]


def is_sqlite(session: AsyncSession) -> bool:
    """Whether this session speaks to SQLite."""
    return session.get_bind().dialect.name == "sqlite"


def sync_url(url: str) -> str:
    """The address as migrations use it, with a driver that does not need an event loop."""
    parsed = _parse(url)
    driver = "sqlite" if parsed.get_backend_name() == "sqlite" else "postgresql+psycopg"
    return parsed.set(drivername=driver).render_as_string(hide_password=False)


def driver_url(url: str) -> str:
    """The address of a PostgreSQL database as the driver itself reads it."""
    return _parse(url).set(drivername="postgresql").render_as_string(hide_password=False)


def sqlite_file(url: str) -> str | None:
    """The path of the SQLite file, or None for PostgreSQL."""
    parsed = _parse(url)
    return parsed.database if parsed.get_backend_name() == "sqlite" else None


def set_pragmas(connection: Any, *, query_only: bool) -> None:
    """Put a fresh SQLite connection into the state that the promises rest on."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.execute(f"PRAGMA query_only={'ON' if query_only else 'OFF'}")
    cursor.close()


@contextmanager
def _failures_named() -> Iterator[None]:
    try:
        yield
    except DBAPIError as failure:
        named = named_failure(failure)
        if named is None:
            raise
        raise named from None


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except (ArgumentError, ValueError):
        raise BadDatabaseUrl from None
    if backend not in ("sqlite", "postgresql") or parsed.database in (None, "", ":memory:"):
        raise BadDatabaseUrl
    return parsed


def _engines(url: str, durability: Durability) -> Engines:
    parsed = _parse(url)
    if parsed.get_backend_name() == "postgresql":
        engine = create_async_engine(
            parsed.set(drivername="postgresql+psycopg"),
            hide_parameters=True,
            pool_size=10,
            pool_pre_ping=True,
            pool_timeout=POOL_TIMEOUT_SECONDS,
        )
        asking = engine.execution_options(postgresql_readonly=True)
        return engine, asking, asking
    address = parsed.set(drivername="sqlite+aiosqlite")
    common = {"hide_parameters": True, "pool_timeout": POOL_TIMEOUT_SECONDS}
    writer = create_async_engine(
        address, async_creator=_inline(parsed, durability), pool_size=1, max_overflow=0, **common
    )
    reader = create_async_engine(address, pool_size=READERS, **common)
    glancer = create_async_engine(
        address, async_creator=_inline(parsed, durability), pool_size=READERS, **common
    )
    _own_transactions(writer, "BEGIN IMMEDIATE", query_only=False)
    for asking in (reader, glancer):
        _own_transactions(asking, "BEGIN", query_only=True)
    return writer, reader, glancer


def _inline(url: URL, durability: Durability) -> Callable[[], Awaitable[InlineConnection]]:
    async def connect() -> InlineConnection:
        return InlineConnection(url.database or "", durability)

    return connect


def _own_transactions(engine: AsyncEngine, begin: str, *, query_only: bool) -> None:
    """Let SQLAlchemy, not the driver, begin transactions: the driver begins too late."""

    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        set_pragmas(connection, query_only=query_only)

    def on_begin(connection: Any) -> None:
        driver = connection.connection.driver_connection
        if isinstance(driver, InlineConnection):
            is_durable = connection.get_execution_options().get(DURABLE, True)
            driver.choose_durability(is_durable=is_durable)
        connection.exec_driver_sql(begin)

    event.listen(engine.sync_engine, "connect", on_connect)
    event.listen(engine.sync_engine, "begin", on_begin)
