"""The records: whole, of this version, open to the key, served, and nothing stuck in them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from db.bots import BOTS, MAIN, WORKER
from db.engine import Database, sqlite_file
from db.errors import AlreadyRunning, NotMigrated, RecordError
from db.heartbeats import heartbeats, receiver_beat
from db.inbox import inbox_counts
from db.lock import hold
from db.migrate import check_migrated
from db.outbox_upkeep import oldest_waiting
from db.people import people_at
from db.whole import check_whole
from flows.programmes import PACKS_FOLDER
from pairwell.doctor.alerts import check_addresses, check_alerts
from pairwell.doctor.check import Check, broken, good, look
from pairwell.doctor.urgent_help import check_urgent_help
from pairwell.doctor.watchdog import check_watchdog
from pairwell.errors import BadSettings, SettingMissing
from pairwell.settings import Settings, master_key_of

BEAT_AGE = timedelta(minutes=5)
WATCHED = ("receive", "escalation", "checkins", "reminders", "offers")  # beats of seconds
LETTER_AGE = timedelta(minutes=10)


async def check_records(settings: Settings, now: datetime) -> list[Check]:
    """Look into the records; their file is not made when it is not there."""
    if _is_missing(settings.records_url):
        return [look("records", "Not there yet. The first `invite` or `run` makes them.")]
    try:
        check_whole(settings.records_url)
        check_migrated(settings.records_url)
        database = await Database.open(settings.records_url, master_key_of(settings))
    except NotMigrated as refusal:
        return [look("records", str(refusal))]
    except (RecordError, SettingMissing, BadSettings) as refusal:
        return [broken("records", str(refusal))]
    try:
        async with database.reading() as session:
            found = [good("records", "Whole, of this version, and opened by the master key.")]
            return found + await _inside(session, settings, now)
    finally:
        await database.close()


async def _inside(session: AsyncSession, settings: Settings, now: datetime) -> list[Check]:
    checks = await check_urgent_help(session, now, settings.programmes_dir)
    checks += await check_alerts(session, now, settings.programmes_dir)
    checks += await check_addresses(session)
    has_worker_bot = settings.worker_bot_token is not None
    watched = (*WATCHED, *([receiver_beat(WORKER)] if has_worker_bot else []))
    served = _is_served(settings.records_url)
    checks.append(await check_service(session, now, served=served, watched=watched))
    if served:
        bots = BOTS if has_worker_bot else (MAIN,)
        session.info[PACKS_FOLDER] = settings.programmes_dir
        checks += await check_watchdog(session, now, bots)
    if not has_worker_bot:
        checks += await check_worker_people(session)
    checks.append(await check_inbox(session))
    checks.append(await check_outbox(session, now))
    return checks


async def check_worker_people(session: AsyncSession) -> list[Check]:
    """Nobody uses a worker bot that has no token."""
    people = await people_at(session, WORKER)
    words = f"{people} people use it and hear nothing: PAIRWELL_WORKER_BOT_TOKEN is not set."
    return [broken("worker bot", words)] if people else []


async def check_service(
    session: AsyncSession, now: datetime, *, served: bool, watched: Sequence[str] = WATCHED
) -> Check:
    """Somebody serves these records and their clock beats."""
    if not served:
        return look("service", "Not running. `pairwell run` starts it.")
    beats = await heartbeats(session)
    silent = [beat for beat in watched if beat not in beats or now - beats[beat] > BEAT_AGE]
    if silent:
        return broken("service", f"Running, but silent: {', '.join(silent)}.")
    return good("service", f"Running; its last beat was {_age(max(beats.values()), now)} ago.")


async def check_inbox(session: AsyncSession) -> Check:
    """No message was set aside because it could not be handled."""
    aside = (await inbox_counts(session)).get("quarantined", 0)
    if aside:
        return look("messages in", f"{aside} set aside after failing five times. See the log.")
    return good("messages in", "None set aside.")


async def check_outbox(session: AsyncSession, now: datetime) -> Check:
    """No letter waits for longer than it should."""
    waiting = await oldest_waiting(session, now)
    if not waiting:
        return good("letters out", "None waiting.")
    oldest = min(waiting.values())
    words = f"The oldest has waited for {_age(oldest, now)}."
    return (look if now - oldest > LETTER_AGE else good)("letters out", words)


def _is_missing(url: str) -> bool:
    file = sqlite_file(url)
    return file is not None and not Path(file).exists()


def _is_served(url: str) -> bool:
    try:
        with hold(url):
            return False
    except AlreadyRunning:
        return True


def _age(then: datetime, now: datetime) -> str:
    seconds = max(0, int((now - then).total_seconds()))
    if seconds < 2 * 60:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 2 * 3600 else f"{seconds // 3600} h"
