"""Room: whether a person can be asked something today, or on which day there is room for it.

At most one check-in a day and a few in seven days, however many plans there are; no measure twice
within the days that it asks about; nothing on a holiday or before the day that the person chose.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Literal

Reason = Literal["resting", "holiday", "recall", "one_a_day", "week_full"]
REASONS: tuple[Reason, ...] = ("resting", "holiday", "recall", "one_a_day", "week_full")

# A US text service asked about mood up to three times a week (epharmix.com/epxdepress). Here all
# measures together stay within that: our judgement of what a tired person can take.
MOST_A_WEEK = 3
WEEK = 7


@dataclass(frozen=True, slots=True)
class Asked:
    """A measure that the person was asked, and the date of that on their present calendar.

    `on_their_day` is the date on their calendar of then: it differs after a move.
    """

    measure: str
    on: date
    on_their_day: date


@dataclass(frozen=True, slots=True)
class Limits:
    """What keeps a person from being asked; `resting_until` is the first day after their rest."""

    most_a_week: int = MOST_A_WEEK
    holidays: Collection[str] = ()
    resting_until: date | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """It is not asked today but on `to`, the first day with room; and why not today."""

    to: date
    reason: Reason


def move_for(
    measure: str, recall_days: int, today: date, earlier: Iterable[Asked], limits: Limits
) -> Move | None:
    """Where a measure due today has to go; None where there is room for it today."""
    asked = tuple(earlier)
    reason = _against(today, measure, recall_days, asked, limits)
    if reason is None:
        return None
    days = (today + timedelta(days=n) for n in count(1))
    free = next(day for day in days if _against(day, measure, recall_days, asked, limits) is None)
    return Move(free, reason)


def is_holiday(day: date, holidays: Collection[str]) -> bool:
    """Whether a day is listed, as "2026-12-25" or as "12-25" for every year."""
    return day.isoformat() in holidays or f"{day:%m-%d}" in holidays


def _against(
    day: date, measure: str, recall_days: int, asked: tuple[Asked, ...], limits: Limits
) -> Reason | None:
    if limits.resting_until is not None and day < limits.resting_until:
        return "resting"
    if is_holiday(day, limits.holidays):
        return "holiday"
    window = timedelta(days=recall_days)
    if any(one.measure == measure and day < _later(one) + window for one in asked):
        return "recall"
    if any(_later(one) >= day for one in asked):
        return "one_a_day"
    in_week = sum((day - one.on).days < WEEK for one in asked)
    return "week_full" if in_week >= limits.most_a_week else None


def _later(one: Asked) -> date:
    return max(one.on, one.on_their_day)
