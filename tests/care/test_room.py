from datetime import date, timedelta

import pytest

from care.room import Asked, Limits, Move, is_holiday, move_for

TODAY = date(2026, 11, 26)


def day(n):
    return TODAY + timedelta(days=n)


def asked(measure, n, then=None):
    return Asked(measure, day(n), day(n if then is None else then))


@pytest.mark.parametrize(
    ("earlier", "limits", "expected"),
    [
        ([], Limits(), None),
        ([asked("weekly", -1), asked("gad2", -2)], Limits(), None),
        ([asked("weekly", 0)], Limits(), Move(day(1), "one_a_day")),
        ([asked("weekly", -1), asked("gad2", -3), asked("ucla3", -6)], Limits(),
         Move(day(1), "week_full")),
        ([asked("weekly", 0), asked("gad2", -1), asked("ucla3", -2)], Limits(),
         Move(day(5), "one_a_day")),
        ([asked("weekly", -3)], Limits(most_a_week=1), Move(day(4), "week_full")),
        ([asked("who5", -13)], Limits(), Move(day(1), "recall")),
        ([asked("who5", -14)], Limits(), None),
        ([asked("who5", -1), asked("weekly", -14)], Limits(), Move(day(13), "recall")),
        ([], Limits(holidays=("11-26", "2026-11-27")), Move(day(2), "holiday")),
        ([], Limits(resting_until=day(9)), Move(day(9), "resting")),
        ([asked("weekly", 0)], Limits(resting_until=day(1), holidays=("11-27",)),
         Move(day(2), "resting")),
    ],
)  # fmt: skip
def test_room_for_a_measure_of_two_weeks(earlier, limits, expected):
    assert move_for("who5", 14, TODAY, earlier, limits) == expected


def test_day_that_a_move_brought_back_is_taken():
    """Asked on the 26th in Auckland; in Hawaii it is the 25th, and then the 26th again."""
    before = [asked("weekly", -1, then=0)]
    assert move_for("gad2", 14, TODAY, before, Limits()) == Move(day(1), "one_a_day")


def test_clock_that_was_set_back_asks_nothing_before_what_was_asked():
    assert move_for("gad2", 14, TODAY, [asked("weekly", 3)], Limits()) == Move(day(4), "one_a_day")


def test_holiday_of_every_year_and_of_one():
    assert [is_holiday(TODAY, days) for days in (["11-26"], ["2026-11-26"], ["2025-11-26"])] == [
        True,
        True,
        False,
    ]
