"""Standing in: asked of a coordinator, then of the service user, and over when somebody is back."""

from datetime import timedelta

import pytest

from db.pairings import Pairing
from db.people import Person
from tests.flows.people import join, pair, pairing_state, row, rows

BETH, LEE = 2_009, 2_010


@pytest.fixture
async def beth(stage):
    return await join(stage, BETH, "peer_worker", "Beth")


@pytest.fixture
async def away(stage, sam, hannah, beth, josie, paired):
    """The id of the pairing of Hannah, who is away while Beth agreed to cover."""
    del stage, sam, josie
    await cover(hannah, beth)
    await be_away(hannah)
    return paired


async def cover(hannah, beth):
    await hannah.type("/menu")
    await hannah.tap("What I can change")
    await hannah.tap("Who covers for me")
    await hannah.type("Beth")
    await beth.tap("Yes, I can")


async def be_away(hannah, until="5 December 2026"):
    await hannah.type("/away")
    await hannah.type(until)


async def stand_in(stage):
    return next(p for p in await rows(stage, Pairing) if p.cover_of is not None)


async def begun(sam, josie):
    await sam.tap("Yes, ask Josie")
    await josie.tap("Yes, write with Beth")


async def test_coordinator_is_asked_then_the_service_user(stage, sam, josie, away):
    assert sam.text == (
        "Hannah is away until 5 December 2026. May Beth stand in with Josie, if Josie says yes?"
    )
    said = len(josie.texts)
    await sam.tap("Yes, ask Josie")
    assert len(josie.texts) == said + 1
    assert josie.text == (
        "Hannah is away until 5 December 2026. Beth, another peer worker here, can write with you "
        "until then. Would you like that?"
    )
    assert josie.labels == [
        "Yes, write with Beth",
        "I wait for Hannah",
        "Talk to my coordinator",
        "Urgent help",
    ]
    assert (await stand_in(stage)).state == "accepted"
    assert await pairing_state(stage, away) == "active"


async def test_yes_makes_messages_go_to_the_stand_in(stage, sam, hannah, beth, josie, away):
    await begun(sam, josie)
    assert await pairing_state(stage, away) == "paused"
    assert josie.text.startswith("Beth stands in for Hannah from now on.")
    assert sam.text == "Beth now stands in for Hannah with Josie."
    said = len(hannah.texts)
    await josie.type("Hello Beth")
    assert beth.text.endswith("Hello Beth")
    assert hannah.texts[said:] == []
    await beth.type("Hello Josie")
    assert [text for text in josie.texts if text.endswith("Hello Josie")] != []


async def test_waiting_is_as_good(stage, sam, beth, josie, away):
    said = len(beth.texts)
    await sam.tap("Yes, ask Josie")
    await josie.tap("I wait for Hannah")
    assert josie.text == (
        "You wait for Hannah. What you write reaches Hannah, who answers when they are back."
    )
    assert sam.text == "Josie would rather wait for Hannah, so nobody stands in."
    assert (await stand_in(stage)).state == "declined"
    assert await pairing_state(stage, away) == "active"
    assert beth.texts[said:] == []


@pytest.mark.parametrize("early", [True, False])
async def test_return_gives_the_conversation_back(stage, sam, hannah, beth, josie, away, early):
    await begun(sam, josie)
    if early:
        await hannah.type("/menu")
        await hannah.tap("I am back")
    else:
        await stage.advance(timedelta(days=11))  # a Monday, in her hours
    assert await pairing_state(stage, away) == "active"
    over = await stand_in(stage)
    assert (over.state, over.end_reason) == ("ended", "stand_in_over")
    back = "Hannah is back. What you write here goes to Hannah again, and Beth says goodbye."
    assert back in josie.texts
    thanks = "Hannah is back, so you no longer stand in with Josie. Thank you for being there."
    assert thanks in beth.texts
    assert "Hannah is back. Beth no longer stands in with Josie." in sam.texts
    await josie.type("Hello again")
    assert [text for text in hannah.texts if text.endswith("Hello again")] == []
    assert josie.labels == [
        "For Hannah",
        "Do not send it",
        "Urgent help",
    ]  # it may have been typed for Beth
    await josie.tap("For Hannah")
    await josie.type("And more")
    assert [text.removeprefix("Josie\n") for text in hannah.texts[-2:]] == [
        "Hello again",
        "And more",
    ]
    assert (await row(stage, Person, id=josie.person_id)).current_pairing_id == away


