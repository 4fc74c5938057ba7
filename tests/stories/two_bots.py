"""A service with two bots, and the people of a story at the bot that each of them uses."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from pairwell.serve import Service, Wiring
from playground.client import PlaygroundClient
from playground.people import HANNAH, WORKER_BOT
from playground.phones import Phones
from playground.running import serve
from playground.server import TOKEN, WORKER_TOKEN, SecondBot, create_app
from tests.databases import MASTER_KEY
from tests.fakes.clock import MovableClock
from tests.stories.phone import OnPhone
from tests.stories.street import FAST, START, Street


@dataclass
class Town:
    """Two bots on one server; the service that speaks through both starts and stops."""

    clock: MovableClock
    phones: Phones
    second: SecondBot
    wiring: Wiring
    at_main: PlaygroundClient
    at_worker: PlaygroundClient

    @asynccontextmanager
    async def street(self) -> AsyncIterator[Street]:
        """The service while it runs; Hannah's phone shows the worker bot."""
        ready = asyncio.Event()
        async with Service(self.wiring, ready.set) as service:
            await ready.wait()
            street = Street(service, self.phones, self.clock, self.at_main)
            street.hannah = OnPhone(self.at_worker.player(HANNAH.id))
            yield street


@asynccontextmanager
async def town_with_two_bots(database_url: str) -> AsyncIterator[Town]:
    """A server for both bots, and what a service there is built from."""
    clock = MovableClock(START)
    phones = Phones(clock.now)
    second = SecondBot(Phones(clock.now, bot=WORKER_BOT))
    async with (
        serve(create_app(phones, second=second)) as url,
        PlaygroundClient(url) as at_main,
        PlaygroundClient(url, second_bot=True) as at_worker,
    ):
        wiring = Wiring(
            TOKEN,
            url,
            database_url,
            MASTER_KEY,
            clock.now,
            limits=FAST,
            strict_texts=True,
            worker_token=WORKER_TOKEN,
        )
        yield Town(clock, phones, second, wiring, at_main, at_worker)
