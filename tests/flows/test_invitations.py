from datetime import timedelta

import pytest

from db.alerts import Alert
from db.invitations import Invitation
from db.memberships import Membership
from db.people import Person
from tests.flows.people import HANNAH, JOSIE, Someone, change, join, row, rows

STRANGER = 9_009


@pytest.fixture
def stranger(stage):
    return Someone(stage, STRANGER)


async def uses_left(stage):
    return (await row(stage, Invitation)).uses_left


async def test_start_with_an_invitation(stage, stranger):
    issued = await stage.invitation("service_user")
    await stranger.type(f"/start {issued.payload}")
    assert stranger.text.startswith("Welcome to Perinatal.")
    assert stranger.labels == ["Start", "Urgent help"]
    assert await uses_left(stage) == 0
    assert (await row(stage, Person)).erase_at is None


async def test_start_without_payload(stranger):
    await stranger.type("/start")
    assert "You need an invitation" in stranger.text
    assert stranger.labels == ["Urgent help"]


async def test_start_with_a_guessed_payload(stage, stranger):
    await stage.invitation("service_user")
    guesses = ["%00", "a" * 64, "\u202eevil", "' OR 1=1 --", "\ud800", "\x00", "\U0001f600" * 100]
    for guess in guesses:
        await stranger.type(f"/start {guess}")
    assert set(stranger.texts) == {
        "We do not know this invitation. Please check the link or code, or ask for a new one."
    }
    assert len(stranger.texts) == len(guesses)
    assert await uses_left(stage) == 1
    assert await rows(stage, Membership) == []


async def test_invitation_used_twice_by_others(stage, stranger):
    issued = await stage.invitation("service_user")
    await Someone(stage, JOSIE).type(f"/start {issued.payload}")
    await stranger.type(f"/start {issued.payload}")
    assert stranger.text == "This invitation was used before. Please ask for a new one."
    assert len(await rows(stage, Membership)) == 1


async def test_invitation_for_two_lets_two_in(stage):
    issued = await stage.invitation("service_user", uses=2)
    people = [Someone(stage, n) for n in (1, 2, 3)]
    for someone in people:
        await someone.type(f"/start {issued.payload}")
    welcomed = [someone.text.startswith("Welcome") for someone in people]
    assert welcomed == [True, True, False]


async def test_invitation_after_seven_days(stage, stranger):
    issued = await stage.invitation("service_user")
    stage.clock.advance(timedelta(days=7))
    await stranger.type(f"/start {issued.payload}")
    assert stranger.text == "This invitation has run out. Please ask for a new one."


async def test_invitation_taken_back(stage, stranger):
    issued = await stage.invitation("service_user")
    invitation = await row(stage, Invitation)
    await change(stage, Invitation, invitation.id, revoked_at=stage.clock.now())
    await stranger.type(f"/start {issued.payload}")
    assert stranger.text == "This invitation was taken back. Please ask for a new one."


async def test_code_is_typed(stage):
    spellings = [str, str.lower, lambda code: code.replace("-", " ").lower(), "  {} ".format]
    for n, spelled in enumerate(spellings, start=1):
        issued = await stage.invitation("service_user")
        someone = Someone(stage, n)
        await someone.type(spelled(issued.code))
        assert someone.text.startswith("Welcome to Perinatal.")


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_code_can_be_told_from_words_however_it_is_typed(stage):
    codes = [(await stage.invitation("service_user")).code for _ in range(40)]
    assert [code for code in codes if not any(c.isdigit() for c in code)] == []


@pytest.mark.parametrize("typed", ["ABCD-EFG0-HJKL", "abcd efg1 hjkl", "IIII\u201300OO\u2013LLLL"])
async def test_code_with_a_wrong_sign_is_no_known_invitation(stranger, typed):
    await stranger.type(typed)
    assert stranger.text == (
        "We do not know this invitation. Please check the link or code, or ask for a new one."
    )


@pytest.mark.parametrize("typed", ["will this help", "ABCD-EFGH", "ring 0800 1111 2222 now"])
async def test_words_are_no_code(stranger, typed):
    await stranger.type(typed)
    assert stranger.text.startswith("This is Pairwell.")


async def test_words_like_a_code_are_still_looked_at(stage, josie):
    await josie.type("self harm 2day")
    assert josie.text.startswith("We do not know this invitation.")
    assert [alert.person_id for alert in await rows(stage, Alert)] == [josie.person_id]


async def test_invitation_opened_by_someone_in_that_role(stage, josie):
    issued = await stage.invitation("service_user")
    await josie.type(f"/start {issued.payload}")
    assert len(josie.texts) == 1
    assert josie.text.startswith(
        "You are already in Perinatal. Nothing has changed.\n\nYou are on the waiting list."
    )
    assert await uses_left(stage) == 1


async def test_invitation_opened_by_someone_in_another_role(stage, sam):
    issued = await stage.invitation("peer_worker")
    await sam.type(f"/start {issued.payload}")
    assert sam.texts[0].startswith("You already have another role in Perinatal")
    assert await uses_left(stage) == 1
    assert [m.role for m in await rows(stage, Membership)] == ["coordinator"]


async def test_invitation_opened_again_in_the_middle_resumes(stage, stranger):
    issued = await stage.invitation("service_user")
    await stranger.type(f"/start {issued.payload}")
    await stranger.tap("Start")
    await stranger.tap("I understand")
    await stranger.type(f"/start {issued.payload}")
    assert stranger.text == (
        "You are already in Perinatal. Nothing has changed.\n\n"
        "You stopped half-way. Everything you told us is saved."
    )
    await stranger.tap("Go on")
    assert "Your coordinator reads your answers" in stranger.text


async def test_invitation_after_leaving_brings_back_with_the_old_answers(stage, josie):
    await josie.type("/stop")
    await josie.tap("Yes, leave")
    issued = await stage.invitation("service_user")
    await josie.type(f"/start {issued.payload}")
    await josie.tap("Start")
    assert josie.text.startswith("Check your answers")
    assert "Your name here: Josie" in josie.text
    await josie.tap("Send my answers")
    assert (await row(stage, Membership)).stage == "waiting"


async def test_invitation_for_a_second_programme(stage, josie):
    await stage.programme("Second")
    issued = await stage.invitation("peer_worker", "Second")
    await josie.type(f"/start {issued.payload}")
    assert josie.text.startswith("Welcome. You are invited to become a peer worker in Second.")
    assert {(m.role, m.stage) for m in await rows(stage, Membership)} == {
        ("service_user", "waiting"),
        ("peer_worker", "onboarding"),
    }


async def test_coordinator_invites_to_the_programme_of_the_button(stage, sam):
    await stage.programme("Second")
    await join(stage, sam.id, "coordinator", "Sam", within="Second")
    second = (await rows(stage, Membership))[-1]
    await sam.press(f"iv:{second.programme_id}:service_user")
    assert "look for a peer in Second" in sam.text


@pytest.mark.usefixtures("sam", "hannah")
@pytest.mark.parametrize("who", [HANNAH, STRANGER])
async def test_invite_pressed_by_somebody_who_may_not(stage, who):
    programme_id = (await row(stage, Membership, role="coordinator")).programme_id
    someone = Someone(stage, who)
    await someone.press(f"iv:{programme_id}:peer_worker")
    assert someone.notice == "This is not yours to do. Nothing has changed."
    assert await rows(stage, Invitation) == []
