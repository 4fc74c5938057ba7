"""The rota: who answers alerts in which hours of the week, first or as a deputy, and its gaps.

All hours are those of the programme's own clock. A turn over midnight is two shifts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

DAY_HOURS = 24
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours of one weekday (0 is Monday), from 0 to 23 until 1 to 24, for one person."""

    person: str
    weekday: int
    from_hour: int
    until_hour: int
    is_deputy: bool = False

    def __post_init__(self) -> None:
        in_day = 0 <= self.from_hour < self.until_hour <= DAY_HOURS
        if self.weekday not in range(len(WEEKDAYS)) or not in_day:
            raise ValueError("a shift lies within one day of the week, and ends after it begins")


@dataclass(frozen=True, slots=True)
class Span:
    """Hours of one weekday."""

    weekday: int
    from_hour: int
    until_hour: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """The same hours on several days, such as Saturday and Sunday from 0 to 24."""

    weekdays: tuple[int, ...]
    from_hour: int
    until_hour: int


def split_hours(weekday: int, from_hour: int, until_hour: int) -> tuple[Span, ...]:
    """The turn as hours within single days: until 8 the next morning is two of them.

    From and until the same hour is the whole day and night from then on.
    """
    if from_hour < until_hour:
        return (Span(weekday, from_hour, until_hour),)
    tomorrow = (weekday + 1) % len(WEEKDAYS)
    night = (Span(weekday, from_hour, DAY_HOURS),)
    return (*night, Span(tomorrow, 0, until_hour)) if until_hour else night


def on_duty(shifts: Iterable[Shift], local: datetime) -> tuple[str, ...]:
    """Who is on duty at this time of the programme's clock: the first ones, then deputies."""
    there = [one for one in shifts if _covers(one, local.weekday(), local.hour)]
    there.sort(key=lambda one: one.is_deputy)
    return tuple(dict.fromkeys(one.person for one in there))


def gaps(shifts: Iterable[Shift]) -> tuple[Span, ...]:
    """The hours of the week in which nobody is on duty, in order from Monday."""
    taken = {(one.weekday, hour) for one in shifts for hour in range(one.from_hour, one.until_hour)}
    found: list[Span] = []
    for weekday in range(len(WEEKDAYS)):
        begun: int | None = None
        for hour in range(DAY_HOURS + 1):
            is_free = hour < DAY_HOURS and (weekday, hour) not in taken
            if is_free and begun is None:
                begun = hour
            elif not is_free and begun is not None:
                found.append(Span(weekday, begun, hour))
                begun = None
    return tuple(found)


def together(spans: Iterable[Span]) -> tuple[Stretch, ...]:
    """The same hours of several days as one stretch, by their first day and hour."""
    days: dict[tuple[int, int], list[int]] = {}
    for span in spans:
        days.setdefault((span.from_hour, span.until_hour), []).append(span.weekday)
    found = [Stretch(tuple(sorted(set(d))), *hours) for hours, d in days.items()]
    return tuple(sorted(found, key=lambda one: (one.weekdays[0], one.from_hour, one.until_hour)))


def next_on_duty(shifts: Iterable[Shift], local: datetime) -> datetime | None:
    """When somebody is next on duty by the programme's clock; now, or None in an empty rota.

    The clock's day is walked hour by hour on the wall, so that a change of clocks moves nothing.
    """
    standing = tuple(shifts)
    if on_duty(standing, local):
        return local
    wall = local.replace(minute=0, second=0, microsecond=0, tzinfo=None)
    for hours in range(1, DAY_HOURS * len(WEEKDAYS) + 1):
        then = wall + timedelta(hours=hours)
        if on_duty(standing, then):
            return then.replace(tzinfo=local.tzinfo)
    return None


def _covers(shift: Shift, weekday: int, hour: int) -> bool:
    return shift.weekday == weekday and shift.from_hour <= hour < shift.until_hour
