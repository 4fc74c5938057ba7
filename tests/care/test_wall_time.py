from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.wall_time import local_date, to_utc

LONDON = ZoneInfo("Europe/London")
zones = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
days = st.dates(date(2026, 1, 1), date(2036, 12, 31))
clocks = st.times().map(lambda at: at.replace(microsecond=0))


@pytest.mark.parametrize(
    ("meaning", "zone", "day", "clock", "expected"),
    [
        ("winter", "Europe/London", date(2026, 1, 5), time(9), datetime(2026, 1, 5, 9, tzinfo=UTC)),
        ("summer", "Europe/London", date(2026, 7, 5), time(9), datetime(2026, 7, 5, 8, tzinfo=UTC)),
        (
            "skipped by the clocks",
            "Europe/London",
            date(2026, 3, 29),
            time(1, 30),
            datetime(2026, 3, 29, 1, tzinfo=UTC),
        ),
        (
            "shown twice",
            "Europe/London",
            date(2026, 10, 25),
            time(1, 30),
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        ),
        (
            "half an hour skipped",
            "Australia/Lord_Howe",
            date(2026, 10, 4),
            time(2, 10),
            datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
        ),
        (
            "a whole day skipped",
            "Pacific/Apia",
            date(2011, 12, 30),
            time(10),
            datetime(2011, 12, 30, 10, tzinfo=UTC),
        ),
    ],
)
def test_to_utc_examples(meaning, zone, day, clock, expected):
    assert to_utc(day, clock, ZoneInfo(zone)) == expected, meaning


@settings(max_examples=300, deadline=None)
@given(zones, days, clocks)
def test_to_utc_shows_the_wall_time_or_the_first_after_it(zone, day, clock):
    instant = to_utc(day, clock, zone)
    shown = instant.astimezone(zone).replace(tzinfo=None)
    before = (instant - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None)
    wanted = datetime.combine(day, clock)
    assert shown == wanted or before < wanted < shown


@settings(max_examples=100, deadline=None)
@given(zones, days, clocks)
def test_to_utc_is_the_first_time_the_clocks_show_it(zone, day, clock):
    instant = to_utc(day, clock, zone)
    wanted = datetime.combine(day, clock)
    earlier = (instant - timedelta(minutes=m) for m in (30, 60, 120))
    assert all(at.astimezone(zone).replace(tzinfo=None) != wanted for at in earlier)


def test_local_date_differs_from_the_utc_date():
    assert local_date(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), LONDON) == date(2026, 7, 2)
