"""All coordinators blocked the bot: mails, a loud watchdog, a silent heartbeat, honest words."""

import logging
from datetime import timedelta

import pytest

from bot.watching import beat_seconds
from care.watchdog import Breach
from db.alerts import Alert, AlertStep
from db.bots import MAIN
from db.heartbeats import STARTED, record_beat
from db.mail_addresses import confirm_address, keep_address
from db.mails import Mail
from flows.mailing import use_mail
from flows.story import Story
from flows.watchdog import breaches
from pairwell.heartbeat import Heartbeat
from tests.flows.people import join, row, rows

SECONDS = beat_seconds([MAIN])
QUARTER = timedelta(minutes=15)
CALL = "Someone in Perinatal may need help now. Please open this."
NOWHERE = "http://127.0.0.1:1/made-up-key"


@pytest.fixture
async def alone(stage, sam, josie, paired):
    """Sam, reached by mail, and Lee, who is not: both blocked the bot, and Josie says it."""
    del paired
    stage.clock.advance(minutes=1)
    lee = await join(stage, 3_004, "coordinator", "Lee")
    use_mail(stage.database)
    async with stage.database.transaction() as session:
        now = stage.clock.now()
        address = await keep_address(
            session, sam.person_id, "made.up@example.org", code="1", code_until=now, now=now
        )
        confirm_address(session, address, now)
    for someone in (sam, lee):
        await stage.blocks(someone.id)
    await josie.type("I want to end my life")
    return await row(stage, Alert)


async def found(stage):
    """What the watchdog finds once all beats have moved, as in a service that runs."""
    async with stage.database.transaction() as session:
        for beat in (STARTED, *SECONDS):
            await record_beat(session, beat, 0, stage.clock.now())
    async with stage.database.reading() as session:
        return await breaches(Story(session, stage.clock.now(), "test"), SECONDS)


async def test_person_is_told_that_nobody_reads_it_now_with_numbers(josie, alone):
    helped = next(text for text in josie.texts if "116 123" in text)
    assert "No coordinator of Perinatal is on duty right now." in helped
    assert [text for text in josie.texts if "is read from" in text] == []
    assert [text for text in josie.texts if "We are telling a coordinator" in text] == []
    assert alone.state == "open"


async def test_whoever_gave_an_address_is_mailed_at_once_and_again(stage, sam, alone):
    assert [mail.person_id for mail in await rows(stage, Mail, about=alone.id)] == [sam.person_id]
    for mail in await rows(stage, Mail, state="waiting"):
        async with stage.database.transaction() as session:
            (await session.get(Mail, mail.id)).state = "sent"
    for _ in range(4):
        await stage.advance(QUARTER)
    assert len(await rows(stage, Mail, about=alone.id)) > 1
    assert (await row(stage, Alert)).state == "open"


async def test_watchdog_is_loud_and_the_heartbeat_silent(stage, sam, alone, caplog):
    del alone
    assert await found(stage) == (Breach("unheard", 1),)
    caplog.set_level(logging.INFO)
    heart = Heartbeat(stage.database, NOWHERE, now=stage.clock.now, seconds=SECONDS)
    assert not await heart.beat()
    assert [record.msg for record in caplog.records] == ["heartbeat.withheld"]
    await stage.blocks(sam.id, "member")
    assert await found(stage) == ()
    caplog.clear()
    assert not await heart.beat()  # it asks again; nobody listens at this address
    assert "heartbeat.withheld" not in [record.msg for record in caplog.records]


async def test_whoever_comes_back_is_called_at_once(stage, sam, alone):
    del alone
    said = sam.texts.count(CALL)
    await stage.blocks(sam.id, "member")
    assert sam.texts.count(CALL) == said + 1
    assert "called_back" in [step.step for step in await rows(stage, AlertStep)]
    await sam.tap("Open the alert")
    assert "called Sam, who had blocked us and is back" in sam.text
    await sam.tap("I take this on")
    assert (await row(stage, Alert)).acknowledged_by == sam.person_id


async def test_peer_worker_who_comes_back_is_called_about_nothing(stage, hannah, alone):
    del alone
    await stage.blocks(hannah.id)
    await stage.blocks(hannah.id, "member")
    assert CALL not in hannah.texts
