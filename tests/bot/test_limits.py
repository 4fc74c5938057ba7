import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.limits import Limits, Pace
from db.ids import PersonId
from db.outbox import Lane

JOSIE, HANNAH = PersonId("josie"), PersonId("hannah")
SMALL = Limits(
    overall_per_second=10, overall_burst=3, chat_per_second=1, chat_burst=2, crisis_reserve=2
)


def test_chat_pays_for_its_burst_by_waiting():
    pace = Pace(SMALL)
    pace.spend(JOSIE, 0.0)
    pace.spend(JOSIE, 0.0)
    waits = (pace.chat_wait(JOSIE, Lane.REPLY, 0.0), pace.chat_wait(HANNAH, Lane.REPLY, 0.0))
    assert waits == (1.0, 0.0)
    assert pace.chat_wait(JOSIE, Lane.REPLY, 1.0) == 0.0


def test_crisis_does_not_wait_for_the_letters_of_others():
    pace = Pace(SMALL)
    for person in ("a", "b", "c"):
        pace.spend(PersonId(person), 0.0)
    assert (pace.room(Lane.REPLY, 0.0), pace.room(Lane.CRISIS, 0.0)) == (0, 2)
    assert pace.overall_wait(Lane.REPLY, 0.0) == pytest.approx(0.1)
    assert pace.overall_wait(Lane.CRISIS, 0.0) == 0.0


def test_crisis_does_not_wait_for_other_letters_to_the_same_person():
    pace = Pace(SMALL)
    pace.spend(JOSIE, 0.0)
    pace.spend(JOSIE, 0.0)
    assert pace.chat_wait(JOSIE, Lane.CRISIS, 0.0) == 0.0


def test_clock_that_goes_back_gives_nothing():
    pace = Pace(SMALL)
    pace.spend(JOSIE, 10.0)
    pace.spend(JOSIE, 10.0)
    assert pace.chat_wait(JOSIE, Lane.REPLY, 5.0) == 1.0


@settings(max_examples=50)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, 2)), max_size=60))
def test_no_more_leave_than_the_rate_and_the_burst_allow(asked):
    pace = Pace(SMALL)
    at = 0.0
    left: dict[str, list[float]] = {"a": [], "b": []}
    for person, later in asked:
        at += later
        wait = pace.chat_wait(PersonId(person), Lane.REPLY, at)
        if wait == 0 and pace.room(Lane.REPLY, at) > 0:
            pace.spend(PersonId(person), at)
            left[person].append(at)
    for times in left.values():
        for first in range(len(times)):
            for last in range(first, len(times)):
                most = SMALL.chat_burst + (times[last] - times[first]) * SMALL.chat_per_second
                assert last - first + 1 <= most + 1e-6


@pytest.mark.parametrize(
    "wrong",
    [{"overall_per_second": 0}, {"chat_burst": 0}, {"most_in_flight": 0}, {"crisis_reserve": -1}],
    ids=str,
)
def test_limits_under_which_nothing_leaves_are_refused(wrong):
    with pytest.raises(ValueError, match="must be"):
        Limits(**wrong)
