from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.escalation import (
    OUTCOMES,
    AlertFacts,
    CloseRefused,
    Duty,
    NobodyOnDuty,
    Step,
    Taken,
    Timers,
    check_can_close,
    next_step,
    next_step_at,
)

RAISED = datetime(2026, 1, 5, 3, tzinfo=UTC)
TWO = Duty(on_duty=("ann", "ben"), everyone=("ann", "ben", "cat"))
ONE = Duty(on_duty=("ann",), everyone=("ann", "cat"))
NOBODY = Duty(on_duty=(), everyone=("ann", "cat"))


def after(minutes):
    return RAISED + timedelta(minutes=minutes)


def run(duty, minutes, *, timers=None):
    """Every step of an alert that nobody acknowledges, as (minute, kind, people)."""
    steps = []
    for minute in range(minutes + 1):
        alert = AlertFacts(RAISED, steps=tuple(steps))
        found = next_step(alert, duty, after(minute), timers or Timers())
        if found is not None:
            steps.append(Taken(found.kind, after(minute), found.to))
    return [((step.at - RAISED) // timedelta(minutes=1), step.kind, step.to) for step in steps]


def test_the_ladder_with_a_deputy():
    assert run(TWO, 240) == [
        (0, "first", ("ann",)),
        (15, "again", ("ann",)),
        (30, "next", ("ben",)),
        (60, "everyone", ("ann", "ben", "cat")),
        (120, "everyone", ("ann", "ben", "cat")),
        (180, "everyone", ("ann", "ben", "cat")),
        (240, "everyone", ("ann", "ben", "cat")),
    ]


def test_the_ladder_with_one_person_on_duty():
    assert run(ONE, 100) == [
        (0, "first", ("ann",)),
        (15, "again", ("ann",)),
        (30, "everyone", ("ann", "cat")),
        (90, "everyone", ("ann", "cat")),
    ]


def test_the_ladder_with_nobody_on_duty():
    assert next_step(AlertFacts(RAISED), NOBODY, RAISED) == NobodyOnDuty(("ann", "cat"))
    assert run(NOBODY, 80) == [
        (0, "nobody_on_duty", ("ann", "cat")),
        (15, "everyone", ("ann", "cat")),
        (75, "everyone", ("ann", "cat")),
    ]


def test_somebody_who_comes_on_duty_is_told_next():
    alone = Taken("nobody_on_duty", RAISED, ("ann", "cat"))
    alert = AlertFacts(RAISED, steps=(alone,))
    assert next_step(alert, TWO, after(15)) == Step("next", ("ann",))


def test_somebody_who_went_off_duty_is_not_told_again():
    alert = AlertFacts(RAISED, steps=(Taken("first", RAISED, ("dan",)),))
    assert next_step(alert, TWO, after(15)) == Step("next", ("ann",))


def test_next_step_after_a_long_break_takes_one_step_and_not_all():
    alert = AlertFacts(RAISED, steps=(Taken("first", RAISED, ("ann",)),))
    late = after(60 * 24)
    assert next_step(alert, TWO, late) == Step("again", ("ann",))
    again = AlertFacts(RAISED, steps=(*alert.steps, Taken("again", late, ("ann",))))
    assert next_step(again, TWO, late) is None


@pytest.mark.parametrize("done", [{"acknowledged_at": after(1)}, {"closed_at": after(1)}])
def test_next_step_of_an_alert_in_somebodys_hands(done):
    assert next_step(AlertFacts(RAISED, **done), TWO, after(500)) is None
    assert next_step_at(AlertFacts(RAISED, **done)) is None


def test_next_step_at_is_at_once_for_a_new_alert():
    assert next_step_at(AlertFacts(RAISED)) == RAISED


@settings(deadline=None)
@given(
    st.lists(st.sampled_from("abcd"), unique=True).map(tuple),
    st.lists(st.sampled_from("efg"), unique=True).map(tuple),
    st.integers(1, 90),
)
def test_an_alert_never_falls_silent_and_reaches_everyone(on_duty, others, wait):
    minutes = timedelta(minutes=wait)
    duty = Duty(on_duty, on_duty + others)
    steps = run(duty, 8 * wait, timers=Timers(minutes, minutes, minutes, minutes))
    assert [minute for minute, _, _ in steps] == [n * wait for n in range(9)]
    assert set(steps[-1][2]) == set(on_duty + others)
    assert steps[-1][1] == "everyone"


@pytest.mark.parametrize("wait", [timedelta(0), timedelta(hours=25)])
def test_timers_outside_their_range_are_refused(wait):
    with pytest.raises(ValueError, match="between 1 minute and 24 hours"):
        Timers(repeat=wait)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_check_can_close_with_an_outcome(outcome):
    assert check_can_close(outcome) == outcome


@pytest.mark.parametrize(
    ("outcome", "acknowledged", "key"),
    [
        (None, True, "alert.outcome_needed"),
        ("", True, "alert.outcome_needed"),
        ("done", True, "alert.outcome_needed"),
        ("safe", False, "alert.acknowledge_first"),
    ],
)
def test_check_can_close_refused(outcome, acknowledged, key):
    with pytest.raises(CloseRefused) as refused:
        check_can_close(outcome, acknowledged=acknowledged)
    assert refused.value.key == key
