import pytest

from care.rota import (
    Shift,
    Span,
    Stretch,
    free_times,
    gaps,
    minute_in_words,
    split_hours,
    together,
)

NINE, FIVE, MIDNIGHT = 9 * 60, 17 * 60, 24 * 60
OFFICE = tuple(Shift("sam", day, NINE, FIVE) for day in range(5))


def test_gaps_of_office_hours():
    found = together(gaps(OFFICE))
    week = (0, 1, 2, 3, 4)
    assert found == (
        Stretch(week, 0, NINE),
        Stretch(week, FIVE, MIDNIGHT),
        Stretch((5, 6), 0, MIDNIGHT),
    )
    assert together(gaps(())) == (Stretch((0, 1, 2, 3, 4, 5, 6), 0, MIDNIGHT),)


def test_gap_of_half_an_hour_between_two():
    shifts = [Shift("sam", 0, 0, 750), Shift("lee", 0, 780, MIDNIGHT), Shift("kim", 0, 60, 120)]
    assert free_times(shifts) == ((750, 780),)


def test_hours_over_midnight_are_two_days():
    assert split_hours(5, 1110, 480) == (Span(5, 1110, MIDNIGHT), Span(6, 0, 480))
    assert split_hours(6, 1080, 0) == (Span(6, 1080, MIDNIGHT),)
    assert split_hours(6, NINE, NINE) == (Span(6, NINE, MIDNIGHT), Span(0, 0, NINE))
    assert split_hours(0, NINE, MIDNIGHT) == (Span(0, NINE, MIDNIGHT),)


def test_minutes_are_told_as_a_clock_shows_them():
    told = [minute_in_words(minute) for minute in (0, 570, MIDNIGHT)]
    assert told == ["00:00", "09:30", "24:00"]


@pytest.mark.parametrize(
    "wrong", [(7, 540, 1020), (0, 1020, 540), (0, 540, 540), (0, 0, 1470), (0, -30, 180)]
)
def test_shift_outside_of_a_day_is_refused(wrong):
    with pytest.raises(ValueError, match="within one day"):
        Shift("sam", *wrong)


@pytest.mark.parametrize("wrong", [(0, 545, 1020), (0, 540, 1015)])
def test_shift_by_other_than_half_hours_is_refused(wrong):
    with pytest.raises(ValueError, match="full or half hour"):
        Shift("sam", *wrong)
