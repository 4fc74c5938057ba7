"""When somebody is usually here to answer, from the hours that they offered.

Nothing here comes from what they do: not when they read, wrote or were seen.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from care.hours import BLOCKS_A_DAY, SLOTS_A_WEEK
from care.wall_time import local_date, to_utc

_BLOCK_HOURS = 24 // BLOCKS_A_DAY
_DAYS_AHEAD = 16  # a week and more, where a change of the calendar swallows a day


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTimes:
    """Whether somebody is usually here now, and until when or from when on, in UTC.

    Nothing is promised for those who are here at any time, or whose hours are not known: they
    are here, until no hour. `next_start` and `next_end` are their next hours when they are not
    here; the end is None where no end is known.
    """

    is_here: bool
    here_until: datetime | None = None
    next_start: datetime | None = None
    next_end: datetime | None = None


def answer_times(
    slots: frozenset[int], zone: ZoneInfo, now: datetime, back_at: datetime | None = None
) -> AnswerTimes:
    """Return when somebody with these slots (care.hours) on a clock in `zone` is here.

    `back_at` is when their time away ends: until then they are not here, whatever the hour.
    """
    is_away = back_at is not None and back_at > now
    since = back_at if back_at is not None and is_away else now
    stretch = None
    if 0 < len(slots) < SLOTS_A_WEEK:
        stretch = next((s for s in _stretches(slots, zone, since) if s[1] > since), None)
    if stretch is None:
        return (
            AnswerTimes(is_here=False, next_start=since) if is_away else AnswerTimes(is_here=True)
        )
    start, end = stretch
    if start <= now and not is_away:
        return AnswerTimes(is_here=True, here_until=end)
    return AnswerTimes(is_here=False, next_start=max(start, since), next_end=end)


def _stretches(
    slots: frozenset[int], zone: ZoneInfo, since: datetime
) -> list[tuple[datetime, datetime]]:
    """Return the hours of the days around `since` as instants, slots that touch joined."""
    found: list[tuple[datetime, datetime]] = []
    first = local_date(since, zone) - timedelta(days=1)
    for number in range(_DAYS_AHEAD * BLOCKS_A_DAY):
        days, block = divmod(number, BLOCKS_A_DAY)
        day = first + timedelta(days=days)
        if day.weekday() * BLOCKS_A_DAY + block not in slots:
            continue
        start, end = _begin(day, block, zone), _begin(day, block + 1, zone)
        if found and start <= found[-1][1]:
            start = found.pop()[0]
        found.append((start, end))
    return found


def _begin(day: date, block: int, zone: ZoneInfo) -> datetime:
    """Return when a block of this day begins; the last one ends as the next day begins."""
    days, block = divmod(block, BLOCKS_A_DAY)
    return to_utc(day + timedelta(days=days), time(block * _BLOCK_HOURS), zone)
