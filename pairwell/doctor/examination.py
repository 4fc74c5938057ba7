"""Everything that the doctor looks at, in the order in which it is mended."""

from datetime import datetime

from pairwell.doctor.alerts import check_mail
from pairwell.doctor.check import Check, broken
from pairwell.doctor.console import check_console
from pairwell.doctor.keys import check_master_key, check_names
from pairwell.doctor.machine import check_disk, check_file_modes, check_zones
from pairwell.doctor.measure_files import check_measure_files
from pairwell.doctor.records import check_records
from pairwell.doctor.telegram import check_telegram, check_worker_bot
from pairwell.doctor.watchdog import check_heartbeat
from pairwell.errors import BadSettings
from pairwell.settings import read_settings


async def examine(now: datetime) -> list[Check]:
    """All findings; with settings that cannot be read, that alone."""
    try:
        settings = read_settings()
    except BadSettings as refusal:
        return [broken("settings", str(refusal))]
    return [
        check_names(),
        check_master_key(settings),
        check_file_modes(settings),
        check_disk(settings),
        check_zones(now),
        *check_measure_files(settings),
        *await check_records(settings, now),
        await check_mail(settings),
        check_heartbeat(settings),
        check_console(settings),
        *check_telegram(settings, now),
        *check_worker_bot(settings),
    ]
