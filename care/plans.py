"""Plans: on which local dates a measure is asked, counted from a day that means something.

A plan asks every so many days, at listed weeks, or after so many contacts. A listed week has a few
days to come true, so that one day without a phone does not lose a measure that is asked three
times in a year.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from care.cadence import Cadence, Due, first_due, next_due
from care.talks import SILENT_HOURS
from care.wall_time import local_date, to_utc

Start = Literal["match", "first_contact", "stage", "birth", "end"]
STARTS: tuple[Start, ...] = ("match", "first_contact", "stage", "birth", "end")
PlanRole = Literal["service_user", "peer_worker", "coordinator"]

# A listed week stays open for so many days: the length of a week, so that none reaches the next.
GRACE_DAYS = 6
# Every rhythm can be made slower by its person up to this: two months still tell of a change.
SLOWEST_DAYS = 56


@dataclass(frozen=True, slots=True)
class Asking:
    """How an unanswered check-in is asked again, and when it counts as missed, in hours."""

    remind_after_hours: int = 24
    reminders: int = 1
    expires_after_hours: int = 72


@dataclass(frozen=True, slots=True)
class CheckinPlan:
    """One measure for one role, counted from `start`, at the time `at` on the person's own wall.

    Exactly one of these says how often: `every_days` (on a `weekday` from 0, Monday, where one is
    set), `at_weeks` or `after_contacts`. `first_after_days` is the distance from the start.
    `weeks`: how long it is asked, counted from the start; None asks until the pairing ends.
    `name` tells two plans of one measure apart. One that waits for contacts is not asked while
    words were exchanged in the last `silent_hours`.
    """

    measure: str
    role: PlanRole
    first_after_days: int
    every_days: int
    at: time
    weeks: int | None = None
    name: str = ""
    start: Start = "match"
    weekday: int | None = None
    at_weeks: tuple[int, ...] = ()
    after_contacts: tuple[int, ...] = ()
    asking: Asking = Asking()
    silent_hours: int = SILENT_HOURS

    @property
    def is_about_pairing(self) -> bool:
        """Whether it counts from what the two of one pairing did, so that each has its own."""
        return bool(self.after_contacts) or self.start == "first_contact"

    @property
    def key(self) -> str:
        """What the plan is called where its name was left out."""
        return self.name or self.measure


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a person is asked: a pack's plan with what the person or a coordinator changed."""

    at: time
    first_after_days: int = 0
    every_days: int = 0
    weekday: int | None = None
    at_weeks: tuple[int, ...] = ()
    after_contacts: tuple[int, ...] = ()

    @property
    def cadence(self) -> Cadence:
        """The rhythm as days; raises ValueError where it is not one of days."""
        return Cadence(self.every_days, self.at, self.weekday)


@dataclass(frozen=True, slots=True)
class Over:
    """No date is left; `skipped` are the dates passed over before that was seen."""

    skipped: tuple[date, ...] = ()


def first_of(rhythm: Rhythm, start: datetime, counted_from: date, zone: ZoneInfo) -> Due | Over:
    """The first date of a plan that begins at `start`, counted from a date that may be earlier.

    Never before `start`; listed weeks that are over by then are left out.
    """
    if rhythm.every_days:
        ahead = (counted_from - local_date(start, zone)).days + rhythm.first_after_days
        return first_due(rhythm.cadence, start, max(0, ahead), zone)
    if rhythm.after_contacts:
        return _look_from(local_date(start, zone), rhythm.at, zone, start)
    today = local_date(start, zone)
    is_over = to_utc(today, rhythm.at, zone) < start
    return _listed_after(rhythm, counted_from, (today, False) if is_over else None, zone, start)


def following(
    rhythm: Rhythm,
    counted_from: date,
    after: date,
    zone: ZoneInfo,
    now: datetime,
    *,
    asked: bool,
    last_at: datetime | None = None,
) -> Due | Over:
    """The date after `after`, on which the plan was due and `asked` or not.

    A listed week that was not asked is tried again on the days that it has left. A plan that
    counts contacts looks each day.
    """
    if rhythm.every_days:
        return next_due(rhythm.cadence, after, zone, now, last_at=last_at)
    if rhythm.after_contacts:
        return _look_from(after + timedelta(days=1), rhythm.at, zone, now)
    return _listed_after(rhythm, counted_from, (after, asked), zone, now)


def look_tomorrow(rhythm: Rhythm, after: date, zone: ZoneInfo, now: datetime) -> Due:
    """When a plan whose start is not known yet is looked at again: the next local day."""
    return _look_from(after + timedelta(days=1), rhythm.at, zone, now)


def contacts_reached(after_contacts: Sequence[int], contacts: int) -> int:
    """How many of the listed numbers of contacts have come."""
    return sum(contacts >= listed for listed in after_contacts)


def less_often(every_days: int) -> int:
    """Twice the distance, up to eight weeks; unchanged once that would be passed."""
    return every_days * 2 if every_days * 2 <= SLOWEST_DAYS else every_days


def _look_from(day: date, at: time, zone: ZoneInfo, now: datetime) -> Due:
    first = max(day, local_date(now, zone))
    return Due(to_utc(first, at, zone), first)


def _listed_after(
    rhythm: Rhythm,
    counted_from: date,
    done: tuple[date, bool] | None,
    zone: ZoneInfo,
    now: datetime,
) -> Due | Over:
    today = local_date(now, zone)
    skipped: list[date] = []
    for listed in _listed(rhythm, counted_from):
        first = _first_open(listed, done)
        if first is None:
            continue
        day = max(first, today)
        if day <= listed + timedelta(days=GRACE_DAYS):
            return Due(to_utc(day, rhythm.at, zone), day, tuple(skipped))
        if first == listed and done is not None:
            skipped.append(listed)
    return Over(tuple(skipped))


def _first_open(listed: date, done: tuple[date, bool] | None) -> date | None:
    """The first day on which a listed date can still be asked; None where it is over."""
    if done is None or listed > done[0]:
        return listed
    after, asked = done
    if asked or after >= listed + timedelta(days=GRACE_DAYS):
        return None
    return after + timedelta(days=1)


def _listed(rhythm: Rhythm, counted_from: date) -> Iterator[date]:
    first = counted_from + timedelta(days=rhythm.first_after_days)
    return (first + timedelta(weeks=week) for week in rhythm.at_weeks)
