import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.certificate import faults
from matching.pairs import Pairs
from matching.pool import pooled_seats
from matching.prices import seat_values
from matching.task import Task, direct_seats
from matching.values import values_of


def made_task(seed, people, peers, most_fit):
    """A random round without any people behind it."""
    rng = np.random.default_rng(seed)
    suits = rng.random((people, peers)) < rng.uniform(0.1, 0.7)
    starts = np.concatenate([[0], np.cumsum(suits.sum(axis=1))])
    fits = rng.integers(0, most_fit + 1, suits.sum())
    pairs = Pairs(starts, np.nonzero(suits)[1].astype(np.int32), fits.astype(np.int32), peers)
    bonuses = rng.integers(0, 3, people)
    bases = bonuses + (peers + 1) * (most_fit + 4)
    everybody = np.ones(people, dtype=np.bool_)
    return Task(pairs, bases, bonuses, rng.integers(0, 4, peers), everybody)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**6), st.integers(1, 60), st.integers(1, 20), st.sampled_from((0, 3, 10**5))
)
def test_pooled_seats_are_worth_as_much_as_direct_ones(seed, people, peers, most_fit):
    task = made_task(seed, people, peers, most_fit)
    if not len(task.pairs.peers):
        return
    seats, prices = pooled_seats(task)
    best, _ = direct_seats(task)
    values = values_of(task.pairs, task.bases)
    assert faults(task.pairs, values, task.places, seats, prices) == []
    assert sum(seat_values(task.pairs, values, seats)) == sum(seat_values(task.pairs, values, best))


@pytest.mark.parametrize("first_pairs", [1, 3])
def test_pooled_seats_grow_a_pool_that_is_too_small(monkeypatch, first_pairs):
    monkeypatch.setattr("matching.pool.FIRST_PAIRS", first_pairs)
    task = made_task(7, 200, 40, 10**5)
    seats, prices = pooled_seats(task)
    values = values_of(task.pairs, task.bases)
    assert faults(task.pairs, values, task.places, seats, prices) == []
