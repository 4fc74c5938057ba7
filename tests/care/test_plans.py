from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from care.cadence import Due
from care.plans import (
    CheckinPlan,
    Over,
    Rhythm,
    contacts_reached,
    first_of,
    following,
    less_often,
    look_tomorrow,
)

LONDON = ZoneInfo("Europe/London")
START = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
THURSDAY = date(2026, 11, 26)
TEN = time(10)
AT_WEEKS = Rhythm(TEN, at_weeks=(0, 6, 12))


def day(n):
    return THURSDAY + timedelta(days=n)


def due(n, *skipped):
    at = datetime.combine(day(n), TEN, tzinfo=UTC)
    return Due(at, day(n), tuple(day(s) for s in skipped))


def now(n, hour=10):
    return datetime.combine(day(n), time(hour), tzinfo=UTC)


def test_plan_without_a_name_is_called_like_its_measure():
    plan = CheckinPlan("who5", "service_user", 2, 14, TEN)
    assert (plan.key, CheckinPlan("who5", "service_user", 2, 28, TEN, name="later").key) == (
        "who5",
        "later",
    )


def test_listed_weeks_are_counted_from_their_start():
    assert first_of(AT_WEEKS, START, THURSDAY, LONDON) == due(0)
    later = Rhythm(TEN, at_weeks=(0, 6), first_after_days=3)
    assert first_of(later, START, THURSDAY, LONDON) == due(3)
    assert following(AT_WEEKS, THURSDAY, day(0), LONDON, now(0), asked=True) == due(42)
    assert following(AT_WEEKS, THURSDAY, day(84), LONDON, now(84), asked=True) == Over()


def test_plan_of_listed_weeks_never_asks_before_it_begins():
    evening = START.replace(hour=18)
    assert first_of(AT_WEEKS, evening, THURSDAY, LONDON) == due(1)


@pytest.mark.parametrize(("born", "first"), [(-3, due(0)), (-6, due(0)), (-7, due(35))])
def test_start_that_is_past_leaves_out_the_weeks_that_are_over(born, first):
    assert first_of(AT_WEEKS, START, day(born), LONDON) == first


def test_start_long_past_leaves_nothing_to_ask():
    assert first_of(AT_WEEKS, START, day(-100), LONDON) == Over()


def test_listed_week_that_was_not_asked_is_tried_for_a_week():
    assert following(AT_WEEKS, THURSDAY, day(42), LONDON, now(42), asked=False) == due(43)
    assert following(AT_WEEKS, THURSDAY, day(47), LONDON, now(47), asked=False) == due(48)
    assert following(AT_WEEKS, THURSDAY, day(48), LONDON, now(48), asked=False) == due(84)


def test_listed_week_that_nobody_saw_is_named():
    assert following(AT_WEEKS, THURSDAY, day(0), LONDON, now(50), asked=True) == due(84, 42)
    assert following(AT_WEEKS, THURSDAY, day(0), LONDON, now(44), asked=True) == due(44)
    over = following(AT_WEEKS, THURSDAY, day(42), LONDON, now(95), asked=True)
    assert over == Over((day(84),))


def test_rhythm_of_days_goes_on_from_the_day_it_was_due():
    weekly = Rhythm(TEN, every_days=7, first_after_days=1)
    assert first_of(weekly, START, THURSDAY, LONDON) == due(1)
    assert following(weekly, THURSDAY, day(1), LONDON, now(1), asked=True) == due(8)
    assert following(weekly, THURSDAY, day(1), LONDON, now(16), asked=True) == due(22, 8, 15)


def test_rhythm_on_a_weekday_begins_on_the_next_such_day():
    mondays = Rhythm(TEN, every_days=14, weekday=0)
    assert first_of(mondays, START, THURSDAY, LONDON) == due(4)
    assert following(mondays, THURSDAY, day(4), LONDON, now(4), asked=True) == due(18)


def test_days_are_counted_from_a_start_that_is_ahead_or_past():
    weekly = Rhythm(TEN, every_days=7, first_after_days=1)
    assert first_of(weekly, START, day(10), LONDON) == due(11)
    assert first_of(weekly, START, day(-30), LONDON) == due(0)


def test_plan_that_counts_contacts_is_looked_at_each_day():
    contacts = Rhythm(TEN, after_contacts=(1, 4))
    assert first_of(contacts, START, THURSDAY, LONDON) == due(0)
    assert following(contacts, THURSDAY, day(0), LONDON, now(0), asked=False) == due(1)
    assert following(contacts, THURSDAY, day(0), LONDON, now(9), asked=True) == due(9)
    assert look_tomorrow(AT_WEEKS, day(3), LONDON, now(3)) == due(4)


@pytest.mark.parametrize(("contacts", "reached"), [(0, 0), (1, 1), (3, 1), (4, 2), (9, 2)])
def test_contacts_that_were_reached_are_counted(contacts, reached):
    assert contacts_reached((1, 4), contacts) == reached


def test_less_often_is_twice_as_long_up_to_eight_weeks():
    assert [less_often(days) for days in (1, 7, 14, 28, 42, 56)] == [2, 14, 28, 56, 42, 56]
