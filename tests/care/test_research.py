"""What keeps an export for research from telling of somebody."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.outcomes_hiding import SMALLEST
from care.research import (
    OTHER,
    age_band,
    few_or_many,
    flow_told,
    study_id,
    study_uuid,
    without_rare,
)
from care.research_codebook import COLUMNS


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["", "a", "b", "c", "d", "e"]), max_size=60))
def test_no_value_is_shared_by_few(told):
    broad = without_rare(dict(enumerate(told)))
    counted = Counter(value for value in broad.values() if value)
    assert [n for n in counted.values() if n < SMALLEST] == []
    assert all(broad[n] in (value, OTHER, "") for n, value in enumerate(told))


def test_common_values_stay_and_rare_ones_are_other():
    told = ["a"] * 9 + ["b"] * 6 + ["c"] * 4 + ["d"] * 2
    assert Counter(without_rare(dict(enumerate(told))).values()) == {"a": 9, "b": 6, OTHER: 6}


def test_one_rare_value_takes_the_next_rarest_along():
    told = ["a"] * 9 + ["b"] * 6 + ["c"]
    assert Counter(without_rare(dict(enumerate(told))).values()) == {"a": 9, OTHER: 7}


@pytest.mark.parametrize(
    ("age", "band"),
    [(18, "under 25"), (25, "25 to 34"), (54, "45 to 54"), (90, "55 and over"), (None, "")],
)
def test_ages_are_told_in_bands(age, band):
    assert age_band(age) == band


def test_numbers_beyond_two_are_one():
    assert [few_or_many(n) for n in (0, 2, 3, 9)] == ["0", "2", "3 and more", "3 and more"]


def test_a_flow_tells_no_small_number_and_none_that_differs_by_one():
    steps = [("came", 60), ("form", 57), ("waiting", 40), ("left", 4), ("yes", 40)]
    assert flow_told(steps) == [60, None, 40, None, 40]


def test_study_ids_depend_on_the_salt_and_the_kind():
    found = {
        study_id(salt, kind, own)
        for salt in (b"one", b"two")
        for kind in ("person", "pairing")
        for own in ("x", "y")
    }
    assert len(found) == 8
    assert study_id(b"one", "person", "x") == study_id(b"one", "person", "x")
    assert study_uuid(b"one", "answers", "x")[14] == "4"


def test_every_column_is_explained():
    assert all(one.meaning and one.kind for one in COLUMNS)
    names = [(one.file, one.name) for one in COLUMNS]
    assert len(set(names)) == len(names)
