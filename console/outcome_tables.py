"""Outcomes as tables, drawings and files: the lines of each figure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from care.outcomes_intervals import Share, Spread
from care.outcomes_lines import Row
from care.outcomes_points import POINTS
from console.charts_bars import GroupChart, Value, share_bars, spread_dots
from console.csv_files import Cell
from console.outcome_words import Wording, how_of, label_of, percent, sentences_of, title_of
from flows.outcomes import SETTING, Outcomes, Section

NUMBERS = ("figure", "line", "number", "value", "low", "high")  # the columns of a file


@dataclass(frozen=True, slots=True)
class Told:
    """One figure as it stands on the page; `lines` begin with what they are about.

    Where nothing of it `is_told`, each of its lines is hidden.
    """

    name: str
    who: str
    title: str
    sentences: tuple[str, ...]
    how: str
    header: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    chart: GroupChart | None
    is_told: bool


def tell(t: Wording, outcomes: Outcomes) -> list[Told]:
    """Every figure, those about service users first."""
    return [_tell(t, outcomes, section) for section in outcomes.sections]


def numbers(t: Wording, outcomes: Outcomes, name: str) -> Iterator[list[Cell]]:
    """The rows of a file with the figure of this name, or with all; hidden ones say so."""
    hidden = t("console.outcomes.cell.hidden")
    for section in outcomes.sections:
        if name in ("", f"{section.who}-{section.name}"):
            for row in _rows(outcomes, section):
                start = [title_of(t, outcomes, section), label_of(t, outcomes, row.cut)]
                for number, value, low, high in _numbers(section, row):
                    shown = hidden if value is None else value
                    yield [*start, t(f"console.outcomes.number.{number}"), shown, low, high]


def _tell(t: Wording, outcomes: Outcomes, section: Section) -> Told:
    rows = _rows(outcomes, section)
    labels = [label_of(t, outcomes, row.cut) for row in rows]
    cells = [tuple(_cells(t, section, row)) for row in rows]
    return Told(
        section.name,
        section.who,
        title_of(t, outcomes, section),
        tuple(sentences_of(t, outcomes, section)),
        how_of(t, outcomes, section),
        tuple(_header(t, section)),
        tuple((label, *found) for label, found in zip(labels, cells, strict=True)),
        _chart(t, section, rows, labels),
        any(row.of is not None for row in rows),
    )


def _rows(outcomes: Outcomes, section: Section) -> Sequence[Row]:
    """The lines, and that of all where they may be added up."""
    table = section.table
    return table.rows if outcomes.by == SETTING else (*table.rows, table.total)


def _header(t: Wording, section: Section) -> Iterator[str]:
    names: Sequence[str] = ("median", "interval", "half")
    if section.measure is not None:
        names = (*POINTS, *section.table.parts)
    elif section.is_share:
        names = ("yes", "share", "interval")
    yield from (t(f"console.outcomes.column.{name}") for name in ("line", "of", *names))


def _cells(t: Wording, section: Section, row: Row) -> Iterator[str]:
    hidden = t("console.outcomes.cell.hidden")
    missing = _missing(t, row)
    yield hidden if row.of is None else str(row.of)
    if section.measure is not None:
        yield from (_middle(t, one, missing) for one in _spreads(section, row))
        parts = row.parts or (None,) * len(section.table.parts)
        yield from (hidden if part is None else str(part) for part in parts)
    elif section.is_share:
        yield from _share_cells(t, row.share, hidden)
    else:
        (found,) = _spreads(section, row)
        yield from _spread_cells(t, found, missing)


def _spreads(section: Section, row: Row) -> tuple[Spread | None, ...]:
    """One for each point in time, also where nothing is told."""
    return row.spreads or (None,) * (len(POINTS) if section.measure else 1)


def _share_cells(t: Wording, found: Share | None, hidden: str) -> tuple[str, ...]:
    if found is None:
        return (hidden,) * 3
    low, high = percent(found.low), percent(found.high)
    return (
        str(found.yes),
        t("console.outcomes.percent", n=percent(found.part)),
        t("console.outcomes.range", low=low, high=high),
    )


def _spread_cells(t: Wording, found: Spread | None, missing: str) -> tuple[str, ...]:
    if found is None:
        return (missing,) * 3
    half = {"low": f"{found.lower_quartile:g}", "high": f"{found.upper_quartile:g}"}
    return (
        f"{found.median:g}",
        t("console.outcomes.range", low=found.low, high=found.high),
        t("console.outcomes.range", **half),
    )


def _middle(t: Wording, found: Spread | None, missing: str) -> str:
    if found is None:
        return missing
    return t(
        "console.outcomes.median_and_half",
        median=f"{found.median:g}",
        low=f"{found.lower_quartile:g}",
        high=f"{found.upper_quartile:g}",
    )


def _chart(
    t: Wording, section: Section, rows: Sequence[Row], labels: Sequence[str]
) -> GroupChart | None:
    if section.is_share:
        return share_bars([_bar(t, *one) for one in zip(labels, rows, strict=True)])
    if section.measure is not None:
        row = section.table.total
        points = [t(f"console.outcomes.column.{point}") for point in POINTS]
        found = zip(points, _spreads(section, row), strict=True)
        dots = [_dot(t, point, row, one) for point, one in found]
        return spread_dots(dots, section.measure.least, section.measure.most)
    spreads = [_spreads(section, row)[0] for row in rows]
    top = max((one.upper_quartile for one in spreads if one), default=0)
    dots = [_dot(t, *one) for one in zip(labels, rows, spreads, strict=True)]
    return spread_dots(dots, 0, _rounded_up(top))


def _bar(t: Wording, label: str, row: Row) -> Value:
    found = row.share
    if found is None:
        return Value(label, t("console.outcomes.cell.hidden"))
    figure = t("console.outcomes.bar", yes=found.yes, of=found.of, percent=percent(found.part))
    return Value(label, figure, found.part, found.low, found.high)


def _dot(t: Wording, label: str, row: Row, found: Spread | None) -> Value:
    if found is None:
        return Value(label, _missing(t, row))
    ends = found.lower_quartile, found.upper_quartile
    return Value(label, _middle(t, found, ""), found.median, *ends)


def _missing(t: Wording, row: Row) -> str:
    """Why a spread is not told: its number is hidden, or it is told and too small."""
    return t(f"console.outcomes.cell.{'hidden' if row.of is None else 'few'}")


def _rounded_up(top: float) -> int:
    """The end of an axis: the next number that divides well."""
    steps = (n * 10**power for power in range(6) for n in (2, 4, 10))
    return next((one for one in steps if one >= top), 1_000_000)


def _numbers(
    section: Section, row: Row
) -> Iterator[tuple[str, float | None, float | None, float | None]]:
    yield "of", row.of, None, None
    yield from (
        (part, n, None, None) for part, n in zip(section.table.parts, row.parts, strict=False)
    )
    if row.share is not None:
        ends = (round(100 * row.share.low, 1), round(100 * row.share.high, 1))
        yield "percent", round(100 * row.share.part, 1), *ends
    names = POINTS if section.measure else ("median",)
    for name, found in zip(names, row.spreads, strict=False):
        if found is not None:
            yield name, found.median, found.low, found.high
            yield f"{name}_half", found.median, found.lower_quartile, found.upper_quartile
