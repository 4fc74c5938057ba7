"""Goals: own words asked once, and rated each time."""

import pytest

from db.answers import Answer
from db.checkin_plans import CheckinPlan
from db.checkins import Checkin
from flows.chart import Chart, Point
from tests.flows.people import change, row, rows
from tests.flows.test_answers_over_time import asked

pytestmark = pytest.mark.sqlite_alone("nothing here depends on the kind of database")


@pytest.fixture
async def first(stage, josie, paired):
    """Josie named one goal, no second, and rated the first."""
    del paired
    for plan in await rows(stage, CheckinPlan):
        if plan.measure != "goals":
            await change(stage, CheckinPlan, plan.id, state="off")
    await asked(stage, josie, "goals")
    await josie.tap("Answer now")
    await josie.type("Sleep a whole night")
    await josie.tap("Skip")
    assert josie.text.startswith("Question 3 of 3\n\nSleep a whole night\n\nHow near are you")
    await josie.tap("3")
    return await row(stage, Checkin, measure="goals")


async def test_goals_are_kept_sealed_and_nothing_is_added_up(stage, first):
    assert (first.state, first.score_sealed) == ("answered", None)
    kept = await rows(stage, Answer, form_session_id=first.form_session_id)
    assert {answer.question for answer in kept} == {"goal1", "goal2", "near1"}
    assert not any(b"Sleep" in (answer.value_sealed or b"") for answer in kept)


async def test_goals_are_asked_once_and_rated_again(stage, josie, first):
    del first
    await asked(stage, josie, "goals")
    await josie.tap("Answer now")
    assert "Sleep a whole night\n\nHow near are you to this now?" in josie.text
    await josie.tap("8")
    await josie.press("ms::goals")
    first, second = sorted(c.answered_at for c in await rows(stage, Checkin, measure="goals"))
    assert josie.text.startswith(
        "Your goals\n\nEach goal goes from 0, not at all, to 10, all the way.\n\n"
        "1. Sleep a whole night\n\n"
        f"{first:%-d %B %Y}: 3\n{second:%-d %B %Y}: 8\n\n"
    )
    assert josie.phone.last.raw.chart == Chart(
        0, 10, ((Point(f"{first:%Y-%m-%d}", 3), Point(f"{second:%Y-%m-%d}", 8)),), (1,)
    )


async def test_goal_can_be_changed_on_the_way_back(stage, josie, first):
    await asked(stage, josie, "goals")
    await josie.tap("Answer now")
    await josie.tap("Back")
    await josie.tap("Back")
    await josie.type("Walk every day")
    assert "Walk every day\n\nHow near" in josie.text
    before = await rows(stage, Answer, form_session_id=first.form_session_id)
    assert {answer.answered_at for answer in before} == {first.answered_at}


async def test_goals_skipped_altogether_are_answered_with_nothing(stage, josie, paired):
    del paired
    for plan in await rows(stage, CheckinPlan):
        if plan.measure != "goals":
            await change(stage, CheckinPlan, plan.id, state="off")
    await asked(stage, josie, "goals")
    await josie.tap("Answer now")
    await josie.tap("Skip")
    assert josie.text == "Thank you. Your answers are saved."
    await josie.press("ms::goals")
    assert "You have not said yet how near you are to a goal." in josie.text
    assert josie.phone.last.raw.chart is None
