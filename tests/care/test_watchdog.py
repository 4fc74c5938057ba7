"""Every rule of the watchdog: up to the last second in which it holds, and from the next on."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.watchdog import (
    ALERT_GRACE,
    INBOX_AGE,
    LETTER_AGES,
    MAIL_AGE,
    Breach,
    breaches_of,
    judge_alerts,
    judge_beats,
    judge_checkins,
    judge_due,
    judge_inbox,
    judge_letters,
    judge_mails,
    judge_unheard,
    longest,
)

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_alerts_in_time():
    assert judge_alerts([NOW - ALERT_GRACE, NOW + SECOND, None], NOW) is None


def test_alerts_past_their_step():
    late = NOW - ALERT_GRACE - SECOND
    assert judge_alerts([late, NOW, late], NOW) == Breach("alerts", 2)


def test_check_ins_forgotten():
    assert judge_checkins(0) is None
    assert judge_checkins(2) == Breach("checkins", 2)


@pytest.mark.parametrize("lane", LETTER_AGES)
def test_letters_as_old_as_their_lane_allows(lane):
    assert judge_letters({lane: NOW - LETTER_AGES[lane]}, NOW) is None
    too_old = {lane: NOW - LETTER_AGES[lane] - SECOND}
    assert judge_letters(too_old, NOW) == Breach("letters", 1, (lane,))


def test_mails_that_call_as_old_as_the_mailer_needs():
    assert judge_mails(None, NOW) is None
    assert judge_mails(NOW - MAIL_AGE, NOW) is None
    assert judge_mails(NOW - MAIL_AGE - SECOND, NOW) == Breach("mails", 1)


def test_alerts_that_no_coordinator_can_hear_of():
    assert judge_unheard(0) is None
    assert judge_unheard(2) == Breach("unheard", 2)


@pytest.mark.parametrize(("seconds", "most"), [(5, 120), (30, 120), (60, 180), (3600, 10_800)])
def test_longest_is_three_beats_and_two_minutes_at_least(seconds, most):
    assert longest(seconds) == timedelta(seconds=most)


def test_due_rows_in_time():
    assert judge_due({"checkins": NOW - longest(5)}, {"checkins": 5}, None, NOW) is None


def test_due_rows_overdue():
    oldest = {"checkins": NOW - longest(5) - SECOND, "offers": NOW}
    seconds = {"checkins": 5, "offers": 15}
    assert judge_due(oldest, seconds, None, NOW) == Breach("due", 1, ("checkins",))


def test_due_rows_after_days_off_are_given_time():
    oldest, seconds = {"waiting": NOW - timedelta(days=3)}, {"waiting": 600}
    started = NOW - longest(600)
    assert judge_due(oldest, seconds, started, NOW) is None
    assert judge_due(oldest, seconds, started - SECOND, NOW) == Breach("due", 1, ("waiting",))


def test_beats_that_moved_or_had_no_time_to():
    started = NOW - longest(60)
    assert judge_beats({"a": NOW}, {"a": 5, "b": 60}, started, NOW) is None


def test_beats_after_days_off_are_given_time():
    long_ago = NOW - timedelta(days=3)
    assert judge_beats({"a": long_ago}, {"a": 5}, NOW - SECOND, NOW) is None


def test_beats_that_never_ran_or_stopped():
    long_ago = NOW - timedelta(days=3)
    last = {"b": NOW - longest(60) - SECOND}
    assert judge_beats(last, {"a": 5, "b": 60}, long_ago, NOW) == Breach("beats", 2, ("a", "b"))


def test_inbox_handled_in_time():
    assert judge_inbox(None, NOW) is None
    assert judge_inbox(NOW - INBOX_AGE, NOW) is None


def test_inbox_left_lying():
    assert judge_inbox(NOW - INBOX_AGE - SECOND, NOW) == Breach("inbox", 1)


def test_breaches_of_holds_what_is_broken_alone():
    broken = Breach("inbox", 1)
    assert breaches_of([None, broken, None]) == (broken,)


@given(st.lists(st.integers(-10_000, 10_000)), st.integers(0, 10_000))
def test_alerts_once_late_stay_late(offsets, later):
    due = [NOW + timedelta(seconds=offset) for offset in offsets]
    first = judge_alerts(due, NOW)
    second = judge_alerts(due, NOW + timedelta(seconds=later))
    assert (second.count if second else 0) >= (first.count if first else 0)
