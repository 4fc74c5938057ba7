import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from db.engine import Database, sqlite_file
from db.errors import DatabaseDamaged
from db.migrate import check_migrated, migrate
from db.whole import check_whole
from tests.databases import MASTER_KEY, open_database
from tests.databases import sqlite_url as url_of
from tests.factories import make_pairing

PAGE = 4096  # bytes: what SQLite takes where nobody says otherwise


def _overwrite_pages(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for start in range(PAGE, len(content), 2 * PAGE):
        content[start : start + 64] = b"\xff" * 64
    path.write_bytes(content)


def _cut_in_half(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // PAGE // 2 * PAGE])


def _overwrite_header(path: Path) -> None:
    path.write_bytes(b"not a database at all\0" * 500)


def _overwrite_keys(path: Path) -> None:
    connection = sqlite3.connect(path)
    [root] = connection.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = 'wrapped_key'"
    ).fetchone()
    connection.close()
    content = bytearray(path.read_bytes())
    content[(root - 1) * PAGE : root * PAGE] = b"\xff" * PAGE
    path.write_bytes(content)


@pytest.fixture
async def filled_file(sqlite_url: str) -> Path:
    async with open_database(sqlite_url) as database, database.transaction() as session:
        await make_pairing(session)
    return Path(sqlite_file(sqlite_url) or "")


@pytest.mark.parametrize(
    "damage", [_overwrite_pages, _overwrite_keys, _cut_in_half, _overwrite_header]
)
def test_damaged_file_is_refused_and_left_as_it_is(
    filled_file: Path, damage: Callable[[Path], None]
) -> None:
    damage(filled_file)
    before = filled_file.read_bytes()
    for work in (check_whole, check_migrated, migrate):
        with pytest.raises(DatabaseDamaged, match="last backup"):
            work(url_of(filled_file))
    assert filled_file.read_bytes() == before


def test_whole_database_is_whole(database_url: str) -> None:
    check_whole(database_url)


def test_file_that_is_not_there_yet_is_whole(tmp_path: Path) -> None:
    check_whole(url_of(tmp_path / "none.db"))
    assert list(tmp_path.iterdir()) == []


async def test_damage_that_is_met_while_running_is_named(filled_file: Path) -> None:
    _overwrite_keys(filled_file)
    with pytest.raises(DatabaseDamaged):
        await Database.open(url_of(filled_file), MASTER_KEY)
