"""All ways of telling one figure, put side by side: no small number follows from them."""

import itertools
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from care.outcomes_hiding import SMALLEST
from care.outcomes_lines import YEARS
from care.outcomes_tables import share_table
from care.outcomes_tally import Tally

FIGURE = "accepted?"
DAYS = {"2025": date(2025, 5, 1), "2026": date(2026, 5, 1)}
GROUPS = ("kind:text", "kind:voice")
PARTS = ("yes", "no")
PLACES = list(itertools.product(DAYS, GROUPS))
WAYS = (YEARS, "kind", "kind-2025", "kind-2026")


@st.composite
def people(draw):
    """How many said yes, and no, in each group of each year."""
    n = st.one_of(st.integers(0, 4), st.integers(5, 7))
    return {(*place, part): draw(n) for place in PLACES for part in PARTS}


def tally_of(counts):
    tally = Tally()
    for (year, group, part), n in counts.items():
        for _ in range(n):
            tally.add([(FIGURE, part)], DAYS[year], (group,))
    return tally


def cells_of(cut, way):
    """The cells that a line adds up; a line of all is one of its year in `kind-2026`."""
    year = way.partition("-")[2]
    within = year if cut not in DAYS else cut
    return [
        (y, g, part)
        for y, g in PLACES
        for part in PARTS
        if within in ("", y) and (cut == g or cut not in GROUPS)
    ]


def told_in(counts):
    """(cells, their sum) of every number that stands in one of the tables."""
    tally = tally_of(counts)
    for way in WAYS:
        table = share_table(tally, FIGURE, way)
        for row in (*table.rows, table.total):
            cells = cells_of(row.cut, way)
            if row.of is not None:
                yield frozenset(cells), row.of
            for part, n in zip(PARTS, row.parts, strict=False):
                if n is not None:
                    yield frozenset(cell for cell in cells if cell[2] == part), n


def fitting(told, counts):
    """Every way in which people could be spread so that all that is told is true."""
    tables = []
    for part in PARTS:
        cells = [(*place, part) for place in PLACES]
        alone = [(which, n) for which, n in told if which <= set(cells)]
        whole = sum(counts[cell] for cell in cells)
        found = (dict(zip(cells, split, strict=True)) for split in _splits(whole, len(cells)))
        tables.append([one for one in found if _is_true(one, alone)])
    both = (one | other for one, other in itertools.product(*tables))
    return [one for one in both if _is_true(one, told)]


def _is_true(table, told):
    return all(sum(table[cell] for cell in which) == n for which, n in told)


def _splits(total, parts):
    if parts == 1:
        return [(total,)]
    return [(n, *rest) for n in range(total + 1) for rest in _splits(total - n, parts - 1)]


def small_numbers(counts):
    """The cells of everything that could be asked: lines of the tables, and their parts."""
    lines = [cells_of(cut, YEARS) for cut in (*DAYS, *GROUPS)]
    lines += [[cell for cell in counts if cell[:2] == place] for place in PLACES]
    for line in lines:
        for cells in (line, *([c for c in line if c[2] == part] for part in PARTS)):
            if sum(counts[cell] for cell in cells) < SMALLEST:
                yield cells


def is_empty(counts, cell):
    """Whether its year, its group or its part has nobody at all: such a line is left out."""
    return any(
        not any(n for other, n in counts.items() if other[axis] == cell[axis]) for axis in range(3)
    )


@settings(max_examples=10, deadline=None)
@given(people())
def test_no_small_number_follows_from_all_ways_of_telling_together(counts):
    """The totals of yes and no are given away to the reader: they make the proof a stronger one."""
    told = list(told_in(counts))
    assert all(sum(counts[cell] for cell in which) == n for which, n in told)
    if not any(which for which, _ in told if 0 < len(which) < len(counts)):
        return  # nothing but the number of all is told
    tables = fitting(told, counts)
    for cells in small_numbers(counts):
        if not any(is_empty(counts, cell) for cell in cells):
            found = {sum(one[cell] for cell in cells) for one in tables}
            assert len(found) > 1, (counts, told, cells)
