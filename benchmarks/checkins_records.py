"""Where the records of the check-in benchmark are: a file, or a PostgreSQL server of its own.

The server keeps its promises to the disk, as a service that relies on it would have it.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from tests.postgres import postgres_address

TEMPLATE = "enrolled"


class Records(Protocol):
    """A place for databases, each with an address and copies."""

    def empty(self, name: str) -> str:
        """The address of a new one without tables."""

    def copy(self, url: str, name: str) -> str:
        """The address of a new one that holds the same."""

    def forget(self, url: str) -> None:
        """Delete one of them."""


class Files:
    """SQLite files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def empty(self, name: str) -> str:
        """The address of a file that is not there yet."""
        return f"sqlite:///{self._folder / name}.db"

    def copy(self, url: str, name: str) -> str:
        """Copy a file that nobody writes to."""
        copied = self.empty(name)
        shutil.copy(path_of(url), path_of(copied))
        return copied

    def forget(self, url: str) -> None:
        """Delete the file."""
        path_of(url).unlink()


class Server:
    """Databases of one PostgreSQL server."""

    def __init__(self, address: URL) -> None:
        self._address = address

    def empty(self, name: str) -> str:
        """Make a database."""
        self._run("CREATE DATABASE {}", name)
        return self._url(name)

    def copy(self, url: str, name: str) -> str:
        """Copy a database that nobody is connected to."""
        self._run("CREATE DATABASE {} TEMPLATE {}", name, make_url(url).database or "")
        return self._url(name)

    def forget(self, url: str) -> None:
        """Drop the database."""
        self._run("DROP DATABASE {}", make_url(url).database or "")

    def _url(self, name: str) -> str:
        return self._address.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def path_of(url: str) -> Path:
    """The file of an SQLite address."""
    return Path(make_url(url).database or "")


@contextmanager
def records_in(database: str, folder: Path) -> Iterator[Records]:
    """A place of this kind, "sqlite" or "postgresql", that is gone afterwards."""
    if database == "sqlite":
        yield Files(folder)
        return
    with postgres_address() as address:
        yield Server(address)
