from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.rota import (
    Shift,
    Span,
    Stretch,
    gaps,
    next_on_duty,
    on_duty,
    split_hours,
    together,
)

OFFICE = tuple(Shift("sam", day, 9, 17) for day in range(5))
shifts = st.builds(
    lambda person, day, hours, deputy: Shift(person, day, min(hours), max(hours) + 1, deputy),
    st.sampled_from("abc"),
    st.integers(0, 6),
    st.tuples(st.integers(0, 23), st.integers(0, 23)),
    st.booleans(),
)


def thursday(hour, minute=0):
    return datetime(2026, 11, 26, hour, minute)  # noqa: DTZ001  a wall clock


def test_first_ones_are_called_before_deputies():
    rota = (
        Shift("lee", 3, 0, 24, is_deputy=True),
        *OFFICE,
        Shift("sam", 3, 12, 24, is_deputy=True),
    )
    assert on_duty(rota, thursday(8, 59)) == ("lee",)
    assert on_duty(rota, thursday(9)) == ("sam", "lee")
    assert on_duty(rota, thursday(17)) == ("lee", "sam")


def test_gaps_of_office_hours():
    found = together(gaps(OFFICE))
    week = (0, 1, 2, 3, 4)
    assert found == (Stretch(week, 0, 9), Stretch(week, 17, 24), Stretch((5, 6), 0, 24))
    assert together(gaps(())) == (Stretch((0, 1, 2, 3, 4, 5, 6), 0, 24),)


def test_hours_over_midnight_are_two_days():
    assert split_hours(5, 18, 8) == (Span(5, 18, 24), Span(6, 0, 8))
    assert split_hours(6, 18, 0) == (Span(6, 18, 24),)
    assert split_hours(6, 9, 9) == (Span(6, 9, 24), Span(0, 0, 9))
    assert split_hours(0, 9, 24) == (Span(0, 9, 24),)


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


def test_next_on_duty_in_an_empty_rota_never_comes():
    assert next_on_duty((), thursday(9)) is None


@pytest.mark.parametrize("wrong", [(7, 9, 17), (0, 17, 9), (0, 9, 9), (0, 0, 25), (0, -1, 3)])
def test_shift_outside_of_a_day_is_refused(wrong):
    with pytest.raises(ValueError, match="within one day"):
        Shift("sam", *wrong)


@settings(max_examples=60)
@given(st.lists(shifts, max_size=6), st.integers(0, 6), st.integers(0, 23))
def test_every_hour_has_somebody_or_is_a_gap(rota, day, hour):
    local = datetime(2026, 11, 23 + day, hour)  # noqa: DTZ001  a wall clock; the 23rd is a Monday
    is_gap = any(
        span.weekday == day and span.from_hour <= hour < span.until_hour for span in gaps(rota)
    )
    assert is_gap == (on_duty(rota, local) == ())


@settings(max_examples=60)
@given(st.lists(shifts, max_size=4), st.integers(0, 6), st.integers(0, 23))
def test_nobody_is_on_duty_before_the_next_one(rota, day, hour):
    local = datetime(2026, 11, 23 + day, hour)  # noqa: DTZ001  a wall clock
    begins = next_on_duty(rota, local)
    assert (begins is None) == (not rota)
    assert begins is None or on_duty(rota, begins) != ()
