"""Talks: when a check about a talk may be asked, so that it never breaks into one.

It comes on the day after the contact that it waits for, and not while words were exchanged lately.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from care.cadence import Due
from care.quiet_hours import QuietHours
from care.wall_time import local_date, to_utc

# A night and the time around it: who wrote late in the evening is not asked over breakfast. Ours.
SILENT_HOURS = 12
# Two who write so often that no such silence comes are asked all the same, or never would be. Ours.
WAITS_AT_MOST = timedelta(days=3)
NIGHT = QuietHours()


@dataclass(frozen=True, slots=True)
class Talk:
    """How many of the listed contacts two people had, the day of the latest, and the last word."""

    reached: int
    reached_on: date
    last_at: datetime | None


def when_over(talk: Talk, silent_hours: int, at: time, zone: ZoneInfo, now: datetime) -> Due | None:
    """When to look again, by day; None when the talk is over, or has gone on for three days."""
    today = local_date(now, zone)
    if today <= talk.reached_on:
        return _on(talk.reached_on + timedelta(days=1), at, zone)
    is_long = today > talk.reached_on + WAITS_AT_MOST
    if is_long or talk.last_at is None:
        return None
    silent = talk.last_at + timedelta(hours=silent_hours)
    if silent <= now:
        return None
    if local_date(silent, zone) == today and not NIGHT.is_quiet(silent, zone):
        return Due(silent, today)
    return _on(today + timedelta(days=1), at, zone)


def _on(day: date, at: time, zone: ZoneInfo) -> Due:
    return Due(to_utc(day, at, zone), day)
