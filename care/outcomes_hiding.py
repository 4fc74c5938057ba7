"""Hiding small numbers in a table, and the other numbers from which they could be computed.

A table counts people by group (rows) and by what came of it (columns), with totals. A number below
SMALLEST is hidden. Then further numbers are hidden until none of the hidden ones follows from what
is shown: for each there is another table of counts that fits everything shown and has another
number there. What is hidden of one line is SMALLEST or more in all, too, since the rest of a total
can be computed. That is asked as a question about cycles in a graph (Gusfield 1988, SIAM J Comput
17:552), exact for tables with two ways of counting. A hidden zero looks like any other.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

SMALLEST = 5  # people; fewer are not told

Cell = tuple[int, int]
Rows = Sequence[Sequence[int]]
Node = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a table may be seen; None is hidden.

    `totals` are those of the columns and `of` that of everything. Where `is_split` is False the
    columns are not told apart at all, since one of their totals is small: `cells` and `totals` are
    hidden as a whole.
    """

    cells: tuple[tuple[int | None, ...], ...]
    of_rows: tuple[int | None, ...]
    totals: tuple[int | None, ...]
    of: int | None
    is_split: bool

    @property
    def is_whole(self) -> bool:
        """Whether nothing at all is hidden in the totals."""
        return self.of is not None and self.is_split


def hide_small(rows: Rows) -> Shown:
    """What may be seen of these counts; every row has as many columns."""
    totals = [sum(column) for column in zip(*rows, strict=True)]
    if sum(totals) < SMALLEST:
        return _shown(rows, frozenset(_all(rows)), is_total=False, is_split=False)
    if any(0 < total < SMALLEST for total in totals):
        summed = [[sum(row)] for row in rows]
        hidden = _hidden(summed)
        of_rows = [None if (n, 0) in hidden else row[0] for n, row in enumerate(summed)]
        nothing = _shown(rows, frozenset(_all(rows)), is_total=True, is_split=False)
        return Shown(nothing.cells, tuple(of_rows), nothing.totals, nothing.of, is_split=False)
    return _shown(rows, _hidden(rows), is_total=True, is_split=True)


def can_differ(rows: Rows, hidden: frozenset[Cell], cell: Cell) -> bool:
    """Whether another table fits all that is shown and has another number in this hidden cell.

    A row's own total is its last column, one beyond the counts. The totals of columns are shown.
    """
    value = _value(rows, cell)
    more = _reaches(rows, hidden, cell, upwards=True)
    return more or (value > 0 and _reaches(rows, hidden, cell, upwards=False))


def _hidden(rows: Rows) -> frozenset[Cell]:
    """The cells to hide; a single row is its own total, which may be seen."""
    width = len(rows[0])
    if len(rows) == 1:
        return frozenset()
    is_empty = [not any(row[n] for row in rows) for n in range(width)]
    hidden = {
        (n, m)
        for n, m in _all(rows)
        if _value(rows, (n, m)) < SMALLEST and (m == width or not is_empty[m])
    }
    while True:
        more = _to_hide_too(rows, frozenset(hidden))
        if more is None:
            return frozenset(hidden)
        if not more:
            return frozenset((n, m) for n, m in _all(rows) if m == width or not is_empty[m])
        hidden |= more


def _to_hide_too(rows: Rows, hidden: frozenset[Cell]) -> frozenset[Cell] | None:
    """What more has to be hidden: empty where all has to be, None once nothing can be told."""
    for cell in sorted(hidden):
        if not can_differ(rows, hidden, cell):
            return _corners(rows, hidden, cell)
    for line in _told_lines(rows, hidden):
        unseen = [one for one in line if one in hidden]
        if unseen and sum(_value(rows, one) for one in unseen) < SMALLEST:
            shown = [one for one in line if one not in hidden and _value(rows, one)]
            return frozenset([min(shown, key=lambda one: _cost(rows, [one]))] if shown else [])
    return None


def _corners(rows: Rows, hidden: frozenset[Cell], cell: Cell) -> frozenset[Cell]:
    """The three corners with which the cell makes a rectangle of hidden ones, at least cost."""
    row, column = cell
    boxes = [
        frozenset({(row, m), (n, column), (n, m)}) - hidden
        for n, m in _all(rows)
        if n != row and m != column
    ]
    enough = [box for box in boxes if box and can_differ(rows, hidden | box, cell)]
    return min(enough, key=lambda box: _cost(rows, box), default=frozenset())


def _cost(rows: Rows, cells: Iterable[Cell]) -> tuple[int, int, list[Cell]]:
    """What is lost by hiding these: rather counts than the totals of rows, rather small ones."""
    cells = sorted(cells)
    totals = sum(column == len(rows[0]) for _, column in cells)
    return totals, sum(_value(rows, one) for one in cells), cells


def _told_lines(rows: Rows, hidden: frozenset[Cell]) -> Iterator[list[Cell]]:
    """The cells of each column, and the counts of each row whose total is shown."""
    width = len(rows[0])
    yield from ([(n, m) for n in range(len(rows))] for m in range(width + 1))
    told = (n for n in range(len(rows)) if (n, width) not in hidden)
    yield from ([(n, m) for m in range(width)] for n in told)


def _reaches(rows: Rows, hidden: frozenset[Cell], cell: Cell, *, upwards: bool) -> bool:
    """Whether a change of one in the cell can be made good along other hidden cells."""
    start, goal = _ends(rows, cell, upwards=upwards)
    seen, ahead = {start}, deque([start])
    while ahead:
        at = ahead.popleft()
        if at == goal:
            return True
        for after in _steps(rows, hidden - {cell}, at):
            if after not in seen:
                seen.add(after)
                ahead.append(after)
    return False


def _ends(rows: Rows, cell: Cell, *, upwards: bool) -> tuple[Node, Node]:
    """From where to where the change has to be passed on, so that every sum stays as it is."""
    row, column = ("row", cell[0]), ("column", cell[1])
    is_total = cell[1] == len(rows[0])
    return (column, row) if upwards != is_total else (row, column)


def _steps(rows: Rows, hidden: frozenset[Cell], at: Node) -> Iterator[Node]:
    """Where a change can be passed on: a number may grow, and shrink unless it is zero.

    A total stands on the other side of its sum, so it grows where a count would shrink.
    """
    kind, place = at
    for row, column in hidden:
        if place != (row if kind == "row" else column):
            continue
        grows = (kind == "row") != (column == len(rows[0]))
        if grows or _value(rows, (row, column)):
            yield ("column", column) if kind == "row" else ("row", row)


def _all(rows: Rows) -> Iterator[Cell]:
    return ((n, m) for n, row in enumerate(rows) for m in range(len(row) + 1))


def _value(rows: Rows, cell: Cell) -> int:
    row = rows[cell[0]]
    return sum(row) if cell[1] == len(row) else row[cell[1]]


def _shown(rows: Rows, hidden: frozenset[Cell], *, is_total: bool, is_split: bool) -> Shown:
    width = len(rows[0])
    return Shown(
        tuple(
            tuple(None if (n, m) in hidden else row[m] for m in range(width))
            for n, row in enumerate(rows)
        ),
        tuple(None if (n, width) in hidden else sum(row) for n, row in enumerate(rows)),
        tuple(sum(column) if is_split else None for column in zip(*rows, strict=True)),
        sum(map(sum, rows)) if is_total else None,
        is_split,
    )
