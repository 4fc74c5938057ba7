import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.certificate import faults
from matching.pairs import Pairs
from matching.task import direct_seats
from matching.values import values_of
from tests.matching.test_pool import made_task

TOO_MANY = "a peer worker has more people than free places"
NEGATIVE = "a price is negative"
SPARE = "a place that is left over has a price"
YIELD = "somebody placed should yield to somebody who waits"
BETTER = "somebody could be placed better"
FORBIDDEN = "somebody sits with a peer worker who is not allowed"


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**6), st.data())
def test_checker_accepts_a_best_round_and_refuses_every_other_seat(seed, data):
    task = made_task(seed, 8, 4, 50)
    if not len(task.pairs.peers):
        return
    seats, prices = direct_seats(task)
    given_ = (task.pairs, values_of(task.pairs, task.bases), task.places)
    assert faults(*given_, seats, prices) == []
    best = worth(task, seats)
    person = data.draw(st.integers(0, 7))
    row = task.pairs.peers[task.pairs.starts[person] : task.pairs.starts[person + 1]]
    changed = seats.copy()
    changed[person] = data.draw(st.sampled_from((-1, *row.tolist())))
    if worth(task, changed) != best or over(task, changed):
        assert faults(*given_, changed, prices) != []


def worth(task, seats):
    rows = task.pairs.rows()
    return int(values_of(task.pairs, task.bases)[task.pairs.peers == seats[rows]].sum())


def over(task, seats):
    taken = np.bincount(seats[seats >= 0], minlength=len(task.places))
    return bool((taken > task.places).any())


# Two people, two peer workers with a place each. u0 suits both, u1 only the first.
PAIRS = Pairs(np.array([0, 2, 3]), np.array([0, 1, 0], np.int32), np.zeros(3, np.int32), 2)
VALUES = np.array([10, 6, 9])
PLACES = np.array([1, 1])


@pytest.mark.parametrize(
    ("seats", "prices", "expected"),
    [
        ([1, 0], [4, 0], []),
        ([1, 1], [4, 0], [FORBIDDEN]),
        ([0, 0], [4, 0], [TOO_MANY]),
        ([1, 0], [4, -1], [NEGATIVE]),
        ([0, -1], [9, 3], [SPARE]),
        ([1, 0], [11, 7], [YIELD]),
        ([0, -1], [0, 0], [BETTER]),
    ],
)
def test_checker_names_what_is_wrong(seats, prices, expected):
    found = faults(PAIRS, VALUES, PLACES, np.array(seats), np.array(prices))
    assert [fault for fault in found if fault in expected] == expected
    assert bool(found) == bool(expected)


@pytest.mark.parametrize("peer", range(4))
def test_checker_refuses_prices_that_are_changed(peer):
    task = made_task(3, 12, 4, 50)
    seats, prices = direct_seats(task)
    values = values_of(task.pairs, task.bases)
    found = []
    for change in (-(10**6), 10**6):
        tampered = prices.copy()
        tampered[peer] += change
        found.append(bool(faults(task.pairs, values, task.places, seats, tampered)))
    assert found == [True, True]
