"""Tables of outcomes: one figure over periods or groups, with what may be seen of it.

What is shown of one table tells nothing about another: a table stands below a line that is shown as
a whole, and periods and groups are never crossed. Groups are told over all time alone, since a
group in one period is a few people.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from care.outcomes_hiding import Shown, hide_small
from care.outcomes_intervals import Share, Spread, share, spread
from care.outcomes_points import POINTS
from care.outcomes_tally import ALL, Tally

YEARS = "years"
UNKNOWN = "unknown"  # the group of those of whom it is not known (any more)
GROUPS: Mapping[str, tuple[str, ...]] = {
    "kind": ("text", "voice"),
    "fit": ("high", "middle", "low"),
    "experience": ("shared", "not_shared"),
    "stage": ("shared", "not_shared"),
    "wishes": ("all", "some", "none"),
}
CHANGES = ("better", "not_named", "worse")


@dataclass(frozen=True, slots=True)
class Row:
    """One line: of how many, their parts in the order of the table's `parts`; None is hidden.

    `share` is that of the first part. `spreads` are as many as the figure has points in time.
    """

    cut: str
    of: int | None
    parts: tuple[int | None, ...] = ()
    share: Share | None = None
    spreads: tuple[Spread | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of one figure, and the line of all of them."""

    figure: str
    parts: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row


def choices(tally: Tally) -> tuple[str, ...]:
    """By what the figures of a tally can be told: years, the quarters of one year, or groups."""
    years = sorted((cut for cut in tally.cuts() if cut.isdecimal()), reverse=True)
    return (YEARS, *years, *GROUPS)


def share_table(tally: Tally, figure: str, by: str) -> Table:
    """How many said yes; `figure` is counted by the words "yes" and "no"."""
    return _table(tally, figure, by, ("yes", "no"), ())


def spread_table(tally: Tally, figure: str, by: str) -> Table:
    """The spread of a whole number."""
    return _table(tally, figure, by, (), (figure,))


def measure_table(tally: Tally, measure: str, by: str) -> Table:
    """Start, middle and end of a measure, such as "user.who5", and which changes are named.

    Where one kind of change is too rare to be told, better is told against all else.
    """
    points = tuple(f"{measure}.{point}" for point in POINTS)
    for parts in (CHANGES, ("better", "other")) if f"{measure}.change" in tally.figures() else ():
        table = _table(tally, measure, by, parts, points)
        if any(part is not None for part in table.total.parts):
            return table
    return _table(tally, measure, by, (), points)


def _table(
    tally: Tally, figure: str, by: str, parts: tuple[str, ...], points: tuple[str, ...]
) -> Table:
    if by.isdecimal():
        return _quarters(tally, figure, by, parts, points)
    rows = {cut: _counts(tally, figure, cut, parts, points) for cut in _cuts(tally, by)}
    whole = _counts(tally, figure, ALL, parts, points)
    rest = [n - sum(row[m] for row in rows.values()) for m, n in enumerate(whole)]
    if rest == whole:
        rows = {}
    elif any(rest):
        rows[f"{by}:{UNKNOWN}"] = rest
    return _worded(tally, figure, rows, whole, parts, points)


def _quarters(
    tally: Tally, figure: str, year: str, parts: tuple[str, ...], points: tuple[str, ...]
) -> Table:
    """The quarters of a year, as far as the line of that year may be seen."""
    years = _table(tally, figure, YEARS, parts, points)
    above = next((row for row in years.rows if row.cut == year), Row(year, None))
    if above.of is None:
        return Table(figure, parts, (), above)
    if parts and None in above.parts:
        counted = _table(tally, figure, year, (), points)
        return replace(counted, parts=parts, total=above)
    cuts = [f"{year}-Q{n}" for n in (1, 2, 3, 4)]
    rows = {cut: _counts(tally, figure, cut, parts, points) for cut in cuts}
    whole = _counts(tally, figure, year, parts, points)
    return replace(_worded(tally, figure, rows, whole, parts, points), total=above)


def _counts(
    tally: Tally, figure: str, cut: str, parts: tuple[str, ...], points: tuple[str, ...]
) -> list[int]:
    """How many there are of each part; "other" are all those of no part that has a name."""
    if not parts:
        counted = tally.values(points[0], cut) if points else tally.words(figure, cut)
        return [sum(counted.values())]
    words = tally.words(f"{figure}.change" if points else figure, cut)
    named = [words.get(part, 0) for part in parts]
    if parts[-1] == "other":
        named[-1] = sum(words.values()) - sum(named)
    return named


def _cuts(tally: Tally, by: str) -> list[str]:
    if by == YEARS:
        return sorted(cut for cut in tally.cuts() if cut.isdecimal())
    return [f"{by}:{group}" for group in GROUPS[by]]


def _worded(
    tally: Tally,
    figure: str,
    rows: Mapping[str, list[int]],
    whole: list[int],
    parts: tuple[str, ...],
    points: tuple[str, ...],
) -> Table:
    cuts, shown = _hide(rows, whole)
    total = _row(tally, ALL, shown.of, shown.totals, parts, points)
    seen = (
        _row(tally, cut, shown.of_rows[n], shown.cells[n], parts, points)
        for n, cut in enumerate(cuts)
    )
    return Table(figure, parts, tuple(seen), total)


def _hide(rows: Mapping[str, list[int]], whole: list[int]) -> tuple[list[str], Shown]:
    """Lines of nobody are left out where that hides nothing; else they look like small ones."""
    if not rows:
        return [], hide_small([whole])
    filled = {cut: row for cut, row in rows.items() if any(row)}
    if filled:
        shown = hide_small([*filled.values()])
        if shown.is_whole and None not in shown.of_rows and all(None not in c for c in shown.cells):
            return [*filled], shown
    return [*rows], hide_small([*rows.values()])


def _row(
    tally: Tally,
    cut: str,
    of: int | None,
    shown: tuple[int | None, ...],
    parts: tuple[str, ...],
    points: tuple[str, ...],
) -> Row:
    is_told = of is not None
    first = shown[0] if parts and is_told and None not in shown else None
    spreads = tuple(spread(tally.values(one, cut)) if is_told else None for one in points)
    of_first = share(first, of) if first is not None and of else None
    return Row(cut, of, shown if parts else (), of_first, spreads)
