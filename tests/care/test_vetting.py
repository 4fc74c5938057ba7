from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.facts import Check, Supervision
from care.onboarding import peer_worker_facts
from care.vetting import (
    REMIND_DAYS,
    Expiry,
    expiries,
    next_reminder_on,
    out_of_date,
    reminder_due,
)
from tests.care.test_onboarding import HANNAH, PACK
from tests.care.test_onboarding import given as answered

FACTS = peer_worker_facts(PACK.peer_worker, answered(HANNAH))
UNTIL = date(2027, 3, 1)

days = st.dates(date(2026, 1, 1), date(2028, 1, 1))


def test_expiries_are_training_every_check_and_supervision():
    facts = replace(
        FACTS,
        checks=(Check("check_record", date(2028, 1, 1)), Check("check_id", date(2029, 1, 1))),
        supervision=Supervision("Kim", None, date(2026, 12, 1)),
    )
    found = expiries(facts)
    assert found == (
        Expiry("training", date(2027, 1, 1)),
        Expiry("check_record", date(2028, 1, 1)),
        Expiry("check_id", date(2029, 1, 1)),
        Expiry("supervision", date(2026, 12, 1)),
    )
    assert [one.kind for one in found] == ["training", "check", "check", "supervision"]


def test_expiries_leave_out_what_nobody_asked_about():
    assert expiries(replace(FACTS, checks=(), supervision=None)) == (
        Expiry("training", date(2027, 1, 1)),
    )


@pytest.mark.parametrize(("later", "is_over"), [(-1, False), (0, False), (1, True)])
def test_out_of_date_the_day_after_the_last(later, is_over):
    known = [Expiry("training", UNTIL), Expiry("supervision", UNTIL + timedelta(days=90))]
    assert out_of_date(known, UNTIL + timedelta(days=later)) == tuple(known[:1] if is_over else ())


@pytest.mark.parametrize(
    ("left", "known_days_before", "reminded", "due"),
    [
        (31, 90, None, None),
        (30, 90, None, 30),
        (30, 90, 30, None),
        (12, 90, None, 30),
        (7, 90, 30, 7),
        (7, 90, 7, None),
        (0, 90, 7, 0),
        (0, 90, 0, None),
        (-40, 90, 7, 0),
        (14, 14, None, None),  # told with two weeks to go: the month's reminder has no sense
        (7, 14, None, 7),
        (0, 0, None, 0),
    ],
)
def test_reminder_due(left, known_days_before, reminded, due):
    known_since = UNTIL - timedelta(days=known_days_before)
    today = UNTIL - timedelta(days=left)
    assert reminder_due(UNTIL, known_since, reminded, today) == due


@settings(max_examples=60)
@given(until=days, known_since=days, gaps=st.lists(st.integers(1, 40), max_size=25))
def test_reminders_go_out_once_each_in_order(until, known_since, gaps):
    today, reminded, sent = known_since, None, []
    for gap in [0, *gaps]:
        today += timedelta(days=gap)
        due = reminder_due(until, known_since, reminded, today)
        if due is not None:
            assert until - timedelta(days=due) <= today
            sent.append(due)
            reminded = due
        assert reminder_due(until, known_since, reminded, today) is None
    assert sent == sorted(set(sent), reverse=True)
    assert (0 in sent) == (today >= until)


@settings(max_examples=60)
@given(until=days, known_since=days)
def test_next_reminder_day_misses_none(until, known_since):
    """Looking on the named days alone sends what looking every day sends."""
    every_day = _walk(until, known_since, lambda today, _: today + timedelta(days=1))
    named = _walk(until, known_since, lambda today, last: next_reminder_on(until, last, today))
    assert named == every_day


def _walk(until, known_since, step):
    today, reminded, sent = known_since, None, []
    while today is not None and today <= max(until, known_since):
        due = reminder_due(until, known_since, reminded, today)
        if due is not None:
            reminded = due
            sent.append((today, due))
        today = step(today, reminded)
    return sent


def test_reminders_are_of_a_month_a_week_and_the_day():
    assert REMIND_DAYS == (30, 7, 0)
