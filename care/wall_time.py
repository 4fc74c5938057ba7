"""Between the clock on a person's wall and UTC instants."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)


def to_utc(local_date: date, wall_time: time, zone: ZoneInfo) -> datetime:
    """The UTC instant at which clocks in `zone` show this date and time.

    A time the clocks skip becomes the first one they show afterwards; a time they show twice is
    the first of the two. A whole skipped day (Samoa, 30 December 2011) ends at the next midnight.
    """
    local = datetime.combine(local_date, wall_time.replace(tzinfo=None, fold=0), tzinfo=zone)
    instant = local.astimezone(UTC)
    if _wall(instant, zone) == local.replace(tzinfo=None):
        return instant
    before_gap = local.replace(fold=1).astimezone(UTC)
    return _end_of_gap(before_gap, instant, zone)


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """The date on a calendar in `zone` at this aware instant."""
    return instant.astimezone(zone).date()


def _wall(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def _end_of_gap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Halve the span until the instant of the change is known to the second."""
    new_offset = after.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // 2 // _SECOND * _SECOND
        if middle.astimezone(zone).utcoffset() == new_offset:
            after = middle
        else:
            before = middle
    return after
