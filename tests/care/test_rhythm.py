from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.rhythm import (
    Act,
    Plan,
    Standing,
    acts_due,
    end_at,
    first_nudge_from,
    first_words_by,
    next_look,
    weeks_left,
)

LONDON = ZoneInfo("Europe/London")
PLAN = Plan(
    contact_every_days=7, first_contact_hours=72, rules_every_weeks=4, ending_weeks=(4, 2, 1)
)
BEGAN = datetime(2026, 11, 26, 10, tzinfo=UTC)
DAY = timedelta(days=1)


def began(plan: Plan = PLAN, weeks: int = 12) -> Standing:
    return Standing(
        began_at=BEGAN,
        ends_on=BEGAN.date() + timedelta(weeks=weeks),
        quiet_since=BEGAN.date(),
        nudge_first_at=first_nudge_from(plan, BEGAN),
        first_words_by=first_words_by(plan, BEGAN),
    )


def talking(**changed: object) -> Standing:
    """Somebody who wrote to somebody today, whatever today is."""
    return replace(began(), has_first_words=True, quiet_since=date(2027, 12, 1), **changed)  # type: ignore[arg-type]  # fields by name


def kinds(standing: Standing, now: datetime) -> list[str]:
    return [act.kind for act in acts_due(PLAN, standing, now, LONDON)]


def test_first_words_are_asked_for_before_they_are_due() -> None:
    assert first_nudge_from(PLAN, BEGAN) == BEGAN + timedelta(hours=48)
    assert kinds(began(), BEGAN + timedelta(hours=47)) == []
    assert kinds(began(), BEGAN + timedelta(hours=48)) == ["nudge_first"]
    nudged = replace(began(), nudged_first=True)
    assert kinds(nudged, BEGAN + timedelta(hours=71)) == []
    assert kinds(nudged, first_words_by(PLAN, BEGAN)) == ["missed_first"]


def test_first_words_that_came_are_not_asked_for() -> None:
    assert kinds(talking(), BEGAN + timedelta(hours=100)) == []


def test_missed_first_words_are_told_once() -> None:
    told = replace(began(), missed_first=True)
    assert kinds(told, BEGAN + timedelta(hours=100)) == []


def test_first_words_of_somebody_away_have_a_day_once_they_are_back() -> None:
    later = BEGAN + timedelta(days=5)
    assert kinds(replace(began(), is_away=True), later) == []
    back = replace(began(), away_on=later.date() - DAY)
    assert kinds(back, later) == []
    assert kinds(back, later + DAY) == ["missed_first"]


def test_silence_is_spoken_of_after_the_rhythm_and_a_day() -> None:
    quiet = replace(talking(), quiet_since=BEGAN.date())
    assert kinds(quiet, BEGAN + 7 * DAY) == []
    assert acts_due(PLAN, quiet, BEGAN + 8 * DAY, LONDON) == (Act("lapse", days=8),)
    told = replace(quiet, lapse=1, lapse_on=BEGAN.date() + 8 * DAY)
    assert kinds(told, BEGAN + 14 * DAY) == []
    assert acts_due(PLAN, told, BEGAN + 15 * DAY, LONDON) == (Act("lapse_again", days=15),)
    assert kinds(replace(told, lapse=2), BEGAN + 22 * DAY) == []


def test_silence_of_somebody_away_is_not_spoken_of() -> None:
    quiet = replace(talking(), quiet_since=BEGAN.date(), is_away=True)
    assert kinds(quiet, BEGAN + 9 * DAY) == []


def test_ground_rules_are_renewed_by_the_rhythm_until_the_end_is_spoken_of() -> None:
    assert kinds(talking(), BEGAN + 27 * DAY) == []
    assert kinds(talking(), BEGAN + 28 * DAY) == ["rules"]
    renewed = talking(rules_on=BEGAN.date() + 20 * DAY, weeks_told=4)
    assert kinds(renewed, BEGAN + 47 * DAY) == []
    assert kinds(renewed, BEGAN + 48 * DAY) == ["rules"]
    assert kinds(renewed, BEGAN + 56 * DAY) == []


