"""When a check-in is due: every so many days, at a time on the person's own clock.

Dates are local dates. A plan has at most one due per local date, and after a break it goes on with
the dates still ahead: what was missed is named, never sent in a heap.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import blake2b
from itertools import count
from zoneinfo import ZoneInfo

from care.quiet_hours import QuietHours
from care.wall_time import local_date, to_utc

__all__ = [
    "LEAST_GAP",
    "Cadence",
    "Due",
    "Lateness",
    "SendAt",
    "SendNow",
    "TooLate",
    "first_due",
    "lateness",
    "next_due",
    "shifted",
    "spread",
    "to_utc",
]

# A move to a zone further east can bring the next local morning within an hour.
LEAST_GAP = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Cadence:
    """A check-in every `every_days` days at `at` on the local clock.

    With `weekday` (Monday is 0) it always falls on that day and `every_days` is a multiple of 7.
    """

    every_days: int
    at: time
    weekday: int | None = None

    def __post_init__(self) -> None:
        if self.every_days < 1:
            raise ValueError("every_days must be 1 or more")
        if self.at.tzinfo is not None:
            raise ValueError("at is a local time: leave its time zone out")
        if self.weekday is not None and self.weekday not in range(7):
            raise ValueError("weekday runs from 0 (Monday) to 6 (Sunday)")
        if self.weekday is not None and self.every_days % 7:
            raise ValueError("every_days must be a multiple of 7 when a weekday is set")


@dataclass(frozen=True, slots=True)
class Due:
    """A check-in due `at` (UTC) for `local_date`; `skipped` are the dates passed over before it."""

    at: datetime
    local_date: date
    skipped: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class SendNow:
    """It may go out at once."""


@dataclass(frozen=True, slots=True)
class SendAt:
    """It goes out at this UTC instant, which is after `now` and not at night."""

    at: datetime


@dataclass(frozen=True, slots=True)
class TooLate:
    """It is not sent any more; `reason` is "day_over" or "limit"."""

    reason: str


Lateness = SendNow | SendAt | TooLate


def first_due(cadence: Cadence, start: datetime, first_after_days: int, zone: ZoneInfo) -> Due:
    """The first check-in: `first_after_days` local days after `start`, never before `start`."""
    if first_after_days < 0:
        raise ValueError("first_after_days must be 0 or more")
    first = local_date(start, zone) + timedelta(days=first_after_days)
    for day in _dates(cadence, first):
        due = Due(to_utc(day, cadence.at, zone), day)
        if due.at >= start:
            return due
    raise AssertionError


def next_due(
    cadence: Cadence,
    after_local_date: date,
    zone: ZoneInfo,
    now: datetime,
    *,
    last_at: datetime | None = None,
) -> Due:
    """The check-in that follows the one of `after_local_date`.

    Never sooner than `every_days` after that date, never for a local date that is over, and with
    `last_at` (when the last one was sent) never less than 12 hours after it. A due of today whose
    time has passed is still given: `lateness` says whether it goes out. Ask again when the zone
    or the cadence changes.
    """
    skipped: list[date] = []
    for day in _dates(cadence, after_local_date + timedelta(days=cadence.every_days)):
        at = to_utc(day, cadence.at, zone)
        if _is_open(day, at, zone, now, last_at):
            return Due(at, day, tuple(skipped))
        skipped.append(day)
    raise AssertionError


def lateness(
    due: Due,
    now: datetime,
    quiet: QuietHours,
    zone: ZoneInfo,
    limit: timedelta | None = None,
) -> Lateness:
    """Whether a due check-in goes out now, later or not any more.

    It is useful until the end of the local day on which it could first be sent, or for `limit`
    from that moment where one is given. Nothing is sent in the quiet hours.
    """
    first = quiet.ends_at(due.at, zone)
    chance = quiet.ends_at(max(now, due.at), zone)
    if limit is not None and chance - first > limit:
        return TooLate("limit")
    if limit is None and local_date(chance, zone) > local_date(first, zone):
        return TooLate("day_over")
    return SendNow() if chance <= now else SendAt(chance)


def spread(seed: int, minutes: int) -> int:
    """A minute from 0 to `minutes` - 1 that is always the same for the same `seed`.

    Adds up to an even spread over many seeds, so that not everyone is asked in the same minute.
    """
    if minutes < 1:
        raise ValueError("minutes must be 1 or more")
    digest = blake2b(str(seed).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % minutes


def shifted(at: time, minutes: int) -> time:
    """The wall time so many minutes later, at most 23:59: it stays on its own date."""
    total = at.hour * 60 + at.minute + minutes
    return time(*divmod(min(total, 23 * 60 + 59), 60))


def _dates(cadence: Cadence, first: date) -> Iterator[date]:
    """All dates from `first` on, moved forward to the weekday where one is set."""
    to_weekday = 0 if cadence.weekday is None else (cadence.weekday - first.weekday()) % 7
    for n in count():
        yield first + timedelta(days=to_weekday + n * cadence.every_days)


def _is_open(
    day: date, at: datetime, zone: ZoneInfo, now: datetime, last_at: datetime | None
) -> bool:
    if day < local_date(now, zone):
        return False
    return last_at is None or max(at, now) - last_at >= LEAST_GAP
