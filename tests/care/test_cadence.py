from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.cadence import (
    Cadence,
    Due,
    SendAt,
    SendNow,
    TooLate,
    first_due,
    lateness,
    next_due,
    shifted,
    spread,
)
from care.quiet_hours import QuietHours

LONDON = ZoneInfo("Europe/London")
AUCKLAND = ZoneInfo("Pacific/Auckland")
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
DAILY = Cadence(1, time(10))
FORTNIGHTLY = Cadence(14, time(10))
MONDAYS = Cadence(7, time(10), weekday=0)
QUIET = QuietHours()


def at(day, hour, minute=0, month=1):
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"every_days": 0, "at": time(9)}, "every_days"),
        ({"every_days": 7, "at": time(9), "weekday": 7}, "weekday"),
        ({"every_days": 3, "at": time(9), "weekday": 1}, "multiple of 7"),
        ({"every_days": 3, "at": time(9, tzinfo=UTC)}, "time zone"),
    ],
)
def test_cadence_refuses_nonsense(wrong, message):
    with pytest.raises(ValueError, match=message):
        Cadence(**wrong)


def test_first_due_counts_local_days():
    assert first_due(FORTNIGHTLY, at(1, 18), 1, LONDON) == Due(at(2, 10), date(2026, 1, 2))


def test_first_due_is_never_before_the_start():
    assert first_due(DAILY, at(1, 18), 0, LONDON) == Due(at(2, 10), date(2026, 1, 2))


def test_first_due_moves_forward_to_the_weekday():
    assert first_due(MONDAYS, at(1, 18), 1, LONDON) == Due(at(5, 10), date(2026, 1, 5))


def test_first_due_refuses_days_before_the_start():
    with pytest.raises(ValueError, match="first_after_days"):
        first_due(DAILY, at(1, 18), -1, LONDON)


def test_next_due_follows_after_every_days():
    expected = Due(at(16, 10), date(2026, 1, 16))
    assert next_due(FORTNIGHTLY, date(2026, 1, 2), LONDON, at(2, 10)) == expected


def test_next_due_after_three_days_off_names_what_was_missed():
    expected = Due(at(5, 10), date(2026, 1, 5), (date(2026, 1, 3), date(2026, 1, 4)))
    assert next_due(DAILY, date(2026, 1, 2), LONDON, at(5, 12)) == expected


def test_next_due_with_a_clock_set_back_still_goes_forward():
    expected = Due(at(3, 10), date(2026, 1, 3))
    assert next_due(DAILY, date(2026, 1, 2), LONDON, at(1, 9)) == expected


def test_next_due_with_a_new_weekday_is_never_sooner_than_every_days():
    fridays = Cadence(7, time(10), weekday=4)
    expected = Due(at(16, 10), date(2026, 1, 16))
    assert next_due(fridays, date(2026, 1, 5), LONDON, at(5, 10)) == expected


def test_next_due_after_a_move_east_leaves_twelve_hours():
    sent = datetime(2026, 3, 9, 17, tzinfo=UTC)
    assert sent.astimezone(LOS_ANGELES).date() == date(2026, 3, 9)
    moved = next_due(DAILY, date(2026, 3, 9), AUCKLAND, sent, last_at=sent)
    assert moved.skipped == (date(2026, 3, 10),)
    assert moved.local_date == date(2026, 3, 11)


def test_next_due_after_a_move_west_never_repeats_a_local_date():
    sent = datetime(2026, 3, 9, 21, tzinfo=UTC)
    assert sent.astimezone(AUCKLAND).date() == date(2026, 3, 10)
    moved = next_due(DAILY, date(2026, 3, 10), LOS_ANGELES, sent, last_at=sent)
    assert moved == Due(datetime(2026, 3, 11, 17, tzinfo=UTC), date(2026, 3, 11))


TODAY = Due(at(5, 10), date(2026, 1, 5))


@pytest.mark.parametrize(
    ("meaning", "due", "now", "expected"),
    [
        ("on time", TODAY, at(5, 10), SendNow()),
        ("hours late on the same day", TODAY, at(5, 20, 59), SendNow()),
        ("night has begun", TODAY, at(5, 21), TooLate("day_over")),
        ("the next day", TODAY, at(6, 10), TooLate("day_over")),
        ("three days later", TODAY, at(8, 10), TooLate("day_over")),
        ("too early", TODAY, at(5, 9), SendAt(at(5, 10))),
        ("clock set back by days", TODAY, at(3, 9), SendAt(at(5, 10))),
        (
            "due in the morning quiet hours",
            Due(at(5, 6), date(2026, 1, 5)),
            at(5, 6),
            SendAt(at(5, 8)),
        ),
        (
            "due in the evening quiet hours goes out the next morning",
            Due(at(5, 22), date(2026, 1, 5)),
            at(5, 22),
            SendAt(at(6, 8)),
        ),
        ("and is useful on that day", Due(at(5, 22), date(2026, 1, 5)), at(6, 15), SendNow()),
    ],
)
def test_lateness_by_day(meaning, due, now, expected):
    assert lateness(due, now, QUIET, LONDON) == expected, meaning


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(5, 12), SendNow()),
        (at(5, 12, 1), TooLate("limit")),
        (at(7, 10), TooLate("limit")),
    ],
)
def test_lateness_within_a_limit(now, expected):
    assert lateness(TODAY, now, QUIET, LONDON, timedelta(hours=2)) == expected


def test_lateness_within_a_limit_over_night():
    now = at(5, 23)
    assert lateness(TODAY, now, QUIET, LONDON, timedelta(days=2)) == SendAt(at(6, 8))


@settings(deadline=None)
@given(st.integers(), st.integers(1, 600))
def test_spread_is_steady_and_in_range(seed, minutes):
    assert 0 <= spread(seed, minutes) < minutes
    assert spread(seed, minutes) == spread(seed, minutes)


def test_spread_uses_every_minute():
    assert {spread(seed, 30) for seed in range(1000)} == set(range(30))


def test_spread_refuses_no_minutes():
    with pytest.raises(ValueError, match="minutes"):
        spread(1, 0)


def test_shifted_stays_on_its_date():
    assert shifted(time(9, 50), 25) == time(10, 15)
    assert shifted(time(23, 50), 25) == time(23, 59)
