from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.forms import Given
from care.measures import Score, converted, measure, score, scored_only
from care.safety import assess_answer

BY_CODE = {one.code: one for one in scored_only()}


def in_place(code, *places):
    """Answers by their printed place, from 1."""
    items = BY_CODE[code].items
    return {i.code: Given(f"a{place}") for i, place in zip(items, places, strict=True)}


@pytest.mark.parametrize(
    ("code", "places", "expected"),
    [
        # The first printed answer throughout: items 1, 2 and 4 count 0, the other seven 3.
        ("epds", (1,) * 10, Score(21, 30, complete=True)),
        ("epds", (1, 1, 4, 1, 4, 4, 4, 4, 4, 4), Score(0, 30, complete=True)),
        ("epds", (4, 4, 1, 4, 1, 1, 1, 1, 1, 1), Score(30, 30, complete=True)),
        ("swemwbs", (1,) * 7, Score(7, 35, complete=True)),
        ("swemwbs", (3,) * 7, Score(21, 35, complete=True)),
        ("gse", (4,) * 10, Score(40, 40, complete=True)),
        ("inspire_o", (3,) * 5, Score(50, 100, complete=True)),
        # "None of the time" throughout: the four negative items count 4, the six positive 0.
        ("reqol10", (1,) * 10 + (1,), Score(16, 40, complete=True)),
        ("reqol10", (1, 5, 1, 5, 5, 1, 5, 5, 1, 5, 3), Score(40, 40, complete=True)),
        ("qpr15", (3,) * 15, Score(30, 60, complete=True)),  # "neither agree nor disagree"
    ],
)
def test_score_examples(code, places, expected):
    assert score(BY_CODE[code], in_place(code, *places)) == expected


@pytest.mark.parametrize(("total", "value"), [(7, "7.00"), (21, "19.25"), (35, "35.00")])
def test_swemwbs_has_an_interval_value_for_each_total(total, value):
    assert converted(BY_CODE["swemwbs"], Score(total, 35, complete=True)) == Decimal(value)


@given(st.integers(7, 34))
def test_swemwbs_interval_value_rises_with_the_total(total):
    first, second = (
        converted(BY_CODE["swemwbs"], Score(one, 35, complete=True)) for one in (total, total + 1)
    )
    assert first < second


def test_nothing_is_converted_where_nothing_is_published():
    assert converted(measure("who5"), Score(50, 100, complete=True)) is None


@pytest.mark.parametrize("place", ["a1", "a2", "a3"])
def test_epds_item_ten_reaches_a_human_from_any_answer_above_nought(place):
    concern = assess_answer(BY_CODE["epds"], "harm", place)
    assert (concern.kind, concern.urgent) == ("answer", True)
    assert assess_answer(BY_CODE["epds"], "harm", "a4") is None


def test_no_protected_words_are_here():
    for one in scored_only():
        assert one.needs_text
        assert one.licence.kind == ("own_notice" if one.code == "qpr15" else "permission")
        assert [item.text for item in one.items if item.text] == []
        assert [c.label for item in one.items for c in item.choices if c.label] == []
