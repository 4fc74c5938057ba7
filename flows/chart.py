"""A chart of a letter: which totals on which days; the edge draws it when the letter leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from care.measures.over_time import Answered


@dataclass(frozen=True, slots=True)
class Point:
    """A day, as an ISO date, and the total of that day."""

    iso: str
    total: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Totals from `least` to `most`, the whole range. A line joins the points of one run alone.

    With `numbers` each run belongs to one of several lines, numbered from 1; else all are one line.
    """

    least: int
    most: int
    runs: tuple[tuple[Point, ...], ...]
    numbers: tuple[int, ...] = ()


def chart_of(least: int, most: int, runs: Sequence[Sequence[Answered]]) -> Chart:
    """The chart of these answers."""
    drawn = (tuple(Point(one.day.isoformat(), one.total) for one in run) for run in runs)
    return Chart(least, most, tuple(drawn))


def chart_of_lines(
    least: int, most: int, runs: Sequence[tuple[int, Sequence[tuple[date, int]]]]
) -> Chart:
    """The chart of several lines: the number of its line, then days and values, for each run."""
    drawn = tuple(tuple(Point(day.isoformat(), value) for day, value in run) for _, run in runs)
    return Chart(least, most, drawn, tuple(number for number, _ in runs))


def read_chart(raw: dict[str, Any] | None) -> Chart | None:
    """The chart out of the plain values of a letter."""
    if raw is None:
        return None
    runs = tuple(tuple(Point(**point) for point in run) for run in raw["runs"])
    return Chart(raw["least"], raw["most"], runs, tuple(raw["numbers"]))
