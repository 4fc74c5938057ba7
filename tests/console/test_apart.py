"""Work in a process of its own."""

import asyncio
import os
import time
from pathlib import Path
from types import MappingProxyType

import pytest

from console import apart
from console.apart import WorkLost
from matching.errors import RoundTooLarge


def add(one, *, other):
    return one | {"other": other, "process": os.getpid()}


def refuse():
    raise RoundTooLarge("Split it by programme.")


def die():
    os._exit(9)


def go_on_for_long(told):
    with Path(told).open("w") as file:
        print("begun", file=file, flush=True)
        time.sleep(60)


async def test_work_is_done_by_another_process_with_plain_data():
    found = await apart.apart(add, MappingProxyType({"a": 1}), other=(2,))
    process = found.pop("process")
    assert found == {"a": 1, "other": (2,)}
    assert process != os.getpid()


async def test_refusal_comes_back_as_it_was_raised():
    with pytest.raises(RoundTooLarge, match="Split it by programme"):
        await apart.apart(refuse)


async def test_work_whose_process_ends_is_lost_with_a_word():
    with pytest.raises(WorkLost, match="ask for it again"):
        await apart.apart(die)


async def test_process_ends_with_whoever_waits_for_it(tmp_path):
    told = tmp_path / "told"
    os.mkfifo(told)
    async with asyncio.TaskGroup() as group:
        work = group.create_task(apart.apart(go_on_for_long, str(told)))
        with await asyncio.to_thread(told.open) as heard:
            assert await asyncio.to_thread(heard.readline) == "begun\n"
            work.cancel()
            assert await asyncio.to_thread(heard.readline) == ""  # nobody holds the other end
    assert work.cancelled()
