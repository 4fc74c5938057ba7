"""Groups crossed with years: what is hidden follows neither from the rest nor from other tables."""

import itertools
from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from care.outcomes_crossing import ALL_PARTS, NOTHING, NUMBER, hide_crossed
from care.outcomes_hiding import SMALLEST


@st.composite
def grids(draw, most_years=3, most_groups=3, most_parts=2, most=9):
    """Rows by year and group; some are apart, a whole year or a whole group of them."""
    years, groups = draw(st.integers(1, most_years)), draw(st.integers(1, most_groups))
    width = draw(st.integers(1, most_parts))
    row = st.lists(st.integers(0, most), min_size=width, max_size=width)
    counts = {place: draw(row) for place in itertools.product(range(years), range(groups))}
    old, rest = draw(st.booleans()), draw(st.booleans())
    apart = {place for place in counts if (old and place[0] == 0) or (rest and place[1] == 0)}
    return counts, frozenset(apart)


def part_tables(counts, part):
    """Every table of one part with these sums of its years and groups."""
    years = sorted({year for year, _ in counts})
    groups = sorted({group for _, group in counts})
    of_year = [sum(counts[year, group][part] for group in groups) for year in years]
    of_group = [sum(counts[year, group][part] for year in years) for group in groups]

    def fill(left, rows):
        if len(rows) == len(of_year):
            if not any(left):
                yield {(y, g): rows[y][n] for y in years for n, g in enumerate(groups)}
            return
        for row in _splits(of_year[len(rows)], left):
            yield from fill([have - n for have, n in zip(left, row, strict=True)], [*rows, row])

    return list(fill(of_group, []))


def _splits(total, most):
    if len(most) == 1:
        return [(total,)] if total <= most[0] else []
    return [
        (n, *rest) for n in range(min(total, most[0]) + 1) for rest in _splits(total - n, most[1:])
    ]


def fitting(counts, told):
    """Every crossed table that fits its years, its groups and all that is told of its rows."""
    width = len(next(iter(counts.values())))
    by_numbers = defaultdict(list)
    tables = [
        [
            one
            for one in part_tables(counts, part)
            if all(one[p] == counts[p][part] for p in counts if told[p] == ALL_PARTS)
        ]
        for part in range(width)
    ]
    for chosen in itertools.product(*tables):
        table = {place: [one[place] for one in chosen] for place in counts}
        if all(sum(table[p]) == sum(counts[p]) for p in counts if told[p] >= NUMBER):
            by_numbers[len(by_numbers)] = table
    return list(by_numbers.values())


def sums(counts):
    """Every choice of cells of one year, one group or one row, each as a list of (place, part)."""
    width = len(next(iter(counts.values())))
    lines = [
        [p for p in counts if p[axis] == n] for axis in (0, 1) for n in {p[axis] for p in counts}
    ]
    for line in lines:
        for part in range(width):
            yield from _choices([(place, part) for place in line])
        for places in _choices(line):
            yield [(place, part) for place in places for part in range(width)]
    for place in counts:
        yield from _choices([(place, part) for part in range(width)])


def _choices(of):
    for size in range(1, len(of) + 1):
        yield from map(list, itertools.combinations(of, size))


def has_nobody(counts, cells):
    """Whether nobody at all is in these parts: that is told by the years already."""
    return all(not any(row[part] for row in counts.values()) for _, part in cells)


@settings(max_examples=50, deadline=None)
@given(grids())
def test_no_small_number_follows_from_all_that_is_told(grid):
    """Proven by writing down every table that fits, with years and groups told in other tables."""
    counts, apart = grid
    told = hide_crossed(counts, apart)
    if set(told.values()) == {NOTHING}:
        return  # crossed, nothing is told that the other tables do not tell
    tables = fitting(counts, told)
    assert counts in [*tables]
    for cells in sums(counts):
        real = sum(counts[place][part] for place, part in cells)
        if real < SMALLEST and not has_nobody(counts, cells):
            found = {sum(one[place][part] for place, part in cells) for one in tables}
            assert len(found) > 1, (counts, told, cells)


@settings(max_examples=60, deadline=None)
@given(grids(most_years=4, most_groups=4, most_parts=3, most=40))
def test_what_is_told_is_not_small_and_nothing_of_rows_apart(grid):
    counts, apart = grid
    told = hide_crossed(counts, apart)
    assert set(told) == set(counts)
    assert {told[place] for place in apart} <= {NOTHING}
    assert all(sum(counts[place]) >= SMALLEST for place in counts if told[place] >= NUMBER)
    used = [n for n, part in enumerate(zip(*counts.values(), strict=True)) if any(part)]
    whole = [[counts[place][n] for n in used] for place in counts if told[place] == ALL_PARTS]
    assert all(min(row) >= SMALLEST for row in whole)  # that nobody is in a part is told elsewhere


def test_all_is_told_where_nothing_is_small():
    counts = {place: [5, 9] for place in itertools.product(range(3), range(2))}
    assert set(hide_crossed(counts, frozenset()).values()) == {ALL_PARTS}


def test_a_small_row_hides_those_from_which_it_would_follow():
    counts = {(0, 0): [20], (0, 1): [3], (1, 0): [30], (1, 1): [12], (2, 0): [40], (2, 1): [25]}
    assert hide_crossed(counts, frozenset()) == {
        (0, 0): NOTHING,
        (0, 1): NOTHING,
        (1, 0): NOTHING,
        (1, 1): NOTHING,
        (2, 0): ALL_PARTS,
        (2, 1): ALL_PARTS,
    }


def test_a_small_part_is_hidden_where_its_row_can_be_told():
    counts = {(0, 0): [20, 2], (0, 1): [9, 8], (1, 0): [30, 9], (1, 1): [12, 7]}
    assert set(hide_crossed(counts, frozenset()).values()) == {NUMBER}


def test_of_one_year_nothing_is_crossed():
    assert set(hide_crossed({(0, 0): [3], (0, 1): [30]}, frozenset()).values()) == {NOTHING}
