from datetime import UTC, datetime, timedelta

import pytest

from db.alerts import Alert, AlertStep
from db.outbox import Lane, Letter
from db.people import Person
from tests.flows.people import change, join, pair, row, rows

CALL = "Someone in Perinatal may need help now. Please open this."
MINUTES = timedelta(minutes=1)


@pytest.fixture
async def lee(stage, sam):
    """A second coordinator, after Sam in the order of those on duty."""
    del sam
    stage.clock.advance(minutes=1)
    return await join(stage, 3_004, "coordinator", "Lee")


@pytest.fixture
async def raised(hannah, lee, paired):
    """Hannah is worried about Josie."""
    del lee, paired
    await hannah.type("/worried")


def calls(someone):
    return someone.texts.count(CALL)


async def test_alert_climbs_until_somebody_takes_it(stage, sam, lee, raised):
    del raised
    told = []
    for _ in range(12):
        told.append((calls(sam), calls(lee)))
        await stage.advance(15 * MINUTES)
    # Sam, Sam again, Lee, half an hour later both, then both every hour.
    assert told[:6] == [(1, 0), (2, 0), (2, 1), (2, 1), (3, 2), (3, 2)]
    assert told[11] == (4, 3)
    steps = [step.step for step in await rows(stage, AlertStep)]
    assert steps[:4] == ["raised", "first", "again", "next"]


async def test_alert_taken_is_not_called_out_again(stage, sam, lee, raised):
    del raised
    await sam.tap("Open the alert")
    assert "About Josie, raised Thu 26 Nov, 10:01." in sam.text
    assert "Their peer worker is worried about them." in sam.text
    assert sam.labels == ["I take this on", "Josie's page", "Write a note"]
    await sam.tap("I take this on")
    assert "Sam has taken this on." in sam.text
    for _ in range(8):
        await stage.advance(30 * MINUTES)
    assert (calls(sam), calls(lee)) == (0, 0)  # the one call to Sam became the alert's screen


async def test_letters_to_coordinators_hold_no_name_and_no_reason(stage, sam, lee, raised):
    del raised
    for _ in range(4):
        await stage.advance(15 * MINUTES)
    for coordinator in (sam, lee):
        letters = [t for t in coordinator.texts if "may need" in t]
        assert letters
        assert {t for t in letters if t != CALL} == set()
    lanes = {letter.lane for letter in await rows(stage, Letter, person_id=lee.person_id)}
    assert int(Lane.CRISIS) in lanes


async def test_take_and_close_by_two(stage, sam, lee, raised):
    del raised
    alert = await row(stage, Alert)
    await sam.press(f"aa:{alert.id}:")
    await lee.press(f"aa:{alert.id}:")
    assert lee.notice == "Sam has taken this on already."
    await lee.press(f"ac:{alert.id}:safe")
    assert lee.notice == "Sam has taken this on already."
    await lee.press(f"ao:{alert.id}:")
    assert "Sam has taken this on." in lee.text
    assert lee.labels == ["Josie's page", "Write a note", "I take this over"]
    await sam.press(f"ac:{alert.id}:safe")
    closed = await row(stage, Alert)
    assert (closed.state, closed.outcome, closed.closed_by) == ("closed", "safe", sam.person_id)
    await sam.press(f"ac:{alert.id}:emergency")
    assert sam.notice == "This alert is closed."
    await lee.press(f"aa:{alert.id}:")
    assert lee.notice == "This alert is closed."
    assert (await row(stage, Alert)).outcome == "safe"


async def test_close_without_an_outcome_is_refused(stage, sam, raised):
    del raised
    alert = await row(stage, Alert)
    await sam.press(f"ac:{alert.id}:safe")
    assert sam.notice == "Please take the alert on first."
    await sam.press(f"aa:{alert.id}:")
    for outcome in ("", "done", "low risk"):
        await sam.press(f"ac:{alert.id}:{outcome}")
        assert sam.notice == "Please choose what came of it."
    assert (await row(stage, Alert)).state == "acknowledged"


async def test_same_cause_again_adds_to_the_alert(stage, sam, hannah, raised):
    del raised
    stage.clock.advance(minutes=5)
    await hannah.tap("I'm worried")
    alert = await row(stage, Alert)
    assert alert.times == 2
    assert calls(sam) == 1
    assert "The numbers to call are in the message above." in hannah.text
    await sam.tap("Open the alert")
    assert "It was raised 2 times." in sam.text
    await sam.tap("I take this on")
    await hannah.type("/worried")
    assert sam.text == "There is more on an alert that you took in Perinatal."


