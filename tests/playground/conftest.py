import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from playground.client import PlaygroundClient
from playground.faults import Faults
from playground.phones import Phones
from playground.running import serve
from playground.server import TOKEN, create_app


class Clock:
    def __init__(self):
        self.moment = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self):
        return self.moment

    def move(self, **step):
        self.moment += timedelta(**step)


class QuickSession(AiohttpSession):
    """Closes without aiogram's quarter of a second, which is for TLS only."""

    async def close(self):
        if self._session is not None:
            await self._session.close()


class MovingControl:
    def __init__(self, clock):
        self.clock = clock
        self.starts = 0

    def now(self):
        return self.clock()

    def invitations(self):
        return []

    async def advance(self, step):
        self.clock.moment += step

    async def start_over(self):
        self.starts += 1


@pytest.fixture
def arrival(phones):
    """Wait until the server has received so many requests."""

    async def wait(count=1):
        while len(phones.requests) < count:  # noqa: ASYNC110  # nothing signals a request
            await asyncio.sleep(0)

    return wait


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def phones(clock):
    return Phones(clock, first_update_id=500)


@pytest.fixture
def faults():
    return Faults(seed=1)


@pytest.fixture
def control(clock):
    return MovingControl(clock)


@pytest.fixture
async def base_url(phones, faults, control):
    async with serve(create_app(phones, faults=faults, control=control)) as url:
        yield url


@pytest.fixture
async def bot(base_url):
    session = QuickSession(api=TelegramAPIServer.from_base(base_url))
    async with Bot(TOKEN, session=session) as opened:
        yield opened


@pytest.fixture
async def client(base_url):
    async with PlaygroundClient(base_url) as opened:
        yield opened
