"""The writer's connection to SQLite: statements run where they are asked for.

aiosqlite hands every step of every statement to a thread and waits for it; a write of ours takes
some microseconds, the hand-over a hundred. Here only what waits for a lock or for the disk goes to
a thread. It has the face of an `aiosqlite.Connection` as far as
SQLAlchemy looks at it. Long questions belong to the readers, which keep their threads.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self, TypeVar

from db.durability import Durability

T = TypeVar("T")

BUSY_TIMEOUT_MS = 10_000
STATEMENTS_AT_ONCE = 10  # with the work between them some 10 ms of the loop
LOG_PAGES = 1_000  # SQLite's default: beyond that a durable commit moves the log into the file


class InlineConnection:
    """One connection, used by one transaction at a time."""

    def __init__(self, path: str, durability: Durability) -> None:
        self._durability = durability
        self._is_durable = True
        self._changes = 0
        self._statements = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-commit")
        self._conn = sqlite3.connect(path, check_same_thread=False)
        self._connection: sqlite3.Connection | None = self._conn
        self._tx = self

    @property
    def isolation_level(self) -> str | None:
        """The driver's own idea of transactions; None for ours."""
        return self._conn.isolation_level

    def put_nowait(self, job: tuple[asyncio.Future[Any], Callable[[], Any]]) -> None:
        """Run what SQLAlchemy would put into aiosqlite's queue."""
        future, function = job
        future.set_result(function())

    def cursor(self) -> "InlineCursor":
        """A new cursor."""
        return InlineCursor(self, self._conn.cursor())

    async def create_function(self, *args: Any, **options: Any) -> None:
        """Give SQL a function of Python's."""
        self._conn.create_function(*args, **options)

    async def begin(self, statement: str) -> None:
        """Begin at once, or wait in the thread while another process writes."""
        self._conn.execute("PRAGMA busy_timeout=0")
        try:
            self._conn.execute(statement)
        except sqlite3.OperationalError as failure:
            if failure.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
        finally:
            self._conn.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        if not self._conn.in_transaction:
            await self.in_thread(self._conn.execute, statement)

    async def commit(self) -> None:
        """Return when what was written is kept, and on the disk if it shall be."""
        if not self._conn.in_transaction:
            return
        if self._is_durable:
            await self.in_thread(self._conn.commit)
        else:
            self._conn.commit()
        if self._conn.total_changes != self._changes:
            self._changes = self._conn.total_changes
            self._durability.committed(on_disk=self._is_durable)

    async def breathe(self) -> None:
        """Before a statement: let others run, at every so many of them.

        Nobody else writes meanwhile, but letters leave and answers are stored.
        """
        self._statements += 1
        if self._statements % STATEMENTS_AT_ONCE == 0:
            await asyncio.sleep(0)

    def choose_durability(self, *, is_durable: bool) -> None:
        """Say before a transaction whether its commit waits for the disk.

        One that does not wait must not move the log into the file either, which waits too.
        """
        if is_durable != self._is_durable:
            self._conn.execute(f"PRAGMA synchronous={'FULL' if is_durable else 'NORMAL'}")
            self._conn.execute(f"PRAGMA wal_autocheckpoint={LOG_PAGES if is_durable else 0}")
            self._is_durable = is_durable

    async def rollback(self) -> None:
        """Undo what was not committed."""
        self._conn.rollback()

    async def close(self) -> None:
        """Close, after whatever the thread is still doing."""
        if self._connection is not None:
            self._connection = None
            await self.in_thread(self._conn.close)
            self._thread.shutdown(wait=False)

    def stop(self) -> None:
        """Close without waiting for it."""
        if self._connection is not None:
            self._connection = None
            self._thread.submit(self._conn.close)
            self._thread.shutdown(wait=False)

    async def in_thread(self, function: Callable[..., T], *args: Any) -> T:
        """Run something that may wait."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, function, *args)


class InlineCursor:
    """A cursor whose statements take effect at once."""

    def __init__(self, connection: InlineConnection, cursor: sqlite3.Cursor) -> None:
        self._connection = connection
        self._cursor = cursor
        self.arraysize = cursor.arraysize

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:
        """The columns of the rows, or None when there are none."""
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        """How many rows the statement changed."""
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        """The key of the row added last."""
        return self._cursor.lastrowid

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Self:
        """Run one statement."""
        if sql.startswith("BEGIN"):
            await self._connection.begin(sql)
        else:
            await self._connection.breathe()
            self._cursor.execute(sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: Sequence[Sequence[Any]]) -> Self:
        """Run one statement with each of these."""
        await self._connection.breathe()
        self._cursor.executemany(sql, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        """All rows."""
        return self._cursor.fetchall()

    async def close(self) -> None:
        """Forget the statement."""
        self._cursor.close()
