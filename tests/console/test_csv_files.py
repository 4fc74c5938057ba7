"""CSV files: what a person wrote stays text in every spreadsheet."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.csv_files import FORMULA_SIGNS, csv_answer, csv_stream, csv_text

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=3), max_size=3))
def test_no_text_begins_as_a_formula_does_and_none_is_lost(rows):
    read = list(csv.reader(StringIO(csv_text(rows), newline="")))
    assert [[cell.removeprefix("'") for cell in row] for row in read] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    for cell in (cell for row in read for cell in row):
        assert not cell.startswith(FORMULA_SIGNS)
        assert not cell[:1].isspace()


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", '"\'\r=1"'),
        (" =1", "' =1"),
        ("=HYPERLINK(1,2)", "'=HYPERLINK(1,2)"),
        ("1+1", "1+1"),
        (-1, "-1"),
        (-0.5, "-0.5"),
        (None, ""),
    ],
)
def test_a_cell_is_kept_as_text_or_number(cell, kept):
    expected = f'"{kept}"' if "," in kept else kept
    assert csv_text([[cell, "x"]]) == f"{expected},x\r\n"


def test_a_file_is_kept_under_its_name_and_known_as_utf_8():
    answer = csv_answer("audit-2026", ("Who", "What"), [("Zoë", 1)])
    assert answer.headers["content-disposition"] == 'attachment; filename="audit-2026.csv"'
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.body.decode("utf-8-sig") == "Who,What\r\nZoë,1\r\n"


async def test_a_long_file_leaves_batch_by_batch():
    async def batches():
        yield [("a", 1), ("b", 2)]
        yield [("=c", 3)]

    answer = csv_stream("long", ("Who", "What"), batches())
    parts = [part async for part in answer.body_iterator]
    assert parts == ["\ufeffWho,What\r\n", "a,1\r\nb,2\r\n", "'=c,3\r\n"]


@pytest.mark.parametrize("name", ["", "../x", 'a"b', "a b", "A\r\n"])
def test_a_name_that_is_no_name_of_a_file_is_refused(name):
    with pytest.raises(ValueError, match="small letters"):
        csv_answer(name, (), ())
