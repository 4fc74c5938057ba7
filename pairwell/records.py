"""Opening the records for a command: folder made, schema brought up to date, key checked."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from db.engine import Database, sqlite_file
from db.errors import NotMigrated
from db.lock import hold
from db.migrate import check_migrated, migrate
from flows.programmes import use_packs
from pairwell.errors import CannotWrite
from pairwell.settings import Settings, master_key_of

FOLDER_MODE = 0o700


@asynccontextmanager
async def open_records(settings: Settings) -> AsyncIterator[Database]:
    """The open records, brought to this version first when no other process uses them.

    Raises SettingMissing, BadSettings, CannotWrite, what `db.errors` holds, or what refuses a pack.
    """
    key = master_key_of(settings)
    ensure_migrated(settings)
    database = await Database.open(settings.records_url, key)
    try:
        await use_packs(database, settings.programmes_dir)
        yield database
    finally:
        await database.close()


def ensure_migrated(settings: Settings) -> None:
    """Bring records that are empty or older to this version, unless a process serves them."""
    make_folder(settings.records_url)
    try:
        check_migrated(settings.records_url)
    except NotMigrated:
        with hold(settings.records_url):
            migrate(settings.records_url)


def migrate_records(settings: Settings) -> str | None:
    """Bring the records to this version; the path of the copy made before, if there was one."""
    make_folder(settings.records_url)
    with hold(settings.records_url):
        return migrate(settings.records_url)


def make_folder(url: str) -> None:
    """Make the folder of an SQLite file, for its owner alone; raises CannotWrite."""
    file = sqlite_file(url)
    if file is None:
        return
    folder = Path(file).parent
    try:
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    except OSError:
        raise CannotWrite(str(folder)) from None