async def test_same_cause_in_two_programmes_is_two_alerts(stage, josie, hannah, paired):
    del paired
    await stage.programme("Second")
    peer = await join(stage, 2_003, "peer_worker", "Ida", within="Second")
    again = await join(stage, josie.id, "service_user", "Josie", within="Second")
    await pair(stage, again, peer)
    await hannah.type("/worried")
    await peer.type("/worried")
    alerts = await rows(stage, Alert)
    assert len({alert.programme_id for alert in alerts}) == 2


async def test_nobody_on_duty_is_said_and_everybody_gets_a_letter(stage, sam, lee, josie, paired):
    del paired
    stage.clock.set(datetime(2026, 11, 28, 23, 0, tzinfo=UTC))
    await josie.type("I want to end my life")
    helped = next(text for text in josie.texts if "116 123" in text)
    assert "No coordinator of Perinatal is on duty right now." in helped
    assert (calls(sam), calls(lee)) == (1, 1)
    await josie.type("I want to end my life")
    assert [t for t in josie.texts if "We are telling a coordinator" in t] == []


async def test_coordinator_who_blocked_the_bot_is_not_on_duty(stage, sam, lee, hannah, paired):
    del paired
    await change(stage, Person, sam.person_id, unreachable_since=stage.clock.now())
    await hannah.type("/worried")
    assert calls(lee) == 1
    assert "We are telling a coordinator of Perinatal now." in hannah.text


async def test_alert_of_another_programme_is_not_shown(stage, raised):
    del raised
    await stage.programme("Second")
    kim = await join(stage, 3_005, "coordinator", "Kim", within="Second")
    alert = await row(stage, Alert)
    for data in (
        f"ao:{alert.id}:",
        f"aa:{alert.id}:",
        f"ac:{alert.id}:safe",
        f"al:{alert.programme_id}:",
    ):
        await kim.press(data)
        assert kim.notice == "This is not yours to do. Nothing has changed."
    assert kim.texts == []


@pytest.mark.parametrize("verb", ["ao", "aa", "ac"])
async def test_alert_pressed_by_the_people_it_is_about(stage, hannah, josie, raised, verb):
    del raised
    alert = await row(stage, Alert)
    for someone in (hannah, josie):
        await someone.press(f"{verb}:{alert.id}:safe")
        assert someone.notice == "This is not yours to do. Nothing has changed."


async def test_worried_about_one_of_two(stage, hannah, anna, paired):
    del paired
    await pair(stage, anna, hannah)
    await hannah.type("/worried")
    assert hannah.text == "Who are you worried about?"
    assert sorted(hannah.labels) == ["About Anna", "About Josie", "Urgent help"]
    assert await rows(stage, Alert) == []
    await hannah.tap("About Anna")
    assert (await row(stage, Alert)).person_id == anna.person_id


async def test_worried_about_somebody_elses_person(stage, hannah, anna, paired):
    del paired
    other = await join(stage, 2_003, "peer_worker", "Ida")
    theirs = await pair(stage, anna, other)
    await hannah.press(f"wo:{theirs}:")
    assert hannah.notice == "This is not yours to do. Nothing has changed."
    assert await rows(stage, Alert) == []


async def test_worry_is_about_the_person_of_its_message_also_after_the_end(
    stage, hannah, anna, josie, paired
):
    """With Josie gone Anna is the only one left, and the old button is still about Josie."""
    about_josie = hannah.data("I'm worried")
    await pair(stage, anna, hannah)
    await josie.press(f"bx:{paired}:")
    await hannah.press(about_josie)
    assert (await row(stage, Alert)).person_id == josie.person_id
    assert "You could write" in hannah.text


async def test_worried_without_anybody(stage, josie):
    await josie.type("/worried")
    assert josie.text == (
        "If you worry about yourself or someone else, /urgent shows where to get help now."
    )
    assert await rows(stage, Alert) == []


async def test_person_raised_about_is_told_nothing(hannah, josie, paired):
    del paired
    said = len(josie.texts)
    await hannah.type("/worried")
    assert josie.texts[said:] == []


async def test_urgent_help_from_every_stage(stage, josie, paired):
    del paired
    for typed in ("/urgent", "help me now", "Emergency!"):
        await josie.type(typed)
    await josie.press("u::")
    assert len([t for t in josie.texts if "116 123" in t]) == 4
    stranger_id = 9_009
    await stage.say(stranger_id, "/urgent")
    assert "116 123" in stage.phone(stranger_id).last.text
