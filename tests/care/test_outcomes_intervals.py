"""Intervals: against published examples, and what always holds."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.outcomes_intervals import FEWEST_VALUES, share, spread


@pytest.mark.parametrize(
    ("yes", "of", "low", "high"),
    [  # Newcombe 1998, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_of_a_share_is_the_published_one(yes, of, low, high):
    found = share(yes, of)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_share_lies_in_its_interval(pair):
    found = share(*pair)
    assert 0 <= found.low <= found.part <= found.high <= 1


@pytest.mark.parametrize(("yes", "of"), [(0, 0), (3, 2), (-1, 4)])
def test_a_share_of_nothing_is_none(yes, of):
    with pytest.raises(ValueError, match="share"):
        share(yes, of)


def test_a_median_has_quartiles_and_ranks_from_the_binomial():
    """For 10 values the 2nd and the 9th: 97.9 %, for 20 the 6th and the 15th (tables of signs)."""
    ten = spread(Counter(range(1, 11)))
    assert (ten.median, ten.lower_quartile, ten.upper_quartile) == (5.5, 3.25, 7.75)
    assert (ten.low, ten.high) == (2, 9)
    twenty = spread(Counter(range(1, 21)))
    assert (twenty.low, twenty.high) == (6, 15)


def test_few_values_have_no_spread():
    assert spread(Counter(range(FEWEST_VALUES - 1))) is None


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(-50, 100), min_size=FEWEST_VALUES, max_size=200))
def test_a_median_lies_in_its_interval_and_between_its_quartiles(values):
    found = spread(Counter(values))
    assert found.low <= found.median <= found.high
    assert found.lower_quartile <= found.median <= found.upper_quartile
    assert min(values) <= found.low <= found.high <= max(values)


@pytest.mark.parametrize(("count", "low"), [(100, 40), (200, 86), (201, 86), (10_000, 4902)])
def test_many_values_have_ranks_near_the_exact_ones(count, low):
    """100 values: the 40th and the 61st, as in Campbell and Gardner 1988."""
    found = spread(Counter(range(1, count + 1)))
    assert (found.low, found.high) == (low, count + 1 - low)
