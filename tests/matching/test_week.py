import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.week import minutes_shared
from tests.matching.people_made import TODAY, ZONES

slots = st.frozensets(st.integers(0, 41))
zones = st.sampled_from(ZONES)


@pytest.mark.parametrize(("utc_slot", "minutes"), [(41, 105), (0, 135), (1, 0)])
def test_hours_go_round_the_end_of_the_week(utc_slot, minutes):
    """Kathmandu's Monday 4:00 to 8:00 is Sunday 22:15 to Monday 2:15 in UTC."""
    kathmandu = frozenset({1}), "Asia/Kathmandu"
    assert minutes_shared(*kathmandu, frozenset({utc_slot}), "UTC", TODAY) == minutes


@given(slots, zones, slots, zones)
def test_hours_shared_are_the_same_from_both_sides(one, one_zone, other, other_zone):
    there = minutes_shared(one, one_zone, other, other_zone, TODAY)
    assert there == minutes_shared(other, other_zone, one, one_zone, TODAY)


@given(slots, zones, zones)
def test_hours_shared_with_a_whole_week_are_all_of_them(one, one_zone, other_zone):
    everything = frozenset(range(42))
    assert minutes_shared(one, one_zone, everything, other_zone, TODAY) == 240 * len(one)
