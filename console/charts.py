"""Charts as drawings in the page: where each line, dot and bar stands, in units of the drawing.

No judgement is drawn: one colour, no bands, no thresholds. The axis shows a measure's whole range,
so that a small change looks small. The same numbers always stand in a table below.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from care.dose import Week
from care.measures.over_time import Answered

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 54, 16, 24, 34  # around the plot
STEPS = 4  # parts that a range is divided into by thin lines
DAY_WIDE = 142  # units that a day written below the axis needs, with some air
LABEL_AWAY = 10  # from a dot to its figure
DIGIT = 9  # units that one digit of a figure needs
MOST_BARS = 53  # a year of weeks


@dataclass(frozen=True, slots=True)
class Tick:
    """A thin line of the axis at height `y`; `label` is empty where no whole number lies."""

    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One total: where it is, and where its figure stands."""

    x: float
    y: float
    label: str
    label_y: float


@dataclass(frozen=True, slots=True)
class DayMark:
    """A day that is written below the axis; `anchor` is that of SVG's text."""

    x: float
    day: date
    anchor: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """Totals over time; each path joins the answers of one run, so that gaps stay gaps."""

    ticks: tuple[Tick, ...]
    paths: tuple[str, ...]
    dots: tuple[Dot, ...]
    days: tuple[DayMark, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT


@dataclass(frozen=True, slots=True)
class Bar:
    """One week: its contacts as a bar, and a mark across it at how many were planned."""

    x: float
    y: float
    width: float
    height: float
    planned_y: float
    label: str
    label_y: float


@dataclass(frozen=True, slots=True)
class BarChart:
    """Contacts week by week, the axis from zero."""

    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    numbers: tuple[tuple[float, int], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def line_chart(least: int, most: int, runs: Sequence[Sequence[Answered]]) -> LineChart | None:
    """The drawing of these totals from `least` to `most`; None without any."""
    answered = [one for run in runs for one in run]
    if not answered or most <= least:
        return None
    first, last = answered[0].day, answered[-1].day
    places = {one: (_across(one.day, first, last), _up(one.total, least, most)) for one in answered}
    paths = [" ".join(f"{x:g},{y:g}" for x, y in (places[one] for one in run)) for run in runs]
    return LineChart(
        _ticks(least, most),
        tuple(path for path, run in zip(paths, runs, strict=True) if len(run) > 1),
        _dots([(places[one], one.total) for one in answered]),
        _days([(places[one][0], one.day) for one in answered]),
    )


def week_bars(weeks: Sequence[Week]) -> BarChart | None:
    """The drawing of the last weeks of a pairing; None without any."""
    shown = weeks[-MOST_BARS:]
    if not shown:
        return None
    most = max(1, *(max(week.contacts, week.planned) for week in shown))
    slot = (WIDTH - LEFT - RIGHT) / len(shown)
    wide = min(46.0, slot * 0.7)
    bars = []
    for place, week in enumerate(shown):
        x = LEFT + slot * place + (slot - wide) / 2
        y = _up(week.contacts, 0, most)
        planned = _up(week.planned, 0, most)
        bars.append(
            Bar(
                _short(x),
                y,
                _short(wide),
                _short(HEIGHT - BOTTOM - y),
                planned,
                str(week.contacts),
                _short(min(y, planned) - 6),
            )
        )
    every = -(-len(shown) // 14)  # so that numbers below the bars do not touch
    numbers = tuple(
        (_short(LEFT + slot * (place + 0.5)), week.number)
        for place, week in enumerate(shown)
        if place % every == 0
    )
    return BarChart(_whole_ticks(most), tuple(bars), numbers)


def _across(day: date, first: date, last: date) -> float:
    if first == last:
        return (LEFT + WIDTH - RIGHT) / 2
    part = (day - first).days / (last - first).days
    inset = 14  # so that a figure above the first dot does not touch the axis
    return _short(LEFT + inset + part * (WIDTH - RIGHT - LEFT - 2 * inset))


def _up(total: float, least: int, most: int) -> float:
    return _short(TOP + (HEIGHT - BOTTOM - TOP) * (most - total) / (most - least))


def _ticks(least: int, most: int) -> tuple[Tick, ...]:
    values = [least + (most - least) * step / STEPS for step in range(STEPS + 1)]
    return tuple(Tick(_up(v, least, most), f"{v:g}" if v == int(v) else "") for v in values)


def _whole_ticks(most: int) -> tuple[Tick, ...]:
    every = -(-most // STEPS)
    return tuple(Tick(_up(n, 0, most), str(n)) for n in range(0, most + 1, every))


def _dots(found: Sequence[tuple[tuple[float, float], int]]) -> tuple[Dot, ...]:
    """A figure stands above its dot; below it where the figure before would be touched."""
    dots = []
    until = 0.0
    for (x, y), total in found:
        half = DIGIT * len(str(total)) / 2
        is_below = x - half < until and y < HEIGHT - BOTTOM - 2 * LABEL_AWAY
        away = LABEL_AWAY + 9 if is_below else -LABEL_AWAY
        dots.append(Dot(x, y, str(total), _short(y + away)))
        until = 0.0 if is_below else x + half
    return tuple(dots)


def _days(found: Sequence[tuple[float, date]]) -> tuple[DayMark, ...]:
    """The first and the last day, and those between that have room."""
    (first_x, first), (last_x, last) = found[0], found[-1]
    if first_x == last_x:
        return (DayMark(first_x, first, "middle"),)
    marks = [DayMark(first_x, first, "start")]
    until = first_x + DAY_WIDE
    for x, day in found[1:-1]:
        if x - DAY_WIDE / 2 >= until and x + DAY_WIDE / 2 <= last_x - DAY_WIDE:
            marks.append(DayMark(x, day, "middle"))
            until = x + DAY_WIDE / 2
    return (*marks, DayMark(last_x, last, "end"))


def _short(value: float) -> float:
    return round(value, 1)
