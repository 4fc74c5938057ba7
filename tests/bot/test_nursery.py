import asyncio
import logging

import pytest

from bot.nursery import Nursery, TaskFailed


async def fail():
    raise ValueError("a person's words")


async def test_task_runs_under_its_name():
    async with Nursery() as nursery:
        task = nursery.start("beat", asyncio.sleep(0))
        await task
        assert (task.get_name(), len(nursery)) == ("beat", 0)


async def test_failed_task_is_told_and_logged_without_its_message(caplog):
    told: list[str] = []
    with caplog.at_level(logging.CRITICAL):
        async with Nursery(told.append) as nursery:
            nursery.start("poller", fail())
            with pytest.raises(TaskFailed, match="poller"):
                await nursery.watch()
    record = caplog.records[0]
    assert told == ["poller"]
    assert (record.getMessage(), record.error) == ("task.failed", "ValueError")  # type: ignore[attr-defined]
    assert "words" not in str(record.__dict__)


async def test_leaving_cancels_and_waits():
    ended: list[str] = []

    async def linger():
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append("ended")

    async with Nursery() as nursery:
        nursery.start("linger", linger())
        await asyncio.sleep(0)
    assert ended == ["ended"]


async def test_cancelled_task_is_no_failure():
    told: list[str] = []
    async with Nursery(told.append) as nursery:
        nursery.start("linger", asyncio.Event().wait())  # type: ignore[arg-type]
        await asyncio.sleep(0)
    assert told == []


async def test_settle_says_whether_all_ended():
    stop = asyncio.Event()

    async def wait():
        await stop.wait()

    async with Nursery() as nursery:
        nursery.start("send", wait())
        assert not await nursery.settle(0)
        stop.set()
        assert await nursery.settle(1)
