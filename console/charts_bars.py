"""Bars and dots for groups of people: where each stands, in units of the drawing.

Each line of the drawing has its words above it, so that it can be read on a phone. A bar is a share
on an axis from zero to all; a dot is a median on the whole range of its figure. A thin line with
ends is the 95 % interval of a share, or the middle half of values. One colour, no judgement.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 360
ROW, WORDS, BAR = 54, 18, 16  # height of a line; down to its words; of its bar
EDGE = 6  # at either side, so that a dot at the end of the axis is whole
FOOT = 24  # for the figures of the axis


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its words and its figure, and as far as they may be told from where to where."""

    label: str
    figure: str
    words_y: float
    y: float  # the middle of the bar or dot
    at: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class GroupChart:
    """The drawing. `kind` is "bars" or "dots"; `ticks` are (x, words) of its axis."""

    kind: str
    lines: tuple[Line, ...]
    ticks: tuple[tuple[float, str], ...]
    height: int
    width: int = WIDTH
    start: int = EDGE
    bar: int = BAR

    @property
    def axis_y(self) -> int:
        """Where the axis lies."""
        return self.height - FOOT


@dataclass(frozen=True, slots=True)
class Value:
    """What one line tells: `at` between `low` and `high`; None where it is hidden."""

    label: str
    figure: str
    at: float | None = None
    low: float | None = None
    high: float | None = None


def share_bars(values: Sequence[Value]) -> GroupChart | None:
    """Shares as parts of 1; None where not one may be told."""
    return _chart("bars", values, 0, 1, ((0, "0 %"), (0.5, "50 %"), (1, "100 %")))


def spread_dots(values: Sequence[Value], least: float, most: float) -> GroupChart | None:
    """Medians from `least` to `most`; None where not one may be told."""
    middle = (least + most) / 2
    ticks = [(one, f"{one:g}") for one in (least, middle, most)]
    return _chart("dots", values, least, most, ticks)


def _chart(
    kind: str,
    values: Sequence[Value],
    least: float,
    most: float,
    ticks: Sequence[tuple[float, str]],
) -> GroupChart | None:
    if most <= least or all(one.at is None for one in values):
        return None

    def across(value: float | None) -> float | None:
        if value is None:
            return None
        part = (min(max(value, least), most) - least) / (most - least)
        return round(EDGE + part * (WIDTH - 2 * EDGE), 1)

    lines = tuple(
        Line(
            one.label,
            one.figure,
            n * ROW + WORDS,
            n * ROW + WORDS + 10 + BAR / 2,
            *(across(value) for value in (one.at, one.low, one.high)),
        )
        for n, one in enumerate(values)
    )
    marked = tuple((across(value) or 0.0, words) for value, words in ticks)
    return GroupChart(kind, lines, marked, len(lines) * ROW + FOOT + 6)
