"""Urgent help, and "I want a person now", from wherever somebody is."""

import pytest

from db.alerts import Alert
from db.memberships import Membership
from db.pairings import Pairing
from db.programmes import Programme
from tests.flows.people import JOSIE, begun, change, join, pair, row, rows

pytestmark = pytest.mark.sqlite_alone("nothing here depends on the kind of database")

NUMBERS = "116 123"


async def at_state(stage, state):
    """Josie, or somebody else, in one of the states that a person can be in."""
    if state in ("onboarding", "a form open"):
        return await begun(stage, JOSIE, "stage" if state == "onboarding" else "age")
    if state == "peer worker":
        return await join(stage, JOSIE, "peer_worker", "Josie")
    josie = await join(stage, JOSIE, "service_user", "Josie")
    if state == "left":
        await change(stage, Membership, josie.membership_id, stage="left")
    if state in ("offered", "active", "paused", "ended"):
        peer = await join(stage, 2_002, "peer_worker", "Hannah")
        made = await pair(stage, josie, peer, state="offered" if state == "offered" else "active")
        if state in ("paused", "ended"):
            await change(stage, Pairing, made, state=state)
    return josie


STATES = (
    "onboarding",
    "a form open",
    "waiting",
    "offered",
    "active",
    "paused",
    "ended",
    "left",
    "peer worker",
)


@pytest.mark.parametrize("state", STATES)
async def test_urgent_help_and_a_person_from_every_state(stage, state):
    sam = await join(stage, 3_003, "coordinator", "Sam")
    josie = await at_state(stage, state)
    for ask in (lambda: josie.type("/urgent"), lambda: josie.press("u::")):
        await ask()
        assert NUMBERS in josie.text
        assert josie.labels == ["I want a person now"]
    assert await rows(stage, Alert) == []
    await josie.tap("I want a person now")
    alert = await row(stage, Alert)
    assert (alert.kind, alert.urgent, alert.person_id) == ("help", True, josie.person_id)
    assert josie.text.startswith("Thank you for asking. Are you safe right now?")
    assert "We are telling a coordinator of Perinatal now." in josie.text
    assert sam.text == "Someone in Perinatal may need help now. Please open this."


async def test_answer_about_now_after_asking_for_a_person(trio, stage):
    josie, hannah, _ = trio
    await josie.type("/urgent")
    await josie.tap("I want a person now")
    await josie.type("no")
    assert NUMBERS in josie.text
    assert "Josie\nno" not in hannah.texts
    kinds = sorted(alert.kind for alert in await rows(stage, Alert))
    assert kinds == ["answer", "help"]


async def test_asking_for_a_person_again_adds_to_the_alert(trio, stage):
    josie, _, sam = trio
    await josie.type("/urgent")
    for _ in range(3):
        await josie.press("uh::")
    assert (await row(stage, Alert)).times == 3
    assert len([text for text in sam.texts if "may need help now" in text]) == 1


async def test_asking_for_a_person_when_nobody_is_on_duty_is_told_so(trio, stage):
    josie, _, sam = trio
    stage.clock.advance(hours=12)
    await josie.type("/urgent")
    await josie.tap("I want a person now")
    assert "We are telling a coordinator" not in josie.text
    assert "No coordinator of Perinatal is on duty" in josie.text
    assert sam.text.startswith("Someone in Perinatal may need help now.")


async def test_stranger_gets_the_numbers_and_calls_nobody(stage):
    await stage.say(9_009, "/urgent")
    shown = stage.phone(9_009).last
    assert (NUMBERS in shown.text, shown.buttons) == (True, [])
    await stage.press_data(9_009, shown.id, "uh::")
    assert await rows(stage, Alert) == []


async def test_coordinator_gets_the_numbers_and_calls_nobody(stage):
    sam = await join(stage, 3_003, "coordinator", "Sam")
    await sam.type("/urgent")
    assert (NUMBERS in sam.text, sam.labels) == (True, [])
    await sam.press("uh::")
    assert await rows(stage, Alert) == []


async def test_urgent_help_has_the_numbers_of_the_programmes_region(trio, stage):
    josie, _, _ = trio
    where = await row(stage, Programme)
    await change(stage, Programme, where.id, region="northern_ireland")
    await josie.type("/urgent")
    assert "0808 808 8000" in josie.text
