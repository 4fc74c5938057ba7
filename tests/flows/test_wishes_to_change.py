"""Our check of a match: a wish to change opens the ways, and changes nothing by itself."""

import pytest

from db.alerts import Alert
from db.checkin_plans import CheckinPlan
from db.pairings import Pairing
from tests.flows.people import change, pairing_state, row, rows
from tests.flows.test_answers_over_time import answered

TALK = ["Talk to my coordinator", "Someone else, please", "More about Hannah", "Urgent help"]
OTHER = ["Someone else, please", "Talk to my coordinator", "More about Hannah", "Urgent help"]


pytestmark = pytest.mark.sqlite_alone("nothing here depends on the kind of database")


async def told(stage, josie, *labels):
    """What Josie reads after these answers, asked now."""
    plan = await row(stage, CheckinPlan, person_id=josie.person_id, measure="match_check")
    await change(stage, CheckinPlan, plan.id, measure="weekly", state="off")
    weekly = await rows(stage, CheckinPlan, person_id=josie.person_id, name="weekly")
    await change(stage, CheckinPlan, weekly[0].id, measure="match_check")
    await answered(stage, josie, "match_check", *labels)
    return josie.phone.last


@pytest.mark.parametrize(
    ("wish", "buttons", "words"),
    [
        ("I would like to talk about it", TALK, "You can talk with your coordinator about you"),
        ("I would like someone else", OTHER, "It is nobody's fault when two people do not fit."),
    ],
)
async def test_wish_to_change_leads_to_the_ways(stage, josie, paired, wish, buttons, words):
    shown = await told(stage, josie, "Not really", "I would like less", wish)
    assert words in shown.text
    assert [label for label, _ in shown.buttons] == buttons
    assert await pairing_state(stage, paired) == "active"
    assert await rows(stage, Alert) == []
    await josie.tap("Someone else, please")
    assert "Yes, someone else please" in josie.labels
    assert await pairing_state(stage, paired) == "active"


async def test_no_wish_is_thanked(stage, josie, paired):
    del paired
    shown = await told(stage, josie, "Not really", "It is about right", "No, all is fine")
    assert shown.text == "Thank you. Your answers are saved."


async def test_wish_after_the_pairing_is_over_is_thanked(stage, josie, paired):
    plan = await row(stage, CheckinPlan, person_id=josie.person_id, measure="match_check")
    await change(stage, CheckinPlan, plan.id, measure="weekly", state="off")
    weekly = await rows(stage, CheckinPlan, person_id=josie.person_id, name="weekly")
    await change(stage, CheckinPlan, weekly[0].id, measure="match_check")
    await answered(stage, josie, "match_check", "Yes", "It is about right")
    await change(stage, Pairing, paired, state="ended")
    await josie.tap("I would like someone else")
    assert josie.text == "Thank you. Your answers are saved."
