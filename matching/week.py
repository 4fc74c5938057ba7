"""Hours of the week that two people share, whatever zone each lives in.

A slot is four hours by the clock on the wall. Zones are compared by their offsets at noon UTC of
the day asked, so a change of the clocks later that week is not looked ahead to.
"""

from datetime import UTC, date, datetime, time
from functools import lru_cache
from math import gcd
from zoneinfo import ZoneInfo

from matching.errors import PersonRefused

SLOTS_A_WEEK = 42
SLOT_MINUTES = 240
WEEK_MINUTES = SLOTS_A_WEEK * SLOT_MINUTES


def minutes_shared(
    one: frozenset[int], one_zone: str, other: frozenset[int], other_zone: str, today: date
) -> int:
    """Minutes a week in which both have time."""
    shift = offset_minutes(other_zone, today) - offset_minutes(one_zone, today)
    unit = unit_minutes([0, shift])
    return (week_mask(one, 0, unit) & week_mask(other, shift, unit)).bit_count() * unit


def unit_minutes(shifts: list[int]) -> int:
    """The longest stretch of time that divides slots and all these shifts: 240 down to 1."""
    return gcd(SLOT_MINUTES, *shifts)


@lru_cache(maxsize=65536)
def week_mask(slots: frozenset[int], shift: int, unit: int) -> int:
    """The slots as bits of `unit` minutes, seen from a clock that is `shift` minutes behind."""
    block = (1 << SLOT_MINUTES // unit) - 1
    bits = WEEK_MINUTES // unit
    mask = 0
    for slot in slots:
        mask |= block << ((slot * SLOT_MINUTES - shift) % WEEK_MINUTES // unit)
    return (mask | mask >> bits) & ((1 << bits) - 1)


@lru_cache(maxsize=4096)
def offset_minutes(zone: str, today: date) -> int:
    """Minutes by which the zone's clock is ahead of UTC on that day."""
    noon = datetime.combine(today, time(12), UTC)
    offset = noon.astimezone(ZoneInfo(zone)).utcoffset()
    return 0 if offset is None else int(offset.total_seconds()) // 60


def check_zone(owner: str, zone: str) -> None:
    """Refuse a zone that is not in the IANA list, such as Europe/London."""
    if not is_zone(zone):
        message = f"{owner}: zone is {zone!r}, expected a time zone such as Europe/London"
        raise PersonRefused(message)


@lru_cache(maxsize=1024)
def is_zone(zone: str) -> bool:
    """Whether the zone is in the IANA list."""
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, KeyError):
        return False
    return True