def test_end_is_counted_down() -> None:
    renewed = talking(rules_on=BEGAN.date() + 56 * DAY)
    assert kinds(renewed, BEGAN + 55 * DAY) == []
    assert acts_due(PLAN, renewed, BEGAN + 56 * DAY, LONDON) == (Act("countdown", weeks=4),)
    told = replace(renewed, weeks_told=4)
    assert kinds(told, BEGAN + 69 * DAY) == []
    assert acts_due(PLAN, told, BEGAN + 70 * DAY, LONDON) == (Act("countdown", weeks=2),)
    last = Act("countdown", weeks=1, is_last=True)
    assert acts_due(PLAN, replace(told, weeks_told=2), BEGAN + 77 * DAY, LONDON) == (last,)


def test_steps_that_were_slept_through_are_not_caught_up_on() -> None:
    now = BEGAN + 78 * DAY
    assert acts_due(PLAN, talking(), now, LONDON) == (Act("countdown", weeks=1, is_last=True),)
    assert kinds(talking(weeks_told=1), now) == []


def test_short_pairing_hears_of_no_step_before_its_start() -> None:
    short = replace(talking(), ends_on=BEGAN.date() + timedelta(weeks=2))
    assert kinds(short, BEGAN + 6 * DAY) == []
    assert kinds(short, BEGAN + 7 * DAY) == ["countdown"]


def test_it_ends_in_the_evening_of_the_last_day_and_nothing_else_is_said() -> None:
    last_day = BEGAN + 84 * DAY
    assert "end" not in kinds(began(), last_day)
    evening = datetime(2027, 2, 18, 18, tzinfo=UTC)
    assert end_at(began().ends_on, LONDON) == evening
    assert kinds(began(), evening) == ["end"]


def test_one_day_brings_one_of_what_can_wait() -> None:
    quiet = replace(began(), has_first_words=True)
    assert kinds(quiet, BEGAN + 56 * DAY) == ["countdown"]
    spoken = replace(quiet, spoke_on=BEGAN.date() + 56 * DAY, weeks_told=4)
    assert kinds(spoken, BEGAN + 56 * DAY) == []
    assert kinds(spoken, BEGAN + 57 * DAY) == ["lapse"]


@pytest.mark.parametrize(
    ("days", "weeks"), [(28, 4), (27, 4), (8, 2), (7, 1), (1, 1), (0, 0), (-3, 0)]
)
def test_weeks_left_count_a_begun_one_whole(days: int, weeks: int) -> None:
    assert weeks_left(BEGAN.date() + timedelta(days=days), BEGAN.date()) == weeks


def told(standing: Standing, act: Act, today: date) -> Standing:
    """The standing once an act was told, as the stories keep it."""
    match act.kind:
        case "nudge_first":
            return replace(standing, nudged_first=True)
        case "missed_first":
            return replace(standing, missed_first=True)
        case "lapse" | "lapse_again":
            step = 1 if act.kind == "lapse" else 2
            return replace(standing, lapse=step, lapse_on=today, spoke_on=today)
        case "rules":
            return replace(standing, rules_on=today, spoke_on=today)
        case "countdown":
            return replace(standing, weeks_told=act.weeks, spoke_on=today)
        case _:
            return standing


PLANS = st.builds(
    Plan,
    contact_every_days=st.integers(1, 30),
    first_contact_hours=st.integers(1, 336),
    rules_every_weeks=st.integers(1, 12),
    ending_weeks=st.sets(st.integers(1, 8), min_size=1).map(lambda s: tuple(sorted(s)[::-1])),
)


@given(PLANS, st.integers(1, 30), st.integers(0, 3), st.booleans())
@settings(max_examples=40)
def test_a_whole_silent_pairing_says_each_thing_once_and_ends(
    plan: Plan, weeks: int, down_days: int, talks: bool
) -> None:
    standing = began(plan, weeks)
    now, said, days_said = BEGAN, [], []
    while True:
        today = now.date()
        if talks:
            standing = replace(standing, has_first_words=True, quiet_since=today)
        acts = acts_due(plan, standing, now, LONDON)
        for act in acts:
            standing = told(standing, act, today)
            said.append(act.kind)
        days_said += [today] * sum(
            act.kind in ("lapse", "lapse_again", "rules", "countdown") for act in acts
        )
        if "end" in said:
            break
        look = next_look(standing, now, LONDON)
        assert now < look <= now + 2 * DAY
        now = look + down_days * DAY
    assert said[-1] == "end"
    assert said.count("end") == 1
    assert len(days_said) == len(set(days_said))
    assert said.count("countdown") <= len(plan.ending_weeks)
    for kind in ("nudge_first", "missed_first", "lapse", "lapse_again"):
        assert said.count(kind) <= (0 if talks else 1)
