from datetime import timedelta

import pytest

from db.audit import AuditRow
from db.invitations import Invitation
from db.memberships import Membership
from db.programmes import Programme, programme_by_name
from flows.invitations import issue_invitation
from flows.story import Story
from tests.flows.people import Someone, change, join, row, rows

STRANGER = 9_009


@pytest.fixture
def stranger(stage):
    return Someone(stage, STRANGER)


async def open_up(stage, name="Perinatal"):
    where = await row(stage, Programme, name=name)
    await change(stage, Programme, where.id, self_referral=True)
    return where.id


async def partner_link(stage, label="Health visitors North", uses=3):
    async with stage.database.transaction() as session:
        where = await programme_by_name(session, "Perinatal")
        story = Story(session, stage.clock.now(), f"partner:{label}")
        return await issue_invitation(
            story,
            where,
            "service_user",
            issued_by=None,
            lasts=timedelta(days=60),
            uses=uses,
            label=label,
        )


async def test_stranger_is_offered_the_programmes_that_are_open(stage, stranger):
    await stage.programme("Closed")
    await open_up(stage)
    await stranger.type("/start")
    assert "Tap below to look for a peer." in stranger.text
    assert stranger.labels == ["Start in Perinatal", "Urgent help"]
    await stranger.tap("Start in Perinatal")
    assert stranger.text.startswith("Welcome to Perinatal.")
    assert stranger.labels == ["Start", "Urgent help"]
    membership = await row(stage, Membership)
    assert (membership.role, membership.stage, membership.invitation_id) == (
        "service_user",
        "onboarding",
        None,
    )
    assert len(await rows(stage, AuditRow, act="role.started.service_user")) == 1


async def test_self_referral_is_off_until_it_is_switched_on(stage, stranger):
    where = await row(stage, Programme)
    await stranger.type("/start")
    assert stranger.labels == ["Urgent help"]
    await stranger.press(f"sr:{where.id}:")
    assert stranger.notice == "You need an invitation to come in here. Nothing has changed."
    await stranger.press("sr:nonsense:")
    assert stranger.notice == "You need an invitation to come in here. Nothing has changed."
    assert await rows(stage, Membership) == []


async def test_self_referral_of_somebody_who_is_in_changes_nothing(stage, hannah, josie):
    where = await open_up(stage)
    await josie.press(f"sr:{where}:")
    assert josie.text.startswith("You are already in Perinatal. Nothing has changed.")
    await hannah.press(f"sr:{where}:")
    assert any("You already have another role in Perinatal" in text for text in hannah.texts)
    assert len(await rows(stage, Membership)) == 2


async def test_self_referral_twice_is_one_role(stage, stranger):
    where = await open_up(stage)
    await stranger.press(f"sr:{where}:")
    await stranger.press(f"sr:{where}:")
    assert len(await rows(stage, Membership)) == 1


async def test_self_referral_after_leaving_starts_anew(stage):
    where = await open_up(stage)
    josie = await join(stage, 1_001, "service_user", "Josie", at="left")
    await josie.type("/start")
    assert "Start in Perinatal" in josie.labels
    await josie.press(f"sr:{where}:")
    assert (await row(stage, Membership)).stage == "onboarding"


async def test_partner_link_says_who_invites_and_is_counted(stage, sam):
    issued = await partner_link(stage)
    for n in (1, 2):
        someone = Someone(stage, 7_000 + n)
        await someone.type(f"/start {issued.payload}")
        assert "Health visitors North invites you" in someone.text
    found = await row(stage, Invitation)
    assert (found.used, found.uses_left, found.label) == (2, 1, "Health visitors North")
    await sam.type("/menu")
    await sam.tap("Partner links")
    assert "By Health visitors North came 2. Places left: 1, until 25 January 2027." in sam.text
    stage.clock.advance(days=61)
    await sam.press(f"ip:{found.programme_id}:")
    assert "By Health visitors North came 2. The link is closed." in sam.text
    late = Someone(stage, 7_003)
    await late.type(f"/start {issued.payload}")
    assert late.text == "This invitation has run out. Please ask for a new one."


async def test_partner_counts_are_for_coordinators_of_the_programme(stage, sam, josie):
    await partner_link(stage)
    await stage.programme("Second")
    kim = await join(stage, 3_005, "coordinator", "Kim", within="Second")
    where = (await row(stage, Invitation)).programme_id
    for someone in (josie, kim):
        await someone.press(f"ip:{where}:")
        assert someone.notice == "This is not yours to do. Nothing has changed."
    await kim.type("/menu")
    assert "Partner links" not in kim.labels
    await sam.type("/menu")
    assert "Partner links" in sam.labels
