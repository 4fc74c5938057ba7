"""Waiting: how long it may take, told from how long others in the same programme waited.

The figures are nearest ranks: days that somebody did wait, so that the sentences about them are
true of those people. They promise nothing to the next one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

LEAST_KNOWN = 5  # waits; with fewer nothing is said. Our choice
LATEST = 20  # waits that are looked back on: older ones tell of other times. Our choice
TOLD_AGAIN_AFTER = timedelta(days=7)
WEEK = 7
WEEKS_FROM = 14  # days from which people think in weeks
FEWEST = 2  # "up to 2 days" is true of one day too, and needs no other wording


@dataclass(frozen=True, slots=True)
class Estimate:
    """Of the last `people`, half waited up to `half_days`, three in four up to `most_days`."""

    people: int
    half_days: int
    most_days: int


@dataclass(frozen=True, slots=True)
class InWords:
    """The two figures in the unit that they are read in: "days" or "weeks"; each 2 or more."""

    unit: str
    half: int
    most: int


def estimate(waits: Sequence[int]) -> Estimate | None:
    """Return the estimate from whole days that people waited; None where too few are known."""
    if len(waits) < LEAST_KNOWN:
        return None
    ordered = sorted(waits)
    return Estimate(len(ordered), _rank(ordered, 1, 2), _rank(ordered, 3, 4))


def in_words(told: Estimate) -> InWords:
    """Return the figures as they are read: in weeks, rounded up, once half is two weeks or more."""
    if told.half_days < WEEKS_FROM:
        return InWords("days", max(FEWEST, told.half_days), max(FEWEST, told.most_days))
    return InWords("weeks", ceil(told.half_days / WEEK), ceil(told.most_days / WEEK))


def is_longer_than_most(waited_days: int, told: Estimate) -> bool:
    """Tell whether somebody has waited longer than three in four of the others did."""
    return waited_days > told.most_days


def has_changed_much(told: Estimate | None, now: Estimate | None) -> bool:
    """Tell whether the person should hear anew: by a week and by a third, or known at last."""
    if now is None:
        return False
    if told is None:
        return True
    change = abs(now.most_days - told.most_days)
    return change >= WEEK and 3 * change >= told.most_days


def _rank(ordered: Sequence[int], part: int, of: int) -> int:
    """Return the smallest wait that `part` in `of` people did not exceed."""
    return ordered[ceil(len(ordered) * part / of) - 1]
