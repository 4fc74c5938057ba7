from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.cadence import Due
from care.quiet_hours import QuietHours
from care.talks import WAITS_AT_MOST, Talk, when_over
from care.wall_time import local_date

UK, TEN = ZoneInfo("Europe/London"), time(10)
THURSDAY = date(2026, 11, 26)


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def look(now, last_at, silent_hours=12):
    return when_over(Talk(1, THURSDAY, last_at), silent_hours, TEN, UK, now)


def test_not_on_the_day_of_the_talk():
    assert look(at(26, 22), at(26, 8)) == Due(at(27, 10), date(2026, 11, 27))


def test_the_next_day_once_there_were_no_words_for_so_long():
    assert look(at(27, 10), at(26, 22)) is None
    assert look(at(27, 10), None) is None


@pytest.mark.parametrize(
    ("last_at", "hours", "again"),
    [
        (at(26, 23), 12, Due(at(27, 11), date(2026, 11, 27))),
        (at(27, 8), 12, Due(at(27, 20), date(2026, 11, 27))),
        (at(27, 9), 12, Due(at(28, 10), date(2026, 11, 28))),  # 21:00 is night
        (at(27, 9), 2, Due(at(27, 11), date(2026, 11, 27))),
        (at(27, 9), 0, None),
    ],
)
def test_words_of_the_last_hours_put_it_off(last_at, hours, again):
    assert look(at(27, 10), last_at, hours) == again


def test_two_who_never_stop_are_asked_on_the_fourth_day():
    assert look(at(29, 10), at(29, 9)) == Due(at(30, 10), date(2026, 11, 30))
    assert look(at(30, 10), at(30, 9)) is None


@given(
    st.integers(0, 200),
    st.integers(0, 200),
    st.integers(0, 48),
    st.sampled_from(
        ["Europe/London", "Pacific/Auckland", "Pacific/Kiritimati", "America/Los_Angeles"]
    ),
)
def test_each_look_is_later_by_day_and_soon_the_last(hours, ago, silent_hours, zone):
    now, where = at(26, 0) + timedelta(hours=hours), ZoneInfo(zone)
    talk = Talk(1, THURSDAY, now - timedelta(hours=ago))
    found = when_over(talk, silent_hours, TEN, where, now)
    if found is None:
        assert local_date(now, where) > THURSDAY
        return
    assert found.at > now
    assert not QuietHours().is_quiet(found.at, where)
    assert local_date(found.at, where) == found.local_date
    assert found.local_date <= THURSDAY + WAITS_AT_MOST + timedelta(days=1)
