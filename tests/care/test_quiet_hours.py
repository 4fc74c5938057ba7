from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.quiet_hours import NO_QUIET_HOURS, QuietHours

LONDON = ZoneInfo("Europe/London")
zones = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
instants = st.integers(0, 11 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
clocks = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def at(hour, minute=0, day=10):
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "quiet"),
    [
        (at(20, 59), False),
        (at(21), True),
        (at(23, 59), True),
        (at(0), True),
        (at(7, 59), True),
        (at(8), False),
        (at(12), False),
    ],
)
def test_is_quiet_past_midnight(now, quiet):
    assert QuietHours().is_quiet(now, LONDON) is quiet


def test_is_quiet_follows_the_local_clock():
    evening_in_utc = datetime(2026, 7, 1, 20, 30, tzinfo=UTC)
    assert QuietHours().is_quiet(evening_in_utc, LONDON)
    assert not QuietHours().is_quiet(evening_in_utc, ZoneInfo("America/New_York"))


def test_is_quiet_within_one_day():
    siesta = QuietHours(time(13), time(15))
    assert [siesta.is_quiet(at(h), LONDON) for h in (12, 13, 14, 15)] == [False, True, True, False]


def test_ends_at_next_morning():
    assert QuietHours().ends_at(at(22), LONDON) == at(8, day=11)
    assert QuietHours().ends_at(at(3), LONDON) == at(8)


def test_ends_at_is_now_by_day():
    assert QuietHours().ends_at(at(12), LONDON) == at(12)


def test_ends_at_twice_shown_end_when_clocks_go_back():
    quiet = QuietHours(time(22), time(1, 30))
    second_showing = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    assert quiet.is_quiet(second_showing, LONDON)
    assert quiet.ends_at(second_showing, LONDON) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@settings(deadline=None)
@given(zones, instants, clocks)
def test_is_quiet_never_with_equal_times(zone, now, clock):
    assert not QuietHours(clock, clock).is_quiet(now, zone)
    assert NO_QUIET_HOURS.ends_at(now, zone) == now


@settings(max_examples=300, deadline=None)
@given(zones, instants, clocks, clocks)
def test_ends_at_is_the_first_instant_that_is_not_quiet(zone, now, start, end):
    quiet = QuietHours(start, end)
    ends = quiet.ends_at(now, zone)
    assert ends >= now
    assert not quiet.is_quiet(ends, zone)
    minutes = range(0, int((ends - now) / timedelta(minutes=1)), 7)
    assert all(quiet.is_quiet(now + timedelta(minutes=m), zone) for m in minutes)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["Europe/London", "America/St_Johns", "Australia/Lord_Howe"]).map(ZoneInfo),
    st.dates(date(2026, 3, 1), date(2026, 11, 30)),
    st.integers(0, 24 * 60 - 1),
    clocks,
    clocks,
)
def test_ends_at_around_the_clock_changes(zone, day, minute, start, end):
    now = datetime.combine(day, time(), tzinfo=UTC) + timedelta(minutes=minute)
    quiet = QuietHours(start, end)
    assert not quiet.is_quiet(quiet.ends_at(now, zone), zone)
