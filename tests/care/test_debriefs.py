from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.debriefs import LATEST, NIGHT, REST, ask_after_closing, ask_at, typed_choice
from care.hours import slots

LONDON = ZoneInfo("Europe/London")
MORNINGS = slots(("weekday_morning",))


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)  # the 26th is a Thursday


@pytest.mark.parametrize(
    ("raised", "hours", "asked"),
    [
        (at(26, 3), MORNINGS, at(26, 9)),
        (at(26, 3, 20), MORNINGS, at(26, 9, 20)),
        (at(26, 10), MORNINGS, at(27, 8)),
        (at(26, 10), frozenset(), at(26, 16)),
        (at(26, 20), frozenset(), at(27, 8)),
        (at(27, 10), MORNINGS, at(27, 16)),  # the weekend is further away than 36 hours
        (at(26, 20), slots(("weekday_night",)), at(27, 8)),
        (at(26, 20), slots(("weekday_evening",)), at(27, 16)),
    ],
)
def test_asked_in_their_hours_when_it_has_sunk_in(raised, hours, asked):
    assert ask_at(raised, LONDON, hours) == asked


def test_closing_at_night_is_asked_about_in_the_morning():
    assert ask_after_closing(at(26, 23), LONDON) == at(27, 8)
    assert ask_after_closing(at(26, 12), LONDON) == at(26, 12)


@pytest.mark.parametrize(
    ("typed", "choice"),
    [
        ("I am all right", "fine"),
        ("I'm all right.", "fine"),
        ("TALK", "talk"),
        ("I need a break", "rest"),
        ("not now", "later"),
        ("Josie said yes", None),
        ("", None),
    ],
)
def test_typed_choice(typed, choice):
    assert typed_choice(typed) == choice


@given(
    st.integers(0, 366 * 24 * 60).map(lambda minutes: at(1, 0) + timedelta(minutes=minutes)),
    st.frozensets(st.integers(0, 41)),
    st.sampled_from(["Europe/London", "America/St_Johns", "Asia/Kathmandu", "Pacific/Kiritimati"]),
)
@settings(max_examples=60)
def test_never_at_night_and_never_forgotten(raised, hours, zone):
    asked = ask_at(raised, ZoneInfo(zone), hours)
    assert not NIGHT.is_quiet(asked, ZoneInfo(zone))
    assert REST <= asked - raised <= LATEST + timedelta(hours=1)
