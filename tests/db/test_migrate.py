import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError

from db.engine import sync_url
from db.errors import (
    BadDatabaseUrl,
    DatabaseDamaged,
    DatabaseUnreachable,
    NewerDatabase,
    NotMigrated,
)
from db.migrate import BASE, check_migrated, migrate
from db.people import name_of, person_by_telegram
from db.tables import METADATA
from tests.databases import open_database
from tests.databases import sqlite_url as url_of
from tests.factories import JOSIE, make_pairing
from tests.stolen import stolen_bytes

TABLES = {*METADATA.tables, "alembic_version"}


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = create_engine(sync_url(url))
    try:
        yield engine
    finally:
        engine.dispose()


def _tables(url: str) -> set[str]:
    with _engine(url) as engine:
        return set(inspect(engine).get_table_names())


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _set_revision(url: str, revision: str) -> None:
    with _engine(url) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})


def test_migrations_walk_up_and_down_and_up_again(empty_url: str) -> None:
    seen = []
    for target in ("head", BASE, "head"):
        migrate(empty_url, target=target)
        seen.append(_tables(empty_url))
    assert seen == [TABLES, {"alembic_version"}, TABLES]
    check_migrated(empty_url)


def test_migrations_make_what_the_models_say(empty_url: str) -> None:
    migrate(empty_url)
    with _engine(empty_url) as engine, engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_second_migration_changes_nothing_and_makes_no_copy(empty_url: str) -> None:
    assert migrate(empty_url) is None
    before = stolen_bytes(empty_url)
    assert migrate(empty_url) is None
    assert stolen_bytes(empty_url) == before


def test_database_of_a_newer_version_is_refused_and_not_changed(empty_url: str) -> None:
    migrate(empty_url)
    _set_revision(empty_url, "9999")
    before = stolen_bytes(empty_url)
    for work in (migrate, check_migrated):
        with pytest.raises(NewerDatabase, match="9999"):
            work(empty_url)
    assert stolen_bytes(empty_url) == before
    assert _tables(empty_url) == TABLES


def test_database_that_is_not_up_to_date_is_not_served(empty_url: str) -> None:
    with pytest.raises(NotMigrated):
        check_migrated(empty_url)
    migrate(empty_url)
    migrate(empty_url, target=BASE)
    with pytest.raises(NotMigrated):
        check_migrated(empty_url)


def test_asking_for_a_database_does_not_make_one(tmp_path: Path) -> None:
    with pytest.raises(NotMigrated):
        check_migrated(url_of(tmp_path / "none.db"))
    assert list(tmp_path.iterdir()) == []


def test_new_database_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "pairwell"
    migrate(url_of(folder / "pairwell.db"))
    assert {path.name: _mode(path) for path in folder.iterdir()} == {"pairwell.db": 0o600}
    assert _mode(folder) & 0o077 == 0


async def test_copy_made_before_a_change_of_version_opens(tmp_path: Path) -> None:
    url = url_of(tmp_path / "pairwell.db")
    migrate(url)
    async with open_database(url) as database, database.transaction() as session:
        await make_pairing(session)
    copy = migrate(url, target=BASE)
    assert copy is not None
    assert _mode(Path(copy)) == 0o600
    check_migrated(url_of(Path(copy)))
    async with open_database(url_of(Path(copy))) as database, database.reading() as session:
        josie = await person_by_telegram(session, JOSIE)
        assert josie is not None
        assert await name_of(session, josie) == "Josie"


def test_second_copy_takes_the_place_of_the_first(tmp_path: Path) -> None:
    url = url_of(tmp_path / "pairwell.db")
    copies = []
    for _ in range(2):
        migrate(url)
        copies.append(migrate(url, target=BASE))
    assert copies[0] == copies[1] == f"{tmp_path / 'pairwell.db'}.before-upgrade-from-0001"


@pytest.mark.parametrize("at", [1, 2, 10, 25, 40])
def test_migration_that_fails_half_way_leaves_the_old_database(empty_url: str, at: int) -> None:
    with _failing_at_statement(at) as reached, pytest.raises(DBAPIError):
        migrate(empty_url)
    assert reached == [at]
    assert _tables(empty_url) == set()
    migrate(empty_url)
    assert _tables(empty_url) == TABLES


@contextmanager
def _failing_at_statement(at: int) -> Iterator[list[int]]:
    """Let the driver fail at the n-th statement that changes tables; gives those reached."""
    reached: list[int] = []
    changes = 0

    def on_statement(*what: Any) -> tuple[str, Any]:
        nonlocal changes
        _connection, _cursor, statement, values, *_context = what
        if statement.lstrip().startswith(("CREATE", "ALTER", "DROP", "INSERT", "UPDATE")):
            changes += 1
            if changes == at:
                reached.append(at)
                return "THIS IS NOT SQL", ()
        return statement, values

    event.listen(Engine, "before_cursor_execute", on_statement, retval=True)
    try:
        yield reached
    finally:
        event.remove(Engine, "before_cursor_execute", on_statement)


def test_rows_that_refer_to_nothing_are_found_after_a_migration(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make_an_orphan(config: Config, _revision: str) -> None:
        config.attributes["connection"].exec_driver_sql(
            "INSERT INTO slot (person_id, name) VALUES ('nobody', 'form')"
        )

    _set_revision(sqlite_url, "0001")
    monkeypatch.setattr(command, "downgrade", make_an_orphan)
    with pytest.raises(DatabaseDamaged):
        migrate(sqlite_url, target=BASE)
    with _engine(sqlite_url) as engine, engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM slot")).scalar_one() == 0


def test_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    url = f"postgresql://nobody@/pairwell?host={tmp_path}"
    for work in (migrate, check_migrated):
        with pytest.raises(DatabaseUnreachable):
            work(url)


def test_database_that_is_not_on_the_server_is_named(postgres_url: str) -> None:
    with pytest.raises(DatabaseUnreachable):
        check_migrated(postgres_url.replace("/migrated", "/not_there"))


def test_address_that_is_none_is_refused() -> None:
    for work in (migrate, check_migrated):
        with pytest.raises(BadDatabaseUrl):
            work("mysql://localhost/pairwell")
