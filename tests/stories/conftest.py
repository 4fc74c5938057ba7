import asyncio
from collections.abc import AsyncIterator

import pytest

from pairwell.serve import Service, Wiring
from playground.client import PlaygroundClient
from playground.phones import Phones
from playground.running import serve
from playground.server import TOKEN, create_app
from tests.databases import MASTER_KEY
from tests.fakes.clock import MovableClock
from tests.stories.street import FAST, START, Street


@pytest.fixture
async def street(database_url: str) -> AsyncIterator[Street]:
    clock = MovableClock(START)
    phones = Phones(clock.now)
    ready = asyncio.Event()
    async with serve(create_app(phones)) as url, PlaygroundClient(url) as client:
        wiring = Wiring(
            TOKEN, url, database_url, MASTER_KEY, clock.now, limits=FAST, strict_texts=True
        )
        async with Service(wiring, ready.set) as service:
            await ready.wait()
            yield Street(service, phones, clock, client)
