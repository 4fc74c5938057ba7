from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.floods import STRANGER, TALKING, Allowance, Level, pour

NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SMALL = Allowance(burst=3, pace=2 * SECOND, room=2)


def passed(gaps, allowance=TALKING):
    """Which of the messages after these gaps in seconds went through."""
    level, now, found = Level(NOW), NOW, []
    for gap in gaps:
        now += gap * SECOND
        level = pour(level, allowance, now)
        found.append(level.turned_away == 0)
    return found


@pytest.mark.parametrize("allowance", [TALKING, STRANGER])
def test_burst_goes_through_and_the_next_one_does_not(allowance):
    assert passed([0] * (allowance.burst + 2), allowance) == [True] * allowance.burst + [False] * 2


def test_words_sent_one_by_one_for_six_minutes_are_no_flood():
    assert all(passed([60 / 36] * (6 * 36)))


def test_one_every_two_seconds_is_never_too_much():
    assert all(passed([2] * 2_000))


def test_flood_that_goes_on_passes_runs_and_not_single_messages():
    found = passed([0.1] * 1_000)
    runs = "".join("x" if one else " " for one in found).split()
    assert [len(run) for run in runs[1:-1]] == [len(run) for run in runs[1:-1] if len(run) >= 20]
    assert len(runs) == 3
    assert sum(found) == 84  # in 100 seconds: 40 at once, then runs; the last one is not full


def test_whoever_is_turned_away_and_goes_on_slowly_is_let_in_again():
    found = passed([0] * 41 + [5] * 30)
    assert found[40:] == [False] * 8 + [True] * 23


def test_count_of_those_turned_away_starts_anew():
    level = Level(NOW, 7)
    assert pour(level, SMALL, NOW) == Level(NOW + 2 * SECOND)


def test_clock_that_was_put_back_shuts_nobody_out_for_longer():
    far = Level(NOW + timedelta(days=1), 1)
    turned = pour(far, SMALL, NOW)
    assert turned == Level(NOW + 6 * SECOND, 2)
    assert pour(turned, SMALL, NOW + 4 * SECOND).turned_away == 0


@pytest.mark.parametrize(
    ("burst", "pace", "room"), [(0, SECOND, 0), (3, SECOND, 4), (3, SECOND, 0), (3, 0 * SECOND, 1)]
)
def test_allowance_that_lets_nothing_through_is_refused(burst, pace, room):
    with pytest.raises(ValueError, match="room is between"):
        Allowance(burst, pace, room)


@given(st.lists(st.floats(0, 100), max_size=80))
@settings(max_examples=60)
def test_never_more_than_burst_and_pace_allow(gaps):
    found = passed(gaps, SMALL)
    for first in range(len(gaps)):
        seconds = 0.0
        for last in range(first, len(gaps)):
            seconds += gaps[last] if last > first else 0
            # a thousandth: gaps are rounded to microseconds
            assert sum(found[first : last + 1]) <= SMALL.burst + (seconds + 0.001) / 2