async def test_return_closes_the_question(stage, sam, hannah, josie, away):
    del away
    await sam.tap("Yes, ask Josie")
    yes = josie.data("Yes, write with Beth")
    await hannah.type("/menu")
    await hannah.tap("I am back")
    assert (await stand_in(stage)).state == "withdrawn"
    await josie.press(yes)
    assert josie.notice == "This is over. Nothing has changed."


async def test_stand_in_without_room_is_not_offered(stage, sam, hannah, josie, anna, paired):
    del josie, paired
    beth = await join(stage, BETH, "peer_worker", "Beth", capacity=1)
    await pair(stage, anna, beth)
    await cover(hannah, beth)
    await be_away(hannah)
    assert sam.text == (
        "Hannah is away, and Beth cannot stand in with Josie now. "
        "Josie knows until when answers wait."
    )


async def test_stand_in_whom_the_service_user_blocked_is_not_offered(
    stage, sam, hannah, beth, josie
):
    first = await pair(stage, josie, beth)
    await josie.press(f"bb:{first}:")
    await pair(stage, josie, hannah)
    await cover(hannah, beth)
    await be_away(hannah)
    assert "cannot stand in with Josie now" in sam.text


async def test_coordinators_yes_is_looked_at_again(stage, sam, hannah, beth, josie, away):
    del away, josie
    yes = sam.data("Yes, ask Josie")
    await beth.type("/stop")
    await beth.tap("Yes, leave")
    await sam.press(yes)
    assert sam.notice.startswith("This cannot be done any more")
    assert [p for p in await rows(stage, Pairing) if p.cover_of] == []
    del hannah


async def test_coordinators_yes_pressed_twice_asks_once(stage, sam, josie, away):
    del away
    yes = sam.data("Yes, ask Josie")
    await sam.press(yes)
    said = josie.texts
    await sam.press(yes)
    assert josie.texts == said
    assert len([p for p in await rows(stage, Pairing) if p.cover_of]) == 1


async def test_stand_in_is_no_offer_that_can_be_accepted_as_one(stage, sam, josie, away):
    del away
    await sam.tap("Yes, ask Josie")
    made = await stand_in(stage)
    await josie.press(f"my:{made.id}:")
    assert (await stand_in(stage)).state == "accepted"


async def test_someone_else_instead_of_the_stand_in_gives_the_own_peer_back(
    stage, sam, hannah, beth, josie, away
):
    del hannah
    await begun(sam, josie)
    await josie.press(f"bx:{(await stand_in(stage)).id}:")
    assert "What you write here goes to Hannah again." in josie.text
    assert await pairing_state(stage, away) == "active"
    assert beth.text.startswith("Your conversation with Josie has ended.")


async def test_stand_in_who_leaves_gives_the_own_peer_back(stage, sam, beth, josie, away):
    await begun(sam, josie)
    await beth.type("/stop")
    await beth.tap("Yes, leave")
    assert await pairing_state(stage, away) == "active"
    assert josie.text.startswith("Beth has left, so your conversation has ended.")


async def test_end_of_the_own_pairing_ends_the_stand_in_too(stage, sam, beth, josie, away):
    del sam
    await stage.press(3_003, "Yes, ask Josie")
    await josie.tap("Yes, write with Beth")
    await josie.press(f"bx:{away}:")
    assert (await stand_in(stage)).state == "ended"
    assert beth.text.startswith("Your conversation with Josie has ended.")
    assert "You are on the waiting list again, near the front." in josie.text
