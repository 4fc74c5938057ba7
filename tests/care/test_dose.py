from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.dose import Day, Week, dose_of_last, planned_in, weeks_of

BEGAN = date(2026, 11, 26)


def day(n: int, user: int, peer: int) -> Day:
    return Day(BEGAN + timedelta(days=n), user, peer)


def test_contact_is_a_day_on_which_both_wrote() -> None:
    days = [day(0, 0, 3), day(1, 2, 0), day(6, 1, 1), day(7, 4, 0)]
    assert weeks_of(BEGAN, BEGAN + timedelta(days=8), 7, days) == (
        Week(1, BEGAN, 1, 1, 3, 4),
        Week(2, BEGAN + timedelta(days=7), 1, 0, 4, 0),
    )


def test_nothing_has_passed_before_the_start() -> None:
    assert weeks_of(BEGAN, BEGAN - timedelta(days=1), 7, []) == ()


@pytest.mark.parametrize(
    ("every_days", "planned"),
    [(7, [1, 1, 1, 1]), (14, [0, 1, 0, 1]), (3, [2, 2, 3, 2]), (1, [7, 7, 7, 7])],
)
def test_planned_contacts_by_week(every_days: int, planned: list[int]) -> None:
    assert [planned_in(week, every_days) for week in range(1, 5)] == planned


@given(st.integers(1, 60), st.integers(1, 104))
@settings(max_examples=50)
def test_planned_contacts_add_up_to_days_by_the_rhythm(every_days: int, weeks: int) -> None:
    total = sum(planned_in(week, every_days) for week in range(1, weeks + 1))
    assert total == weeks * 7 // every_days


def test_rhythm_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        planned_in(1, 0)


@given(
    st.integers(-3, 90),
    st.integers(1, 20),
    st.integers(1, 14),
    st.lists(st.tuples(st.integers(-5, 95), st.integers(0, 2), st.integers(0, 2)), max_size=12),
)
@settings(max_examples=50)
def test_dose_of_the_last_weeks_is_that_of_these_weeks(
    length: int, last: int, every_days: int, wrote: list[tuple[int, int, int]]
) -> None:
    until, days = BEGAN + timedelta(days=length), [day(*one) for one in wrote]
    weeks = weeks_of(BEGAN, until, every_days, days)[-last:]
    expected = sum(week.contacts for week in weeks), sum(week.planned for week in weeks)
    assert dose_of_last(last, BEGAN, until, every_days, days) == expected
