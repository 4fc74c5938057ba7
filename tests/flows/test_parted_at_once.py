"""A message and a block in one moment, each in a transaction of its own: nothing crosses."""

import asyncio
import itertools

import pytest

from db.outbox import Letter
from db.pairings import Pairing
from flows.story import Story
from tests.databases import ask, open_database
from tests.flows.people import join, pair, rows
from tests.stage import Stage

JOSIE, HANNAH = 1_001, 2_002


@pytest.fixture
async def stage(postgres_url, clock):
    """A stage where stories run side by side; on SQLite they cannot."""
    async with open_database(postgres_url) as database:
        stage = Stage(database, clock)
        await stage.programme()
        yield stage


async def somebody_waits(stage):
    """Whether a story waits for a lock of another one."""
    async with stage.database.reading() as session:
        [[waits]] = await ask(session, "SELECT count(*) FROM pg_locks WHERE NOT granted")
    return waits > 0


@pytest.mark.parametrize("first", ["message", "block"])
async def test_message_and_block_at_once(stage, first):
    josie = await join(stage, JOSIE, "service_user", "Josie")
    hannah = await join(stage, HANNAH, "peer_worker", "Hannah")
    pairing_id = await pair(stage, josie, hannah)
    ids = itertools.count(50_000)
    written = stage._envelope(JOSIE, 7) | {"text": "Wait"}
    pressed = {
        "id": "9",
        "from": stage._person(HANNAH),
        "chat_instance": "1",
        "data": f"bb:{pairing_id}:",
        "message": stage._envelope(HANNAH, 3) | {"text": "..."},
    }
    updates = {"message": {"message": written}, "block": {"callback_query": pressed}}
    is_done, may_end = asyncio.Event(), asyncio.Event()

    async def handle(name, stays_open):
        async with stage.database.transaction() as session:
            story = Story(session, stage.clock.now(), f"at_once:{name}")
            await stage.app(story, {"update_id": next(ids), **updates[name]})
            if stays_open:
                is_done.set()
                await may_end.wait()

    other = {"message": "block", "block": "message"}[first]
    async with asyncio.TaskGroup() as both:
        both.create_task(handle(first, True))
        await is_done.wait()
        second = both.create_task(handle(other, False))
        while not second.done() and not await somebody_waits(stage):  # noqa: ASYNC110  no lock tells
            await asyncio.sleep(0)
        may_end.set()
    (pairing,) = await rows(stage, Pairing, id=pairing_id)
    letters = await rows(stage, Letter, pairing_id=pairing_id, source_person_id=josie.person_id)
    assert pairing.state == "ended"
    assert {letter.state for letter in letters} <= {"withdrawn"}
