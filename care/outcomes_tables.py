"""Tables of outcomes: one figure over periods or groups, with what may be seen of it.

What is shown of one table tells nothing about another. The quarters of a year stand below a line
that is shown as a whole. Groups in one year are hidden so that years, groups over all time and the
other years tell nothing of them. In a quarter groups are not told: they are a few people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from care.outcomes_crossing import ALL_PARTS, NUMBER, Place, hide_crossed
from care.outcomes_hiding import Shown, hide_small
from care.outcomes_lines import GROUPS, UNKNOWN, YEARS, Counted, Row, less
from care.outcomes_points import POINTS
from care.outcomes_tally import ALL, Tally, crossed, years_of

CROSSED_YEARS = 5  # in which groups are told, the last ones; older years are taken together
CHANGES = ("better", "not_named", "worse")


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of one figure, and the line of all of them."""

    figure: str
    parts: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row


def choices(tally: Tally) -> tuple[str, ...]:
    """By what figures can be told: years, quarters of one year, groups, groups in one year."""
    years = years_of(tally)[::-1]
    in_years = (f"{by}-{year}" for by in GROUPS for year in years[:CROSSED_YEARS])
    return (YEARS, *years, *GROUPS, *in_years)


def share_table(tally: Tally, figure: str, by: str) -> Table:
    """How many said yes; `figure` is counted by the words "yes" and "no"."""
    return _table(Counted(tally, figure, ("yes", "no")), by)


def spread_table(tally: Tally, figure: str, by: str) -> Table:
    """The spread of a whole number."""
    return _table(Counted(tally, figure, (), (figure,)), by)


def measure_table(tally: Tally, measure: str, by: str) -> Table:
    """Start, middle and end of a measure, such as "user.who5", and which changes are named.

    Where one kind of change is too rare to be told, better is told against all else: the same by
    whatever it is told, since two ways of telling would tell of each other.
    """
    points = tuple(f"{measure}.{point}" for point in POINTS)
    for parts in (CHANGES, ("better", "other")) if f"{measure}.change" in tally.figures() else ():
        counted = Counted(tally, measure, parts, points)
        if hide_small([counted.counts()]).is_whole:
            return _table(counted, by)
    return _table(Counted(tally, measure, (), points), by)


def _table(counted: Counted, by: str) -> Table:
    if by.isdecimal():
        return _quarters(counted, by)
    group, _, year = by.partition("-")
    if year:
        return _crossed(counted, group, year)
    rows = counted.years() if by == YEARS else counted.groups(by)
    return _worded(counted, {} if _is_unknown(rows) else rows, counted.counts())


def _is_unknown(rows: Mapping[str, Sequence[int]]) -> bool:
    """Whether nobody is in any line but that of those of whom it is not known."""
    return not any(any(row) for cut, row in rows.items() if not cut.endswith(f":{UNKNOWN}"))


def _quarters(counted: Counted, year: str) -> Table:
    """The quarters of a year, as far as the line of that year may be seen."""
    above = _above(_table(counted, YEARS), year)
    if above.of is None:
        return Table(counted.figure, counted.parts, (), above)
    if None in above.parts:
        alone = _quarters(replace(counted, parts=()), year)
        return replace(alone, parts=counted.parts, total=above)
    rows = {cut: counted.counts(cut) for cut in (f"{year}-Q{n}" for n in (1, 2, 3, 4))}
    return replace(_worded(counted, rows, counted.counts(year)), total=above)


def _crossed(counted: Counted, by: str, year: str) -> Table:
    """Groups in a year, as far as the line of that year and those of the groups may be seen."""
    years, groups = _table(counted, YEARS), _table(counted, by)
    above = _above(years, year)
    if None in years.total.parts:
        alone = _crossed(replace(counted, parts=()), by, year)
        return replace(alone, parts=counted.parts, total=above)
    in_years = [row.cut for row in years.rows if row.is_whole][-CROSSED_YEARS:]
    in_groups = [row.cut for row in groups.rows if row.is_whole]
    grid = _grid(counted, by, in_years, in_groups)
    if year not in in_years or any(n < 0 for row in grid.values() for n in row):
        return Table(counted.figure, counted.parts, (), above)  # or counted before groups were
    told = hide_crossed(grid, frozenset(place for place in grid if -1 in place))
    rows = {row.cut: Row(row.cut, None, (None,) * len(counted.parts)) for row in groups.rows}
    for n, cut in enumerate(in_groups):
        place = in_years.index(year), n
        of = sum(grid[place]) if told[place] >= NUMBER else None
        shown = grid[place] if told[place] == ALL_PARTS else [None] * len(grid[place])
        rows[cut] = replace(counted.row(crossed(year, cut), of, tuple(shown)), cut=cut)
    return Table(counted.figure, counted.parts, tuple(rows.values()), above)


def _grid(
    counted: Counted, by: str, years: Sequence[str], groups: Sequence[str]
) -> dict[Place, list[int]]:
    """The counts of these years and groups; at -1 those of all other years, or groups, together."""
    nobody = [0] * len(counted.counts())
    grid: dict[Place, list[int]] = {}
    for n, year in enumerate(years):
        found = counted.groups(by, year)
        rows = [found.get(cut, nobody) for cut in groups]
        grid |= {(n, m): row for m, row in enumerate(rows)}
        grid[n, -1] = less(counted.counts(year), rows)
    found = counted.groups(by)
    for m, cut in enumerate(groups):
        grid[-1, m] = less(found[cut], [grid[n, m] for n in range(len(years))])
    grid[-1, -1] = less(counted.counts(), list(grid.values()))
    for axis in (0, 1):
        if not any(any(row) for place, row in grid.items() if place[axis] == -1):
            grid = {place: row for place, row in grid.items() if place[axis] != -1}
    return grid


def _above(years: Table, year: str) -> Row:
    return next((row for row in years.rows if row.cut == year), Row(year, None))


def _worded(counted: Counted, rows: Mapping[str, list[int]], whole: list[int]) -> Table:
    cuts, shown = _hide(rows, whole)
    total = counted.row(ALL, shown.of, shown.totals)
    seen = (counted.row(cut, shown.of_rows[n], shown.cells[n]) for n, cut in enumerate(cuts))
    return Table(counted.figure, counted.parts, tuple(seen), total)


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
