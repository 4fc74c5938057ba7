"""Bringing a database to the version of this code, with a copy of it made first."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import OperationalError

from db.engine import sqlite_file, sync_url
from db.engines import set_pragmas
from db.errors import DatabaseDamaged, DatabaseUnreachable, NewerDatabase, NotMigrated
from db.failures import named_failure
from db.turns import take_turn_on
from db.whole import check_whole

HEAD = "head"
BASE = "base"


def migrate(url: str, *, target: str = HEAD) -> str | None:
    """Bring the database to `target`; returns the path of the copy made before, if any.

    An SQLite file that holds data is copied beside itself first. Raises NewerDatabase when the
    database was made by a newer version, and then changes nothing.
    """
    check_whole(url)
    _make_private_file(url)
    with _connection(url) as connection:
        before = _checked_revision(connection)
        if before == _head() and target == HEAD:
            return None
    copy = _copy_first(url, before) if before else None
    with _connection(url) as connection, connection.begin():
        take_turn_on(connection, "migrate")
        config = _config()
        config.attributes["connection"] = connection
        if target == HEAD:
            command.upgrade(config, HEAD)
        else:
            command.downgrade(config, target)
        _check_references(connection)
    return copy


def check_migrated(url: str) -> None:
    """Raise NotMigrated, NewerDatabase or DatabaseDamaged unless the database fits this code."""
    path = sqlite_file(url)
    if path and not Path(path).exists():
        raise NotMigrated
    check_whole(url)
    with _connection(url) as connection:
        if _checked_revision(connection) != _head():
            raise NotMigrated


@contextmanager
def _connection(url: str) -> Iterator[Connection]:
    engine = create_engine(sync_url(url), hide_parameters=True)
    if engine.dialect.name == "sqlite":

        def on_connect(connection: Any, _record: Any) -> None:
            connection.isolation_level = None
            set_pragmas(connection, query_only=False)
            # A table is changed by building it anew, which would delete what refers to it.
            connection.execute("PRAGMA foreign_keys=OFF")

        def on_begin(connection: Any) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

        event.listen(engine, "connect", on_connect)
        event.listen(engine, "begin", on_begin)
    try:
        with engine.connect() as connection:
            yield connection
    except OperationalError as failure:
        raise _named(failure) from None
    finally:
        engine.dispose()


def _named(failure: OperationalError) -> Exception:
    no_state = not getattr(failure.orig, "sqlstate", None)  # the server said nothing at all
    from_server = isinstance(failure.orig, psycopg.OperationalError)
    return named_failure(failure) or (
        DatabaseUnreachable() if from_server and no_state else failure
    )


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise DatabaseDamaged


def _make_private_file(url: str) -> None:
    path = sqlite_file(url)
    if path and not Path(path).exists():
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        Path(path).touch(mode=0o600)


def _checked_revision(connection: Connection) -> str | None:
    revision = MigrationContext.configure(connection).get_current_revision()
    connection.rollback()
    if revision is None:
        return None
    try:
        ScriptDirectory.from_config(_config()).get_revision(revision)
    except CommandError:
        raise NewerDatabase(revision) from None
    return revision


def _head() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def _copy_first(url: str, revision: str) -> str | None:
    path = sqlite_file(url)
    if path is None:
        return None
    copy = f"{path}.before-upgrade-from-{revision}"
    Path(copy).unlink(missing_ok=True)
    Path(copy).touch(mode=0o600)
    source = sqlite3.connect(path)
    try:
        source.execute("VACUUM INTO ?", (copy,))
    finally:
        source.close()
    return copy
