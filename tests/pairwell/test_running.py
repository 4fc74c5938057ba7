"""`pairwell run` as a process, against a playground in this one."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from pairwell.running import secrets_of, wiring_of
from pairwell.settings import read_settings
from playground.people import JOSIE
from playground.phones import Phones
from playground.running import serve
from playground.server import TOKEN, create_app
from tests.fakes.clock import MovableClock
from tests.pairwell.conftest import MASTER_KEY

START_SECONDS = 90
STOP_SECONDS = 10


@asynccontextmanager
async def started(url: str, **more: str) -> AsyncIterator[Process]:
    environment = {
        **os.environ,
        **more,
        "PAIRWELL_BOT_TOKEN": TOKEN,
        "PAIRWELL_MASTER_KEY": MASTER_KEY,
        "PAIRWELL_BOT_API_URL": url,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "pairwell", "run", env=environment, stdout=PIPE, stderr=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@pytest.mark.usefixtures("home")
async def test_run_says_ready_refuses_a_second_and_stops_within_ten_seconds() -> None:
    clock = MovableClock()
    async with serve(create_app(Phones(clock.now))) as url, started(url) as process:
        assert process.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            assert await process.stdout.readline() == b"ready\n"
        async with started(url) as second, asyncio.timeout(START_SECONDS):
            output, errors = await second.communicate()
        assert (second.returncode, output) == (1, b"")
        assert errors.startswith(b"pairwell: Pairwell is already running on this database.")
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STOP_SECONDS):
            output, errors = await process.communicate()
        assert (process.returncode, output, errors) == (0, b"", b"")


@pytest.mark.usefixtures("home")
async def test_run_that_is_killed_answers_after_the_next_start() -> None:
    phones = Phones(MovableClock().now)
    async with serve(create_app(phones)) as url, asyncio.timeout(2 * START_SECONDS):
        phones.start(JOSIE.id)
        async with started(url, PAIRWELL_KILL_AT="receive.after_store:1") as process:
            await process.communicate()
            assert process.returncode == -signal.SIGKILL
        said = phones.chat(JOSIE.id).messages
        assert [held for held in said.values() if held.by_bot] == []
        async with started(url):
            await phones.journal.wait_until(
                lambda: any(held.by_bot for held in said.values()), START_SECONDS
            )
        assert len([held for held in said.values() if held.by_bot]) == 1


def test_wiring_and_secrets_from_settings(configured: Path) -> None:
    settings = read_settings()
    wiring = wiring_of(settings)
    assert wiring.records_url == f"sqlite:///{configured}/data/pairwell.db"
    assert secrets_of(settings) == ("42:abc-DEF", MASTER_KEY)
