"""Coordinators see open invitations without their secret, take one back, and invite several."""

import pytest

from db.audit import AuditRow
from db.invitations import Invitation
from db.memberships import Membership
from tests.flows.people import Someone, join, row, rows


async def open_list(sam):
    await sam.type("/menu")
    await sam.tap("Team and invitations")
    await sam.tap("Open invitations")


async def test_list_says_role_until_when_and_uses_left_and_no_secret(stage, sam):
    issued = [await stage.invitation("service_user", uses=3), await stage.invitation("peer_worker")]
    await open_list(sam)
    assert sam.text.startswith("Open invitations: 2. We cannot show a link or code again.")
    assert "Service users, until 3 December 2026. Uses left: 3." in sam.text
    assert "A peer worker, until 3 December 2026. Uses left: 1." in sam.text
    for one in issued:
        assert one.payload not in sam.text
        assert one.code not in sam.text


async def test_none_open(sam):
    await open_list(sam)
    assert sam.text == "No invitation is open."


async def test_taken_back_lets_nobody_in_and_twice_is_said(stage, sam):
    lee = await join(stage, 3_004, "coordinator", "Lee")
    issued = await stage.invitation("peer_worker")
    await open_list(sam)
    data = sam.data("Take back number 1")
    await sam.tap("Take back number 1")
    assert sam.text == "No invitation is open."
    assert lee.text == "An invitation for a peer worker was taken back."
    await lee.press(data)
    assert lee.notice == "This invitation was taken back already."
    stranger = Someone(stage, 9_009)
    await stranger.type(f"/start {issued.payload}")
    assert stranger.text == "This invitation was taken back. Please ask for a new one."
    assert [r.act for r in await rows(stage, AuditRow)].count("invitation.revoked") == 1


async def test_who_came_in_before_stays(stage, sam):
    issued = await stage.invitation("service_user", uses=2)
    josie = Someone(stage, 1_001)
    await josie.type(f"/start {issued.payload}")
    await open_list(sam)
    await sam.tap("Take back number 1")
    await josie.tap("Start")
    assert josie.text.startswith("About 18 short questions.")


@pytest.mark.parametrize("verb", ["il", "ir", "in"])
async def test_invitations_are_for_coordinators_of_the_programme(stage, sam, josie, verb):
    del sam
    await stage.invitation("service_user")
    found = await row(stage, Invitation)
    ref = found.id if verb == "ir" else found.programme_id
    await josie.press(f"{verb}:{ref}:")
    assert josie.notice == "This is not yours to do. Nothing has changed."
    assert (await row(stage, Invitation)).revoked_at is None


async def test_invite_several_service_users(stage, sam):
    await sam.type("/menu")
    await sam.tap("Invite a service user")
    await sam.tap("For more than one person")
    assert sam.labels == ["Up to 5 people", "Up to 20 people", "Up to 50 people", "Where I am"]
    await sam.tap("Up to 20 people")
    assert sam.text.startswith("Here is an invitation for up to 20 people")
    assert sorted(i.uses_left for i in await rows(stage, Invitation)) == [1, 20]


@pytest.mark.parametrize("detail", ["coordinator.20", "nobody"])
async def test_invite_pressed_with_a_made_up_detail(stage, sam, detail):
    programme_id = (await row(stage, Membership)).programme_id
    await sam.press(f"iv:{programme_id}:{detail}")
    assert sam.notice == "This cannot be done right now. Nothing has changed."
    assert await rows(stage, Invitation) == []
