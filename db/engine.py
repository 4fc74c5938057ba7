"""The database behind one `transaction()`: SQLite in a file, or PostgreSQL on a server."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from db.crypto import Key
from db.durability import Durability
from db.engines import DURABLE, Engines, open_engines, open_glance, parsed_url
from db.failures import named_failure
from db.glance import GLANCE, Glance
from db.vault import Vault

RELAX_POSTGRESQL = text("SET LOCAL synchronous_commit TO OFF")


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

    def __init__(
        self, engines: Engines, vault: Vault, durability: Durability, glance: Glance | None
    ) -> None:
        writer, self._reader, self._glancer = engines
        self._glance = glance
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
        engines = open_engines(url, durability)
        database = cls(engines, Vault(master_key), durability, open_glance(url))
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
            if self._glance is not None:
                session.info[GLANCE] = self._glance
            yield session

    @asynccontextmanager
    async def _asking(self, engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
        session = AsyncSession(engine, expire_on_commit=False)
        session.info.update(self.shared)
        session.info["vault"] = self.vault
        session.info["loaded"] = {}
        try:
            with _failures_named():
                yield session
        finally:
            if session.in_transaction():  # else it never had a connection to give back
                await asyncio.shield(session.close())

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
        if self._glance is not None:
            self._glance.close()


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
    parsed = parsed_url(url)
    driver = "sqlite" if parsed.get_backend_name() == "sqlite" else "postgresql+psycopg"
    return parsed.set(drivername=driver).render_as_string(hide_password=False)


def driver_url(url: str) -> str:
    """The address of a PostgreSQL database as the driver itself reads it."""
    return parsed_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def sqlite_file(url: str) -> str | None:
    """The path of the SQLite file, or None for PostgreSQL."""
    parsed = parsed_url(url)
    return parsed.database if parsed.get_backend_name() == "sqlite" else None


@contextmanager
def _failures_named() -> Iterator[None]:
    try:
        yield
    except DBAPIError as failure:
        named = named_failure(failure)
        if named is None:
            raise
        raise named from None
