from hypothesis import given
from hypothesis import strategies as st

from care.capacity import TAKES_A_PLACE, free_places

STATES = [*sorted(TAKES_A_PLACE), "suggested", "declined", "expired", "withdrawn", "ended"]


def test_free_places_counts_open_offers_as_taken():
    assert free_places(3, ["active", "offered", "ended", "declined"]) == 1
    assert free_places(2, ["approved", "accepted"]) == 0
    assert free_places(2, ["suggested"]) == 2


def test_free_places_is_nought_once_capacity_was_lowered():
    assert free_places(1, ["active", "paused", "active"]) == 0


@given(st.integers(0, 9), st.lists(st.sampled_from(STATES)))
def test_one_more_open_offer_never_frees_a_place(capacity, running):
    before = free_places(capacity, running)
    assert free_places(capacity, [*running, "offered"]) == max(0, before - 1)
