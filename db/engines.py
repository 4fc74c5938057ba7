"""The engines of a database: how SQLite and PostgreSQL are connected to.

SQLite gets one writer whose transactions start with BEGIN IMMEDIATE and a pool of readers that
cannot write: SQLAlchemy's defaults lose concurrent updates without an error, and a deferred BEGIN
fails with "database is locked" in spite of the busy timeout (measured, `docs/architecture.md`).
"""

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from db.durability import Durability
from db.errors import BadDatabaseUrl
from db.glance import KEPT_STATEMENTS, Glance
from db.inline_sqlite import BUSY_TIMEOUT_MS, InlineConnection

READERS = 5
POOL_TIMEOUT_SECONDS = 60
DURABLE = "pairwell_durable"

Engines = tuple[AsyncEngine, AsyncEngine, AsyncEngine]
"""One to write, one to read, one for short questions; on a server the last two are the same."""


def open_engines(url: str, durability: Durability) -> Engines:
    """The engines of a database; they connect when first asked. Raises BadDatabaseUrl."""
    parsed = parsed_url(url)
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


def open_glance(url: str) -> Glance | None:
    """What answers short questions without an engine; None on a server. Raises BadDatabaseUrl."""
    parsed = parsed_url(url)
    if parsed.get_backend_name() != "sqlite":
        return None

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            parsed.database or "",
            isolation_level=None,
            check_same_thread=False,
            cached_statements=KEPT_STATEMENTS,
        )
        set_pragmas(connection, query_only=True)
        return connection

    return Glance(connect, parsed.set(drivername="sqlite+aiosqlite").get_dialect()())


def parsed_url(url: str) -> URL:
    """The parts of an address; raises BadDatabaseUrl unless its database can be kept in."""
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except (ArgumentError, ValueError):
        raise BadDatabaseUrl from None
    if backend not in ("sqlite", "postgresql") or parsed.database in (None, "", ":memory:"):
        raise BadDatabaseUrl
    return parsed


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
