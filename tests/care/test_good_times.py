from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from care.good_times import NIGHT, day_for_all, in_their_hours
from care.hours import slots

LONDON, WARSAW, AUCKLAND = map(ZoneInfo, ("Europe/London", "Europe/Warsaw", "Pacific/Auckland"))
ZONES = st.sampled_from(
    [LONDON, WARSAW, AUCKLAND, ZoneInfo("America/Los_Angeles"), ZoneInfo("Asia/Kolkata")]
)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=730)).map(lambda later: FIRST + later)


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def test_by_day_it_is_now() -> None:
    assert day_for_all(utc(26, 10), [LONDON, WARSAW]) == utc(26, 10)


def test_night_of_one_of_two_is_waited_for() -> None:
    assert day_for_all(utc(26, 20, 30), [LONDON, WARSAW]) == utc(27, 8)
    assert day_for_all(utc(26, 12), [LONDON, AUCKLAND]) == utc(26, 19)


@given(MOMENTS, ZONES, ZONES)
@settings(max_examples=100)
def test_it_is_night_for_neither_of_two(now: datetime, one: ZoneInfo, other: ZoneInfo) -> None:
    at = day_for_all(now, [one, other])
    assert now <= at <= now + timedelta(days=1)
    assert not NIGHT.is_quiet(at, one)
    assert not NIGHT.is_quiet(at, other)


def test_hours_that_somebody_chose_are_waited_for() -> None:
    evenings = slots(("weekday_evening",))
    assert in_their_hours(utc(26, 10), LONDON, evenings) == utc(26, 16)
    assert in_their_hours(utc(26, 17, 5), LONDON, evenings) == utc(26, 17, 5)
    assert in_their_hours(utc(27, 20), LONDON, evenings) == utc(30, 16)


def test_late_hours_end_where_the_night_begins() -> None:
    late = slots(("weekday_late",))
    assert in_their_hours(utc(26, 20, 59), LONDON, late) == utc(26, 20, 59)
    assert in_their_hours(utc(26, 21), LONDON, late) == utc(27, 20)


def test_hours_that_lie_in_the_night_leave_the_day() -> None:
    nights = slots(("weekday_night",))
    assert in_their_hours(utc(26, 10), LONDON, nights) == utc(26, 10)
    assert in_their_hours(utc(26, 23), LONDON, nights) == utc(27, 8)


@given(MOMENTS, ZONES, st.sets(st.integers(0, 41)))
@settings(max_examples=100)
def test_it_is_never_night_and_never_long(now: datetime, zone: ZoneInfo, chosen: set[int]) -> None:
    at = in_their_hours(now, zone, frozenset(chosen))
    assert now <= at <= now + timedelta(days=8)
    assert not NIGHT.is_quiet(at, zone)
