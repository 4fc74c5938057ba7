from datetime import UTC, datetime, timedelta

import pytest

from care.reminders import expires_at, is_missed, reminder

ASKED = datetime(2026, 1, 5, 10, tzinfo=UTC)
DAY = timedelta(days=1)


def test_reminder_comes_so_many_hours_after_the_last_asking():
    assert reminder(ASKED, ASKED, hours=24, count=0, most=2) == ASKED + DAY


def test_reminder_stops_at_the_most():
    assert reminder(ASKED, ASKED + 9 * DAY, hours=24, count=2, most=2) is None
    assert reminder(ASKED, ASKED, hours=24, count=0, most=0) is None


def test_reminder_after_a_break_is_now_and_not_in_the_past():
    assert reminder(ASKED, ASKED + 5 * DAY, hours=24, count=1, most=2) == ASKED + 5 * DAY


def test_is_missed_after_its_hours():
    assert not is_missed(ASKED, ASKED + 3 * DAY - timedelta(seconds=1), hours=72)
    assert is_missed(ASKED, ASKED + 3 * DAY, hours=72)


def test_expires_at_when_the_next_one_is_due():
    assert expires_at(ASKED, 72, next_at=ASKED + DAY) == ASKED + DAY
    assert expires_at(ASKED, 72, next_at=ASKED + 7 * DAY) == ASKED + 3 * DAY


@pytest.mark.parametrize("hours", [0, -1])
def test_hours_below_one_are_refused(hours):
    with pytest.raises(ValueError, match="hours"):
        reminder(ASKED, ASKED, hours=hours, count=0, most=1)
    with pytest.raises(ValueError, match="hours"):
        expires_at(ASKED, hours)
