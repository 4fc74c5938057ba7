"""Good times to write to somebody who did not ask: not at night, and where it fits their hours."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from care.hours import BLOCKS_A_DAY
from care.quiet_hours import QuietHours
from care.wall_time import local_date, to_utc

NIGHT = QuietHours()
BLOCK_HOURS = 24 // BLOCKS_A_DAY
WEEK_DAYS = 7
ROUNDS_MOST = 8  # of passing from one person's night into another's; more than zones can need


def day_for_all(now: datetime, zones: Sequence[ZoneInfo]) -> datetime:
    """The first instant from `now` on, in UTC, at which it is night in none of these zones.

    Nights of 11 hours leave 2 or more in common for any two zones. For three or more that may have
    nothing in common, the latest end of a night is given.
    """
    at = now.astimezone(UTC)
    for _ in range(ROUNDS_MOST):
        later = max((NIGHT.ends_at(at, zone) for zone in zones), default=at)
        if later == at:
            return at
        at = later
    return at


def in_their_hours(now: datetime, zone: ZoneInfo, slots: frozenset[int]) -> datetime:
    """The first instant from `now` on, in UTC, that lies in these slots of a week and not at night.

    Slots are those of `care.hours`. Without any by day, the first instant that is not at night.
    """
    for moment in _starts_of_blocks(now, zone):
        at = NIGHT.ends_at(moment, zone)
        if _slot(at, zone) in slots:
            return at
    return NIGHT.ends_at(now, zone)


def _starts_of_blocks(now: datetime, zone: ZoneInfo) -> list[datetime]:
    """`now`, and the start of every block of the coming week, in order."""
    today = local_date(now, zone)
    starts = [
        to_utc(today + timedelta(days=day), time(block * BLOCK_HOURS), zone)
        for day in range(WEEK_DAYS + 1)
        for block in range(BLOCKS_A_DAY)
    ]
    return [now.astimezone(UTC), *(start for start in starts if start > now)]


def _slot(at: datetime, zone: ZoneInfo) -> int:
    local = at.astimezone(zone)
    return local.weekday() * BLOCKS_A_DAY + local.hour // BLOCK_HOURS
