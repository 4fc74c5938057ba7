"""The machine: who may read the files, room on the disk, time-zone data."""

import shutil
import stat
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from db.engine import sqlite_file
from pairwell.doctor.check import Check, broken, good, look
from pairwell.settings import ENV_FILE, Settings

OTHERS = stat.S_IRWXG | stat.S_IRWXO
LOW_SHARE, LOW_BYTES = 0.15, 5 * 1024**3  # both must be undercut: large disks have room at 15 %
FULL_SHARE, FULL_BYTES = 0.05, 1024**3
ZONES_AGE_YEARS = 1


def check_file_modes(settings: Settings) -> Check:
    """Nobody but the owner may read keys and records."""
    wanted = [ENV_FILE, settings.master_key_file, _records(settings)]
    open_ones = [str(path) for path in wanted if path and _others_may_read(path)]
    if not open_ones:
        return good("file modes", "Keys and records belong to their owner alone.")
    return look("file modes", f"Others on this machine may read: chmod 600 {' '.join(open_ones)}")


def check_disk(settings: Settings) -> Check:
    """There is room for the records."""
    folder = _existing((_records(settings) or settings.data_dir).absolute())
    usage = shutil.disk_usage(folder)
    return judge_disk(usage.free, usage.total)


def judge_disk(free: int, total: int) -> Check:
    """What this many free bytes of all bytes mean."""
    share = free / total
    words = f"{free / 1024**3:.1f} GB free, {share:.0%} of the disk."
    if share < FULL_SHARE and free < FULL_BYTES:
        return broken("disk", f"{words} Make room now: soon nothing can be kept.")
    if share < LOW_SHARE and free < LOW_BYTES:
        return look("disk", f"{words} Make room soon.")
    return good("disk", words)


def check_zones(now: datetime) -> Check:
    """Time zones are known, so that nobody is woken at night."""
    release = version("tzdata")
    try:
        ZoneInfo("Europe/London")
    except ZoneInfoNotFoundError:
        return broken("time zones", "No time-zone data. Install the package tzdata.")
    if now.year - int(release.split(".")[0]) > ZONES_AGE_YEARS:
        return look("time zones", f"The data is of {release}. Install a newer Pairwell or tzdata.")
    return good("time zones", f"Data of {release}.")


def _records(settings: Settings) -> Path | None:
    file = sqlite_file(settings.records_url)
    return Path(file) if file else None


def _others_may_read(path: Path) -> bool:
    return path.is_file() and bool(path.stat().st_mode & OTHERS)


def _existing(folder: Path) -> Path:
    return next(one for one in (folder, *folder.parents) if one.is_dir())
