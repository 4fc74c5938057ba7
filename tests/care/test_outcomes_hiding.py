"""Hiding small numbers: what is hidden cannot be computed from what is shown."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.outcomes_hiding import SMALLEST, Shown, hide_small

counts = st.one_of(st.integers(0, 7), st.integers(0, 40))


@st.composite
def tables(draw, most_rows=5, most_columns=3, numbers=counts):
    width = draw(st.integers(1, most_columns))
    row = st.lists(numbers, min_size=width, max_size=width)
    return draw(st.lists(row, min_size=1, max_size=most_rows))


def others(rows, shown):
    """Every table of counts that fits what is shown and whose totals are those of this one."""
    width = len(rows[0])
    totals = [sum(column) for column in zip(*rows, strict=True)]
    found = []
    for filled in itertools.product(*(_splits(total, len(rows)) for total in totals)):
        table = [tuple(filled[m][n] for m in range(width)) for n in range(len(rows))]
        fits = all(
            seen is None or seen == table[n][m]
            for n, row in enumerate(shown.cells)
            for m, seen in enumerate(row)
        )
        if fits and all(
            seen is None or seen == sum(table[n]) for n, seen in enumerate(shown.of_rows)
        ):
            found.append(table)
    return found


def _splits(total, parts):
    if parts == 1:
        return [(total,)]
    return [(n, *rest) for n in range(total + 1) for rest in _splits(total - n, parts - 1)]


@settings(max_examples=80, deadline=None)
@given(tables(most_rows=3, most_columns=2, numbers=st.integers(0, 7)))
def test_no_hidden_number_follows_from_what_is_shown(rows):
    """Proven by writing down every table that fits: each hidden number differs in one of them."""
    shown = hide_small(rows)
    if not shown.is_whole or len(rows) == 1:
        return
    fitting = others(rows, shown)
    for n, row in enumerate(rows):
        for m in range(len(row)):
            if shown.cells[n][m] is None:
                assert len({table[n][m] for table in fitting}) > 1, (rows, shown, n, m)
        if shown.of_rows[n] is None:
            assert len({sum(table[n]) for table in fitting}) > 1, (rows, shown, n)


@settings(max_examples=200, deadline=None)
@given(tables())
def test_no_small_number_is_shown(rows):
    shown = hide_small(rows)
    seen = [*shown.of_rows, *shown.totals, shown.of]
    for column, total in enumerate(map(sum, zip(*rows, strict=True))):
        if total:
            seen += [row[column] for row in shown.cells]
    if len(rows) == 1 and shown.is_whole:
        assert shown.cells == (tuple(rows[0]),)
        return
    assert [n for n in seen if n is not None and 0 < n < SMALLEST] == []


@settings(max_examples=200, deadline=None)
@given(tables())
def test_what_is_shown_is_true(rows):
    shown = hide_small(rows)
    for n, row in enumerate(rows):
        assert shown.of_rows[n] in (None, sum(row))
        for m, count in enumerate(row):
            assert shown.cells[n][m] in (None, count)
    assert shown.of in (None, sum(map(sum, rows)))


@settings(max_examples=200, deadline=None)
@given(tables())
def test_the_rest_of_no_total_is_a_small_number(rows):
    shown = hide_small(rows)
    if not shown.is_whole or len(rows) == 1:
        return
    columns = [*zip(*shown.cells, strict=True), shown.of_rows]
    totals = [*shown.totals, shown.of]
    lines = [*zip(columns, totals, strict=True), *zip(shown.cells, shown.of_rows, strict=True)]
    for line, total in lines:
        if total is not None and None in line:
            assert total - sum(n for n in line if n is not None) >= SMALLEST, (rows, shown)


@settings(max_examples=100, deadline=None)
@given(tables(numbers=st.integers(SMALLEST, 60)))
def test_nothing_is_hidden_where_nothing_is_small(rows):
    shown = hide_small(rows)
    assert shown.cells == tuple(map(tuple, rows))
    assert shown.of_rows == tuple(map(sum, rows))


def test_one_small_number_takes_a_second_one_of_its_row_and_column_along():
    shown = hide_small([[20, 3], [30, 12], [25, 40]])
    hidden = {(n, m) for n, row in enumerate(shown.cells) for m, x in enumerate(row) if x is None}
    assert (0, 1) in hidden
    assert len({n for n, m in hidden if m == 1}) > 1


def test_fewer_than_five_in_all_are_not_told():
    nothing = ((None, None), (None, None))
    assert hide_small([[1, 0], [2, 1]]) == Shown(
        nothing, (None, None), (None, None), None, is_split=False
    )


def test_a_small_total_keeps_the_columns_from_being_told_apart():
    shown = hide_small([[20, 1], [17, 2]])
    assert (shown.of, shown.is_split, shown.of_rows) == (40, False, (21, 19))
    assert shown.cells == ((None, None), (None, None))


def test_a_column_of_nobody_hides_nothing():
    shown = hide_small([[20, 0], [17, 0]])
    assert shown.cells == ((20, 0), (17, 0))


@pytest.mark.parametrize("rows", [[[7, 9]], [[0]], [[30]]])
def test_a_single_row_is_its_own_total(rows):
    shown = hide_small(rows)
    assert shown.is_whole == (sum(rows[0]) >= SMALLEST)
