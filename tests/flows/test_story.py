"""The whole story with real handlers and rows: from an invitation to a closed alert."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys import HANNAH, JOSIE, PACK, SAM, fill_form
from tests.stage import Stage

SAM_ID, HANNAH_ID, JOSIE_ID = 3_003, 2_002, 1_001


class OnStage:
    """A chat on the stage."""

    def __init__(self, stage: Stage, telegram_id: int) -> None:
        self.stage, self.id = stage, telegram_id

    async def shown(self):
        last = self.stage.phone(self.id).last
        return last.text, [label for label, _ in last.buttons]

    async def tap(self, label):
        await self.stage.press(self.id, label)

    async def type(self, text):
        await self.stage.say(self.id, text)

    @property
    def text(self):
        return self.stage.phone(self.id).last.text

    async def enter(self, payload, form, answers):
        await self.type(f"/start {payload}")
        await self.tap("Start")
        return await fill_form(self, form, answers)


@pytest.fixture
def stage(database, clock):
    clock.set(datetime(2026, 11, 26, 9, 0, tzinfo=UTC))
    return Stage(database, clock)


@pytest.fixture
async def people(stage):
    await stage.programme()
    sam, hannah, josie = (OnStage(stage, n) for n in (SAM_ID, HANNAH_ID, JOSIE_ID))
    invitation = await stage.invitation("coordinator")
    await sam.enter(invitation.payload, PACK.coordinator, SAM)
    await sam.tap("Write down who answers")
    await sam.type("The peer team")
    await sam.tap("Within 1 hour")
    await sam.type("Write here, then ring")
    return sam, hannah, josie


async def invited_by(sam, label):
    await sam.type("/menu")
    await sam.tap(label)
    return re.search(r"start=([\w-]+)", sam.text).group(1)


async def paired(people):
    sam, hannah, josie = people
    payload = await invited_by(sam, "Invite a peer worker")
    await hannah.enter(payload, PACK.peer_worker, HANNAH)
    await sam.tap("Look at the answers")
    await sam.tap("Confirm")
    payload = await invited_by(sam, "Invite a service user")
    await josie.enter(payload, PACK.service_user, JOSIE)
    await sam.tap("Pairs to review")
    await sam.tap("Josie with Hannah")
    await sam.tap("Approve")
    await hannah.tap("Yes, I would like to")
    await josie.tap("Yes, I would like to")
    return sam, hannah, josie


async def test_story_from_invitation_to_closed_alert(people, stage):
    sam, hannah, josie = await paired(people)

    await hannah.type("Hello Josie, how are you?")
    assert josie.text == "Hannah\nHello Josie, how are you?"
    await josie.type("Tired. Thank you for asking.")
    assert "Josie\nTired. Thank you for asking." in stage.phone(HANNAH_ID).texts

    await stage.advance(timedelta(hours=2))
    await stage.advance(timedelta(hours=22))
    await hannah.type("Good morning, Josie.")  # so that their first talk goes on
    await stage.advance(timedelta(hours=2))
    assert "Would you like to answer 3 short questions" in josie.text
    await josie.tap("Answer now")
    await josie.tap("Hard")
    await josie.tap("Yes")
    await josie.tap("I am not sure")
    told = stage.phone(JOSIE_ID).texts
    assert any("Are you safe right now?" in text and "116 123" in text for text in told)

    assert "Someone in Perinatal may need help now" in sam.text
    await sam.tap("Open the alert")
    await sam.tap("I take this on")
    await sam.tap("They are safe")
    assert sam.text.startswith("The alert is closed.")

    for phone in stage.phones.values():
        for text in phone.texts:
            assert "Secret" not in text
