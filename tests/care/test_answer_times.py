from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from care.answer_times import AnswerTimes, answer_times
from care.hours import BLOCKS_A_DAY, SLOTS_A_WEEK, slots

LONDON = ZoneInfo("Europe/London")
MORNINGS = slots(("weekday_morning",))
MINUTE = timedelta(minutes=1)


def at(day, hour, minute=0, month=11, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "times"),
    [
        (at(26, 8), AnswerTimes(is_here=True, here_until=at(26, 12))),
        (at(26, 11, 59), AnswerTimes(is_here=True, here_until=at(26, 12))),
        (at(26, 12), AnswerTimes(is_here=False, next_start=at(27, 8), next_end=at(27, 12))),
        (at(26, 3), AnswerTimes(is_here=False, next_start=at(26, 8), next_end=at(26, 12))),
        (at(27, 12), AnswerTimes(is_here=False, next_start=at(30, 8), next_end=at(30, 12))),
    ],
)
def test_hours_of_weekday_mornings(now, times):
    assert answer_times(MORNINGS, LONDON, now) == times


def test_hours_that_touch_are_one_stretch_also_past_midnight():
    late = slots(("weekday_late", "weekday_night"))
    assert answer_times(late, LONDON, at(26, 23)).here_until == at(27, 8)
    assert answer_times(late, LONDON, at(27, 2)).here_until == at(27, 8)
    assert answer_times(late, LONDON, at(26, 12)).next_end == at(27, 8)


@pytest.mark.parametrize("any_time", [frozenset(range(SLOTS_A_WEEK)), frozenset()])
def test_any_time_and_hours_that_are_not_known_promise_nothing(any_time):
    assert answer_times(any_time, LONDON, at(26, 3)) == AnswerTimes(is_here=True)
    back = at(30, 8)
    assert answer_times(any_time, LONDON, at(26, 3), back) == AnswerTimes(
        is_here=False, next_start=back
    )


def test_away_lasts_until_the_first_hours_after_it():
    now = at(26, 9)
    away = answer_times(MORNINGS, LONDON, now, at(28, 8))  # back on a Saturday
    assert away == AnswerTimes(is_here=False, next_start=at(30, 8), next_end=at(30, 12))
    within = answer_times(MORNINGS, LONDON, now, at(30, 9))
    assert within == AnswerTimes(is_here=False, next_start=at(30, 9), next_end=at(30, 12))
    assert answer_times(MORNINGS, LONDON, now, at(26, 9)) == AnswerTimes(
        is_here=True, here_until=at(26, 12)
    )


@pytest.mark.parametrize(
    ("now", "start"),
    [
        (at(28, 12, month=3), at(29, 8 - 1, month=3)),  # summer time begins on the 29th
        (at(24, 12, month=10), at(25, 8, month=10)),  # and ends on the 25th
    ],
)
def test_hours_follow_the_clock_on_the_wall(now, start):
    assert answer_times(slots(("weekend_morning",)), LONDON, now).next_start == start


@pytest.mark.parametrize(
    ("zone", "now", "until"),
    [  # a night of five hours and one of three, by the clock of 0:00 to 4:00
        ("Europe/London", at(25, 0, month=10), at(25, 4, month=10)),
        ("Europe/London", at(29, 0, month=3), at(29, 3, month=3)),
    ],
)
def test_night_of_a_clock_change_is_longer_or_shorter(zone, now, until):
    night = frozenset({6 * BLOCKS_A_DAY})
    assert answer_times(night, ZoneInfo(zone), now).here_until == until


zones = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
instants = st.integers(0, 6 * 365 * 24 * 60).map(lambda n: at(1, 0, month=1) + n * MINUTE)
some_slots = st.frozensets(st.integers(0, SLOTS_A_WEEK - 1), min_size=1, max_size=41)


def wall_slot(instant, zone):
    wall = instant.astimezone(zone)
    return wall.weekday() * BLOCKS_A_DAY + wall.hour // 4


def is_plain(instant, zone):
    """Whether no clock change is within a day, so that the wall shows each time once."""
    day = timedelta(days=1)
    return len({(instant + n * day).astimezone(zone).utcoffset() for n in (-1, 0, 1)}) == 1


@given(some_slots, zones, instants)
def test_somebody_is_here_exactly_when_their_clock_says_so(offered, zone, now):
    assume(is_plain(now, zone))
    assert answer_times(offered, zone, now).is_here == (wall_slot(now, zone) in offered)


@given(some_slots, zones, instants)
def test_next_times_lie_ahead_and_lead_to_the_other_state(offered, zone, now):
    times = answer_times(offered, zone, now)
    if times.is_here:
        assert times.next_start is None is times.next_end
        assert now < times.here_until <= now + timedelta(days=8)
        assert not answer_times(offered, zone, times.here_until).is_here
    else:
        assert times.here_until is None
        assert now < times.next_start < times.next_end
        assert times.next_start <= now + timedelta(days=8)
        assert answer_times(offered, zone, times.next_start).is_here
        assert not answer_times(offered, zone, times.next_start - MINUTE).is_here


@given(some_slots, zones, instants, st.integers(1, 60 * 24 * 400))
def test_nobody_is_here_before_they_are_back(offered, zone, now, minutes):
    back = now + minutes * MINUTE
    times = answer_times(offered, zone, now, back)
    then = answer_times(offered, zone, back)
    assert not times.is_here
    assert times.next_start == (back if then.is_here else then.next_start)
