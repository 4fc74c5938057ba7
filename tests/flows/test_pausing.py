from datetime import timedelta

import pytest

from db.alerts import Alert
from db.checkins import Checkin
from db.memberships import Membership
from db.pairings import Pairing
from db.waits import Wait
from tests.flows.people import ANNA, join, pair, pairing_state, row, rows

ON_A_BREAK = "Your conversation is on a break, so this was not sent and is not kept."


async def stage_of(stage, someone):
    return (await row(stage, Membership, id=someone.membership_id)).stage


async def take_a_break(someone):
    await someone.type("/pause")
    await someone.tap("Yes, take a break")


async def test_break_while_waiting_asks_once_and_keeps_the_place(stage, sam, josie):
    stage.clock.advance(minutes=1)
    anna = await join(stage, ANNA, "service_user", "Anna")
    await josie.type("/menu")
    await josie.tap("Take a break")
    assert josie.labels == ["Yes, take a break", "Not now", "Urgent help"]
    await josie.tap("Yes, take a break")
    assert josie.text.startswith("You have been on a break since Thu 26 Nov, 10:01.")
    assert josie.labels == ["Come back", "My answers", "Urgent help"]
    assert sam.text == "Josie is taking a break. Their place is kept."
    await anna.type("/menu")
    assert "Nobody has waited longer than you." in anna.text
    stage.clock.advance(days=10)
    await josie.tap("Come back")
    assert "Welcome back. You have the same place in line as before." in josie.text
    assert "Nobody has waited longer than you." in josie.text
    await anna.type("/menu")
    assert "One person has waited longer than you." in anna.text
    assert sam.text == "Josie is back from the break."


async def test_days_of_a_break_are_not_counted_as_waiting(stage, hannah, josie):
    stage.clock.advance(days=4)
    await take_a_break(josie)
    stage.clock.advance(days=30)
    await josie.tap("Come back")
    stage.clock.advance(days=2)
    await pair(stage, josie, hannah)
    assert (await row(stage, Wait)).waited_days == 6


async def test_not_now_changes_nothing(stage, josie):
    await josie.type("/pause")
    await josie.tap("Not now")
    assert await stage_of(stage, josie) == "waiting"


@pytest.mark.parametrize("state", ["suggested", "offered", "accepted"])
async def test_break_takes_suggestions_back_without_remembering_a_no(
    stage, sam, hannah, josie, state
):
    pairing_id = await pair(stage, josie, hannah, state=state)
    await take_a_break(josie)
    if state == "suggested":
        assert await rows(stage, Pairing) == []
        assert hannah.texts == []
    else:
        withdrawn = await row(stage, Pairing, id=pairing_id)
        assert (withdrawn.state, withdrawn.end_reason) == ("withdrawn", "paused")
        assert "It did not work out with Josie this time. It is nobody's fault." in hannah.text
    await sam.type("/menu")
    assert "Pairs to review (1)" not in sam.labels
    await josie.tap("Come back")
    (again,) = await rows(stage, Pairing, state="suggested")
    assert (again.service_user_id, again.peer_worker_id) == (josie.person_id, hannah.person_id)


async def test_break_while_matched_pauses_the_pairing_and_tells_the_peer_kindly(
    stage, sam, hannah, josie, paired
):
    await josie.type("/menu")
    assert josie.labels == ["More about Hannah", "My check-ins", "Take a break", "Urgent help"]
    await take_a_break(josie)
    assert await pairing_state(stage, paired) == "paused"
    assert hannah.text == (
        "Josie is taking a break. It is not about you. "
        "Messages cannot be sent until Josie is back, and we tell you then."
    )
    assert sam.text == "Josie is taking a break. Their place is kept."
    said = len(josie.texts)
    await hannah.type("Are you well?")
    assert hannah.text.startswith(ON_A_BREAK)
    assert josie.texts[said:] == []
    await josie.tap("Come back")
    assert josie.text == "Welcome back. What you write here goes to Hannah again."
    assert hannah.text == ("Josie is back from the break. You can write to each other again.")
    assert await pairing_state(stage, paired) == "active"
    assert await stage_of(stage, josie) == "matched"
    await hannah.type("Good to see you")
    assert josie.text == "Hannah\nGood to see you"


async def test_urgent_words_are_heard_on_a_break(stage, josie, paired):
    del paired
    await take_a_break(josie)
    await josie.type("I want to end my life")
    assert len(await rows(stage, Alert)) == 1
    assert any("116 123" in text for text in josie.texts)


async def test_check_ins_stop_on_a_break_and_none_is_missed(stage, josie, paired):
    del paired
    await stage.advance(timedelta(days=1, hours=1))
    assert "Would you like to answer 3 short questions" in josie.text
    await take_a_break(josie)
    said = len(josie.texts)
    for _ in range(20):
        await stage.advance(timedelta(days=1))
    assert [text for text in josie.texts[said:] if "questions" in text] == []
    assert {c.state for c in await rows(stage, Checkin, person_id=josie.person_id)} == {"skipped"}
    await josie.tap("Come back")
    said = len(josie.texts)
    for _ in range(8):
        await stage.advance(timedelta(days=1))
    assert [text for text in josie.texts[said:] if "questions" in text]


async def test_coming_back_after_the_peer_left_means_waiting(stage, hannah, josie, paired):
    del paired
    await take_a_break(josie)
    await hannah.type("/stop")
    await hannah.tap("Yes, leave")
    await josie.tap("Come back")
    assert josie.text.startswith("Welcome back. You are on the waiting list again.")
    assert await stage_of(stage, josie) == "waiting"


async def test_break_twice_and_back_twice(stage, josie):
    await take_a_break(josie)
    pause, back = f"zy:{josie.membership_id}:", f"zr:{josie.membership_id}:"
    await josie.press(pause)
    assert josie.notice == "This is done already."
    await josie.press(back)
    await josie.press(back)
    assert josie.notice == "This is done already."
    assert await stage_of(stage, josie) == "waiting"


async def test_break_of_somebody_else_is_refused(stage, hannah, josie, anna):
    for someone in (hannah, anna):
        await someone.press(f"zy:{josie.membership_id}:")
        assert someone.notice == "There is nothing to take a break from right now."
    assert await stage_of(stage, josie) == "waiting"


async def test_coordinator_sees_who_is_on_a_break(sam, josie, anna):
    del anna
    await take_a_break(josie)
    await sam.type("/menu")
    await sam.tap("Waiting list")
    assert "Waiting: 1." in sam.text
    assert "On a break, with their place kept: Josie." in sam.text
