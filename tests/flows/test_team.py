"""Coordinators let new ones in together, end a role together, and never leave nobody."""

import asyncio

import pytest

from db.audit import AuditRow
from db.memberships import Membership
from db.role_endings import RoleEnding
from tests.flows.people import PACK, Someone, join, pair, row, rows
from tests.journeys import SAM as SAM_ANSWERS
from tests.journeys import fill_form

LEE, KIM, NEW = 3_004, 3_005, 3_009


@pytest.fixture
async def lee(stage):
    return await join(stage, LEE, "coordinator", "Lee")


@pytest.fixture
async def kim(stage):
    return await join(stage, KIM, "coordinator", "Kim")


async def invited(stage, inviter):
    """Somebody who came in by a coordinator's invitation and answered the questions."""
    await inviter.type("/menu")
    await inviter.tap("Team and invitations")
    await inviter.tap("Invite a coordinator")
    code = next(t for t in reversed(inviter.texts) if "Or type this code" in t).split()[-1]
    new = Someone(stage, NEW)
    await new.type(code)
    await new.tap("Start")
    await fill_form(new, PACK.coordinator, SAM_ANSWERS | {"name": ">Noor"})
    return new


async def stage_of_new(stage):
    found = await rows(stage, Membership, role="coordinator")
    return next(m.stage for m in found if m.invitation_id is not None)


async def acts(stage):
    return [r.act for r in await rows(stage, AuditRow)]


async def test_second_coordinator_starts_at_once(stage, sam):
    new = await invited(stage, sam)
    assert new.text.startswith("You now coordinate Perinatal.")
    assert sam.text == "Noor now coordinates this programme too."
    assert await stage_of_new(stage) == "active"


async def test_third_coordinator_waits_for_one_who_did_not_invite_them(stage, sam, lee):
    new = await invited(stage, sam)
    assert "Sam invited a new coordinator." in lee.texts
    assert new.text.startswith("Thank you. A second coordinator of Perinatal confirms you")
    assert sam.text.startswith("Noor answered the questions. Another coordinator")
    assert (
        lee.text == "Noor was invited to coordinate Perinatal. Please confirm them, if you agree."
    )
    assert await stage_of_new(stage) == "to_confirm"
    await new.type("/menu")
    assert new.text.startswith("Thank you. A second coordinator")
    await sam.press(lee.data("Confirm"))
    assert sam.notice == "Another coordinator has to decide this. Nothing has changed."
    await lee.tap("Confirm")
    assert new.text.startswith("You now coordinate Perinatal.")
    assert sam.text == "Lee confirmed Noor. Noor now coordinates Perinatal too."
    assert await stage_of_new(stage) == "active"
    assert "coordinator.confirmed" in await acts(stage)


async def test_new_coordinator_can_do_nothing_before_the_second_yes(stage, sam, lee):
    del lee
    new = await invited(stage, sam)
    programme_id = (await row(stage, Membership, id=sam.membership_id)).programme_id
    for data in (f"tm:{programme_id}:", f"iv:{programme_id}:coordinator", f"wl:{programme_id}:"):
        await new.press(data)
        assert new.notice == "This is not yours to do. Nothing has changed."


async def test_second_coordinator_says_no(stage, sam, lee):
    new = await invited(stage, sam)
    await lee.tap("Do not confirm")
    assert new.text.startswith("You were not confirmed as a coordinator of Perinatal.")
    assert sam.text == "Lee did not confirm Noor as a coordinator of Perinatal."
    assert await stage_of_new(stage) == "left"
    await lee.press(f"tc:{(await rows(stage, Membership, stage='left'))[0].id}:")
    assert lee.notice == "This is decided already. Nothing has changed."


async def test_two_confirm_at_once(stage, sam, lee, kim):
    new = await invited(stage, sam)
    data = (lee.data("Confirm"), kim.data("Confirm"))
    await asyncio.gather(lee.press(data[0]), kim.press(data[1]))
    assert new.texts.count(new.text) == 1
    assert (await acts(stage)).count("coordinator.confirmed") == 1
    assert await stage_of_new(stage) == "active"


async def test_inviter_confirms_when_the_others_have_left(stage, sam, lee):
    await invited(stage, sam)
    await lee.type("/stop")
    await lee.tap("Yes, leave")
    assert "Lee has left and is no longer a coordinator." in sam.texts
    await sam.type("/menu")
    await sam.tap("New coordinators (1)")
    await sam.tap("Confirm Noor")
    assert await stage_of_new(stage) == "active"


async def test_invitation_of_the_operator_needs_one_yes(stage, sam, lee):
    del lee
    issued = await stage.invitation("coordinator")
    new = Someone(stage, NEW)
    await new.type(f"/start {issued.payload}")
    await new.tap("Start")
    await fill_form(new, PACK.coordinator, SAM_ANSWERS | {"name": ">Noor"})
    assert await stage_of_new(stage) == "to_confirm"
    await sam.tap("Confirm")
    assert await stage_of_new(stage) == "active"


