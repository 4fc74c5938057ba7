import asyncio
import logging
from datetime import timedelta

import pytest

from bot.urgent import NOT_SAVED
from db.heartbeats import heartbeats, record_beat
from db.inbox import inbox_counts, read_updates
from playground.faults import Fault, FaultKind
from playground.people import HANNAH, JOSIE
from tests.bot.stage import Stage, full_disk, now, senders_of, until

ODD = "NUL \x00, half \ud83d, turned \u202e"


async def rows(stage):
    async with stage.database.reading() as session:
        return await inbox_counts(session)


async def test_update_is_a_row_before_it_is_confirmed(stage: Stage):
    poller = stage.poller()
    stage.say(JOSIE.id, ["one", "two"])
    await poller.receive_once()
    assert (await rows(stage), senders_of(stage.arrived)) == ({"waiting": 2}, [JOSIE.id] * 2)
    assert stage.phones.updates.count() == 2
    await poller.receive_once()
    assert stage.phones.updates.count() == 0


async def test_update_that_comes_again_is_told_once(stage: Stage):
    stage.say(JOSIE.id, ["one"])
    await stage.poller().receive_once()
    await stage.poller().receive_once()
    assert (await rows(stage), len(stage.arrived)) == ({"waiting": 1}, 1)


async def test_lines_differ_by_sender_and_do_not_tell_who(stage: Stage):
    stage.say(JOSIE.id, ["one", "two"])
    stage.say(HANNAH.id, ["three"])
    await stage.poller().receive_once()
    lines = [stored.waiting.line for stored in stage.arrived]
    assert lines[0] == lines[1] != lines[2]
    assert str(JOSIE.id).encode() not in lines[0]


async def test_update_that_nobody_can_parse_stops_nothing(stage: Stage):
    stage.phones.push_raw_update({"message": {"from": "nobody", "odd": ODD, "deep": [[{}]]}})
    stage.phones.push_raw_update({"a_kind_of_tomorrow": 7})
    stage.say(JOSIE.id, ["one"])
    await stage.poller().receive_once()
    ids = [stored.waiting.id for stored in stage.arrived]
    async with stage.database.reading() as session:
        raws = await read_updates(session, stage.bot.id, ids)
    assert (await rows(stage), len(raws)) == ({"waiting": 3}, 3)
    assert senders_of(stage.arrived) == [None, None, JOSIE.id]
    assert stage.arrived[0].raw["message"]["odd"] == ODD


@pytest.mark.parametrize(
    ("fault", "event"),
    [
        (Fault(FaultKind.GATEWAY, "getUpdates"), "receive.failed"),
        (Fault(FaultKind.RESET, "getUpdates"), "receive.failed"),
        (Fault(FaultKind.TRUNCATED, "getUpdates"), "receive.failed"),
        (Fault(FaultKind.NOT_JSON, "getUpdates"), "receive.failed"),
        (Fault(FaultKind.RETRY_AFTER, "getUpdates", retry_after=7), "receive.failed"),
    ],
    ids=lambda value: getattr(value, "kind", value),
)
async def test_fault_is_waited_out_and_nothing_is_lost(stage: Stage, caplog, fault, event):
    stage.faults.add(fault)
    stage.say(JOSIE.id, ["a secret thought"])
    poller = stage.poller()
    with caplog.at_level(logging.DEBUG):
        await poller.receive_once()
        await poller.receive_once()
    assert await rows(stage) == {"waiting": 1}
    assert stage.pauses == [7.0 if fault.kind == FaultKind.RETRY_AFTER else 0.25]
    records = [r for r in caplog.records if r.name.startswith("bot.")]
    assert [r.getMessage() for r in records] == [event]
    told = str([r.__dict__ for r in caplog.records])
    assert "secret thought" not in told
    assert stage.bot.token not in told


async def test_first_answer_comes_at_once_though_nobody_writes(stage: Stage):
    async with asyncio.timeout(5):
        await stage.poller(poll_seconds=30).receive_once()


async def test_second_poller_is_named_in_the_log(stage: Stage, caplog):
    rival = stage.poller(poll_seconds=2)
    await rival.receive_once()
    first = asyncio.ensure_future(rival.receive_once())  # noqa: TID251  a rival
    await asyncio.sleep(0.1)
    with caplog.at_level(logging.ERROR):
        await stage.poller().receive_once()
        await first
    assert [r.getMessage() for r in caplog.records if r.name.startswith("bot.")] == [
        "receive.other_poller"
    ]


async def test_refused_token_is_loud_and_tried_again(stage: Stage, caplog):
    stage.bot._Bot__token = "7000000001:a-token-that-was-revoked"  # type: ignore[attr-defined]
    with caplog.at_level(logging.CRITICAL):
        await stage.poller().receive_once()
    assert (caplog.messages, stage.pauses) == (["receive.token_refused"], [30.0])


async def test_more_than_a_day_of_silence_is_told(stage: Stage, caplog):
    async with stage.database.transaction() as session:
        await record_beat(session, "receive", 0, now() - timedelta(hours=26))
    poller = stage.poller()
    running = stage.nursery.start("poller", poller.run())
    with caplog.at_level(logging.CRITICAL):
        await until(lambda: poller._beat_at and now() - poller._beat_at < timedelta(minutes=1))
    running.cancel()
    assert (caplog.messages, caplog.records[0].hours) == (["receive.gap"], 26)  # type: ignore[attr-defined]
    async with stage.database.reading() as session:
        assert now() - (await heartbeats(session))["receive"] < timedelta(minutes=1)


async def test_what_cannot_be_stored_comes_again_and_people_hear_so_once(stage: Stage, monkeypatch):
    poller = stage.poller()
    stage.say(JOSIE.id, ["one"])
    stage.say(HANNAH.id, ["/urgent"])
    monkeypatch.setattr(stage.database, "transaction", full_disk(stage.database))
    await poller.receive_once()
    await poller.receive_once()
    await stage.nursery.settle(5)
    assert (await rows(stage), stage.phones.updates.count()) == ({}, 2)
    assert stage.texts_to(HANNAH.id) == ["Call 999."]
    assert stage.texts_to(JOSIE.id) == [f"{NOT_SAVED}\n\nCall 999."]
    monkeypatch.undo()
    await poller.receive_once()
    assert (await rows(stage), len(stage.arrived)) == ({"waiting": 2}, 2)
