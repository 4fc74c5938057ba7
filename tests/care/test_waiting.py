import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.waiting import (
    LEAST_KNOWN,
    Estimate,
    InWords,
    estimate,
    has_changed_much,
    in_words,
    is_longer_than_most,
)

WAITS = st.lists(st.integers(0, 400), min_size=LEAST_KNOWN, max_size=40)


def test_estimate_from_eight_waits() -> None:
    assert estimate([3, 30, 9, 12, 4, 7, 20, 5]) == Estimate(8, 7, 12)


def test_estimate_of_too_few_says_nothing() -> None:
    assert estimate([4] * (LEAST_KNOWN - 1)) is None
    assert estimate([4] * LEAST_KNOWN) == Estimate(LEAST_KNOWN, 4, 4)


@settings(max_examples=60)
@given(WAITS)
def test_estimate_is_true_of_the_people_it_is_about(waits: list[int]) -> None:
    told = estimate(waits)
    assert told is not None
    up_to_half = sum(days <= told.half_days for days in waits)
    up_to_most = sum(days <= told.most_days for days in waits)
    assert 2 * up_to_half >= len(waits)
    assert 4 * up_to_most >= 3 * len(waits)
    assert {told.half_days, told.most_days} <= set(waits)


@pytest.mark.parametrize(
    ("half", "most", "said"),
    [
        (0, 1, InWords("days", 2, 2)),
        (9, 16, InWords("days", 9, 16)),
        (13, 40, InWords("days", 13, 40)),
        (14, 21, InWords("weeks", 2, 3)),
        (15, 22, InWords("weeks", 3, 4)),
    ],
)
def test_figures_in_the_unit_that_they_are_read_in(half, most, said) -> None:
    assert in_words(Estimate(8, half, most)) == said


@settings(max_examples=60)
@given(WAITS)
def test_words_never_promise_less_than_the_figures(waits: list[int]) -> None:
    told = estimate(waits)
    assert told is not None
    said = in_words(told)
    days = 1 if said.unit == "days" else 7
    assert said.half * days >= told.half_days
    assert said.most * days >= told.most_days
    assert 2 <= said.half <= said.most


@pytest.mark.parametrize(
    ("told", "now", "changed"),
    [
        (10, 16, False),
        (10, 17, True),
        (20, 13, True),
        (30, 38, False),
        (30, 40, True),
        (30, 20, True),
    ],
)
def test_change_counts_from_a_week_and_a_third(told, now, changed) -> None:
    assert has_changed_much(Estimate(8, 5, told), Estimate(9, 5, now)) is changed


def test_change_counts_when_it_becomes_known_and_not_when_it_does_not() -> None:
    known = Estimate(8, 5, 9)
    assert has_changed_much(None, known)
    assert not has_changed_much(known, None)
    assert not has_changed_much(None, None)


def test_longer_than_most_begins_after_the_upper_figure() -> None:
    told = Estimate(8, 5, 9)
    assert not is_longer_than_most(9, told)
    assert is_longer_than_most(10, told)