async def ask_to_end(asker, name):
    await asker.type("/menu")
    await asker.tap("Team and invitations")
    await asker.tap(f"End the role of {name}")


async def test_role_ends_when_a_second_one_agrees(stage, sam, lee, kim):
    await ask_to_end(sam, "Kim")
    assert kim.texts == []
    assert lee.text.endswith("Do you agree?")
    await sam.press(lee.data("Yes, end the role"))
    assert sam.notice == "Another coordinator has to decide this. Nothing has changed."
    await kim.press(lee.data("Yes, end the role"))
    assert kim.notice == "Another coordinator has to decide this. Nothing has changed."
    await lee.tap("Yes, end the role")
    assert kim.text.startswith("You are no longer a coordinator of Perinatal.")
    assert sam.text == lee.text == "Kim is no longer a coordinator of Perinatal."
    assert (await row(stage, Membership, id=kim.membership_id)).stage == "left"
    await kim.press(f"tm:{(await row(stage, Membership, id=sam.membership_id)).programme_id}:")
    assert kim.notice == "This is not yours to do. Nothing has changed."
    assert {"role_ending.asked", "role_ending.agreed"} <= set(await acts(stage))


async def test_role_stays_when_the_second_one_says_no(stage, sam, lee, kim):
    await ask_to_end(sam, "Kim")
    await sam.press(f"te:{kim.membership_id}:")
    assert sam.notice == "This was asked already, and another coordinator decides it."
    await lee.tap("No, keep it")
    assert sam.text == "The role of Kim in Perinatal stays as it is."
    assert (await row(stage, RoleEnding)).state == "refused"
    assert (await row(stage, Membership, id=kim.membership_id)).stage == "active"


async def test_role_of_one_of_two_cannot_be_ended(sam, lee):
    await sam.type("/menu")
    await sam.tap("Team and invitations")
    assert [label for label in sam.labels if label.startswith("End the role")] == []
    await sam.press(f"te:{lee.membership_id}:")
    assert sam.notice == "This needs three coordinators or more. Nothing has changed."


async def test_role_stays_when_the_asker_has_left_meanwhile(stage, sam, lee, kim):
    await ask_to_end(sam, "Kim")
    await sam.type("/stop")
    await sam.tap("Yes, leave")
    await lee.press(lee.data("Yes, end the role"))
    assert lee.notice == "Another coordinator has to decide this. Nothing has changed."
    assert (await row(stage, Membership, id=kim.membership_id)).stage == "active"


async def test_two_last_coordinators_leave_at_once(stage, sam, lee):
    for one in (sam, lee):
        await one.type("/stop")
    data = (sam.data("Yes, leave"), lee.data("Yes, leave"))
    await asyncio.gather(sam.press(data[0]), lee.press(data[1]))
    found = await rows(stage, Membership, role="coordinator")
    assert sorted(m.stage for m in found) == ["active", "left"]


async def test_coordinator_who_is_a_peer_worker_elsewhere_sees_both(stage, sam):
    await stage.programme("Second")
    hannah = await join(stage, sam.id, "peer_worker", "Sam", within="Second")
    josie = await join(stage, 1_001, "service_user", "Josie", within="Second")
    await pair(stage, josie, hannah)
    await sam.type("/menu")
    assert sam.text == (
        "As a coordinator of Perinatal:\n\n"
        "Perinatal. Nothing needs you right now.\n\n"
        "As a peer worker in Second:\n\n"
        "Your people: Josie."
    )
    assert sam.labels == [
        "Invite a service user",
        "Invite a peer worker",
        "Team and invitations",
        "How alerts reach you",
        "More about Josie",
        "First talk, step by step",
        "I'm worried",
        "My check-ins",
        "What I can change",
        "Talk to my coordinator",
        "Urgent help",
    ]


async def test_peer_worker_who_looks_for_a_peer_elsewhere_never_mixes_them_up(stage, hannah, josie):
    await stage.programme("Second")
    user = await join(stage, hannah.id, "service_user", "Hannah", within="Second", at="matched")
    beth = await join(stage, 2_009, "peer_worker", "Beth", within="Second")
    await pair(stage, josie, hannah)
    await pair(stage, user, beth)
    await hannah.type("/menu")
    assert hannah.text == (
        "As a peer worker in Perinatal:\n\n"
        "Your people: Josie.\n\n"
        "Looking for a peer in Second:\n\n"
        "You and Beth are paired. What you write here goes to Beth."
    )


async def test_answers_of_each_role_are_changed_on_their_own(stage, hannah):
    await stage.programme("Second")
    await join(stage, hannah.id, "service_user", "Hannah", within="Second")
    await hannah.type("/mydata")
    assert hannah.labels[:2] == ["My answers as a peer worker", "My answers, looking for a peer"]
    await hannah.tap("My answers, looking for a peer")
    await hannah.tap("Look at my answers")
    assert "Age: 31" in hannah.text
    await hannah.type("/mydata")
    await hannah.tap("My answers as a peer worker")
    await hannah.tap("Look at my answers")
    assert "Your introduction: I like walks." in hannah.text
