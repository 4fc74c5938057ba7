"""The rota: who answers alerts in which hours of the week, first or as a deputy, and its gaps.

All times are those of the programme's own clock, as minutes of a day from 0 to 1440, by the half
hour. A turn over midnight is two shifts.
"""

from collections.abc import Iterable
from dataclasses import dataclass

DAY_MINUTES = 24 * 60
STEP_MINUTES = 30
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Shift:
    """A time of one weekday (0 is Monday), by the half hour, for one person."""

    person: str
    weekday: int
    from_minute: int
    until_minute: int
    is_deputy: bool = False

    def __post_init__(self) -> None:
        in_day = 0 <= self.from_minute < self.until_minute <= DAY_MINUTES
        if self.weekday not in range(len(WEEKDAYS)) or not in_day:
            raise ValueError("a shift lies within one day of the week, and ends after it begins")
        if self.from_minute % STEP_MINUTES or self.until_minute % STEP_MINUTES:
            raise ValueError("a shift begins and ends at a full or half hour")


@dataclass(frozen=True, slots=True)
class Span:
    """A time of one weekday."""

    weekday: int
    from_minute: int
    until_minute: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """The same time on several days, such as all of Saturday and Sunday."""

    weekdays: tuple[int, ...]
    from_minute: int
    until_minute: int


def split_hours(weekday: int, from_minute: int, until_minute: int) -> tuple[Span, ...]:
    """The turn as times within single days: until 8 the next morning is two of them.

    From and until the same time is the whole day and night from then on.
    """
    if from_minute < until_minute:
        return (Span(weekday, from_minute, until_minute),)
    tomorrow = (weekday + 1) % len(WEEKDAYS)
    night = (Span(weekday, from_minute, DAY_MINUTES),)
    return (*night, Span(tomorrow, 0, until_minute)) if until_minute else night


def gaps(shifts: Iterable[Shift]) -> tuple[Span, ...]:
    """The times of the week in which nobody is on duty, in order from Monday."""
    standing = tuple(shifts)
    return tuple(
        Span(weekday, begin, end)
        for weekday in range(len(WEEKDAYS))
        for begin, end in free_times(one for one in standing if one.weekday == weekday)
    )


def free_times(shifts: Iterable[Shift]) -> tuple[tuple[int, int], ...]:
    """The times of a day, from and until, that none of its shifts covers."""
    found: list[tuple[int, int]] = []
    covered_until = 0
    for begin, end in sorted((one.from_minute, one.until_minute) for one in shifts):
        if begin > covered_until:
            found.append((covered_until, begin))
        covered_until = max(covered_until, end)
    if covered_until < DAY_MINUTES:
        found.append((covered_until, DAY_MINUTES))
    return tuple(found)


def together(spans: Iterable[Span]) -> tuple[Stretch, ...]:
    """The same time of several days as one stretch, by their first day and minute."""
    days: dict[tuple[int, int], list[int]] = {}
    for span in spans:
        days.setdefault((span.from_minute, span.until_minute), []).append(span.weekday)
    found = [Stretch(tuple(sorted(set(d))), *times) for times, d in days.items()]
    return tuple(
        sorted(found, key=lambda one: (one.weekdays[0], one.from_minute, one.until_minute))
    )


def minute_in_words(minute: int) -> str:
    """A minute of the day as a clock shows it: 540 is 09:00, 1440 is 24:00."""
    return f"{minute // 60:02}:{minute % 60:02}"
