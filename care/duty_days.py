"""Who is on duty on a day of the calendar: the week of the rota, but for days off.

A day off is a whole day of the programme's own clock, from midnight to midnight.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from care.rota import Shift, Span, free_times, gaps

LOOKED_AHEAD = 3 * 366  # days; days off are entered for a year at most, and may follow each other


@dataclass(frozen=True, slots=True)
class DaysOff:
    """From a first to a last day one person is away, or with None nobody is there at all."""

    person: str | None
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class DayGap:
    """A time of each of these days, in minutes, in which nobody is on duty."""

    first: date
    last: date
    from_minute: int
    until_minute: int


@dataclass(frozen=True, slots=True)
class Week:
    """The week of a rota with the days off that are not over by `today`."""

    shifts: tuple[Shift, ...]
    days_off: tuple[DaysOff, ...]
    today: date

    @property
    def gaps(self) -> tuple[Span, ...]:
        """The times of every week in which nobody is on duty."""
        return gaps(self.shifts)

    @property
    def day_gaps(self) -> tuple[DayGap, ...]:
        """The times without anybody that days off make."""
        return day_gaps(self.shifts, self.days_off, self.today)


def on_duty(
    shifts: Iterable[Shift], local: datetime, days_off: Sequence[DaysOff] = ()
) -> tuple[str, ...]:
    """Who is on duty at this time of the programme's clock: the first ones, then deputies."""
    minute = local.hour * 60 + local.minute
    there = [
        one
        for one in _shifts_on(shifts, local.date(), days_off)
        if one.from_minute <= minute < one.until_minute
    ]
    there.sort(key=lambda one: one.is_deputy)
    return tuple(dict.fromkeys(one.person for one in there))


def next_on_duty(
    shifts: Iterable[Shift], local: datetime, days_off: Sequence[DaysOff] = ()
) -> datetime | None:
    """When somebody is next on duty by the programme's clock; now, or None where nobody ever is.

    Days are walked on the wall, so that a change of clocks moves nothing.
    """
    standing = tuple(shifts)
    if on_duty(standing, local, days_off):
        return local
    after = local.hour * 60 + local.minute
    for days in range(LOOKED_AHEAD if standing else 0):
        day = local.date() + timedelta(days=days)
        begins = [one.from_minute for one in _shifts_on(standing, day, days_off)]
        later = [one for one in begins if days or one > after]
        if later:
            wall = time(min(later) // 60, min(later) % 60)
            return datetime.combine(day, wall, tzinfo=local.tzinfo)
    return None


def day_gaps(
    shifts: Iterable[Shift], days_off: Sequence[DaysOff], today: date
) -> tuple[DayGap, ...]:
    """From today on, the times without anybody that days off make, the same on days on end as one.

    Gaps of every week are left out: a day that is off for nobody who would be there has none.
    """
    standing, found = tuple(shifts), list[DayGap]()
    for day in _days_of(days_off, today):
        usual = set(free_times(_shifts_on(standing, day, ())))
        for begin, end in free_times(_shifts_on(standing, day, days_off)):
            if (begin, end) not in usual:
                _add(found, DayGap(day, day, begin, end))
    return tuple(found)


def _add(found: list[DayGap], gap: DayGap) -> None:
    """Put a gap behind the others; one that goes on from the day before makes that one longer."""
    for place, known in enumerate(found):
        follows = known.last + timedelta(days=1) == gap.first
        times = (known.from_minute, known.until_minute)
        if follows and times == (gap.from_minute, gap.until_minute):
            found[place] = replace(known, last=gap.last)
            return
    found.append(gap)


def _shifts_on(shifts: Iterable[Shift], day: date, days_off: Sequence[DaysOff]) -> list[Shift]:
    off = {one.person for one in days_off if one.first <= day <= one.last}
    if None in off:
        return []
    return [one for one in shifts if one.weekday == day.weekday() and one.person not in off]


def _days_of(days_off: Sequence[DaysOff], today: date) -> list[date]:
    """Every day from today on that is off for somebody, in order."""
    days = {
        one.first + timedelta(days=n)
        for one in days_off
        for n in range((one.last - one.first).days + 1)
    }
    return sorted(day for day in days if day >= today)
