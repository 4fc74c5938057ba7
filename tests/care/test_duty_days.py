"""Who is on duty by the calendar: the week, but for days off."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.duty_days import DayGap, DaysOff, Week, day_gaps, next_on_duty, on_duty
from care.rota import Shift

NINE, FIVE, MIDNIGHT = 9 * 60, 17 * 60, 24 * 60
OFFICE = tuple(Shift("sam", day, NINE, FIVE) for day in range(5))
TODAY = date(2026, 11, 23)  # a Monday
EVE, CHRISTMAS, BOXING_DAY = (date(2026, 12, day) for day in (24, 25, 26))

shifts = st.builds(
    lambda person, day, times, deputy: Shift(
        person, day, 30 * min(times), 30 * (max(times) + 1), deputy
    ),
    st.sampled_from("abc"),
    st.integers(0, 6),
    st.tuples(st.integers(0, 47), st.integers(0, 47)),
    st.booleans(),
)
days_off = st.builds(
    lambda person, first, days: DaysOff(
        person, TODAY + timedelta(days=first), TODAY + timedelta(days=first + days)
    ),
    st.sampled_from(["a", "b", None]),
    st.integers(-3, 10),
    st.integers(0, 6),
)
moments = st.builds(
    lambda day, minute: datetime(2026, 11, 23) + timedelta(days=day, minutes=minute),  # noqa: DTZ001  a wall clock
    st.integers(0, 9),
    st.integers(0, MIDNIGHT - 1),
)


def thursday(hour, minute=0, day=26):
    return datetime(2026, 11, day, hour, minute)  # noqa: DTZ001  a wall clock


def test_first_ones_are_called_before_deputies():
    rota = (
        Shift("lee", 3, 0, MIDNIGHT, is_deputy=True),
        *OFFICE,
        Shift("sam", 3, 720, MIDNIGHT, is_deputy=True),
    )
    assert on_duty(rota, thursday(8, 59)) == ("lee",)
    assert on_duty(rota, thursday(9)) == ("sam", "lee")
    assert on_duty(rota, thursday(17)) == ("lee", "sam")


def test_half_hours_count():
    rota = (Shift("sam", 3, 570, 990),)
    found = [on_duty(rota, thursday(*at)) for at in ((9, 29), (9, 30), (16, 29), (16, 30))]
    assert found == [(), ("sam",), ("sam",), ()]


def test_whoever_is_away_is_not_on_duty_and_the_deputy_is():
    rota = (*OFFICE, Shift("lee", 3, 0, MIDNIGHT, is_deputy=True))
    away = [DaysOff("sam", date(2026, 11, 26), date(2026, 11, 27))]
    assert on_duty(rota, thursday(10), away) == ("lee",)
    assert on_duty(rota, thursday(10, day=27), away) == ()
    assert on_duty(rota, thursday(10, day=25), away) == ("sam",)
    closed = [DaysOff(None, date(2026, 11, 26), date(2026, 11, 26))]
    assert on_duty(rota, thursday(10), closed) == ()


@pytest.mark.parametrize(
    ("local", "begins"),
    [
        (thursday(10, 30), thursday(10, 30)),
        (thursday(3, 12), thursday(9)),
        (datetime(2026, 11, 27, 17, 5), datetime(2026, 11, 30, 9)),  # noqa: DTZ001  a wall clock
    ],
)
def test_next_on_duty_is_told_in_the_clock_of_the_programme(local, begins):
    assert next_on_duty(OFFICE, local) == begins


def test_next_on_duty_comes_after_the_days_off():
    closed = [DaysOff(None, date(2026, 11, 26), date(2026, 11, 27))]
    away = [*closed, DaysOff("sam", date(2026, 11, 30), date(2026, 12, 1))]
    begins = datetime(2026, 12, 2, 9)  # noqa: DTZ001  a wall clock
    assert next_on_duty(OFFICE, thursday(10), away) == begins


def test_next_on_duty_in_an_empty_rota_never_comes():
    assert next_on_duty((), thursday(9)) is None
    for_ever = [DaysOff(None, date.min, date.max)]
    assert next_on_duty(OFFICE, thursday(9), for_ever) is None


def test_gaps_of_a_closed_programme_are_one_for_days_on_end():
    rota = (*OFFICE, Shift("lee", 5, NINE, FIVE))
    assert day_gaps(rota, [DaysOff(None, EVE, BOXING_DAY)], TODAY) == (
        DayGap(EVE, BOXING_DAY, 0, MIDNIGHT),
    )


def test_gap_of_one_who_is_away_is_their_own_time():
    rota = (*OFFICE, *(Shift("lee", day, FIVE, MIDNIGHT) for day in range(5)))
    gap = DayGap(EVE, CHRISTMAS, NINE - NINE, FIVE)
    assert day_gaps(rota, [DaysOff("sam", EVE, BOXING_DAY)], TODAY) == (gap,)


def test_days_off_of_somebody_who_is_not_needed_leave_no_gap():
    rota = (*OFFICE, *(Shift("lee", day, NINE, FIVE) for day in range(5)))
    assert day_gaps(rota, [DaysOff("sam", EVE, BOXING_DAY)], TODAY) == ()
    assert day_gaps(OFFICE, [DaysOff("lee", EVE, EVE)], TODAY) == ()
    weekend = DaysOff(None, date(2026, 11, 28), date(2026, 11, 29))
    assert day_gaps(OFFICE, [weekend], TODAY) == ()


def test_days_off_that_are_over_are_not_told():
    assert day_gaps(OFFICE, [DaysOff(None, EVE, CHRISTMAS)], CHRISTMAS) == (
        DayGap(CHRISTMAS, CHRISTMAS, 0, MIDNIGHT),
    )


@settings(max_examples=80)
@given(st.lists(shifts, max_size=6), st.lists(days_off, max_size=3), moments)
def test_every_minute_has_somebody_or_is_a_gap(rota, off, local):
    week = Week(tuple(rota), tuple(off), TODAY)
    day, minute = local.date(), local.hour * 60 + local.minute
    in_week = any(
        span.weekday == day.weekday() and span.from_minute <= minute < span.until_minute
        for span in week.gaps
    )
    in_days = any(
        gap.first <= day <= gap.last and gap.from_minute <= minute < gap.until_minute
        for gap in week.day_gaps
    )
    assert (in_week or in_days) == (on_duty(rota, local, off) == ())


@settings(max_examples=60)
@given(st.lists(shifts, max_size=4), st.lists(days_off, max_size=3), moments)
def test_nobody_is_on_duty_before_the_next_one(rota, off, local):
    begins = next_on_duty(rota, local, off)
    assert (begins is None) == (not rota)
    if begins is None:
        return
    assert on_duty(rota, begins, off) != ()
    walked = local
    while walked < begins:
        assert on_duty(rota, walked, off) == ()
        walked += timedelta(minutes=30)
