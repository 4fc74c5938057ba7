"""A stage with a programme on it, and people who already are somewhere on their way."""

from datetime import UTC, datetime

import pytest

from tests.databases import open_database
from tests.flows.people import ANNA, HANNAH, JOSIE, SAM, join, pair
from tests.stage import Stage

THURSDAY_MORNING = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)


@pytest.fixture
async def stage(database, clock):
    """A stage on each kind of database in turn, with the programme "Perinatal"."""
    clock.set(THURSDAY_MORNING)
    stage = Stage(database, clock)
    await stage.programme()
    return stage


@pytest.fixture
async def sqlite_stage(sqlite_url, clock):
    """The same on SQLite alone, for what depends on no database."""
    clock.set(THURSDAY_MORNING)
    async with open_database(sqlite_url) as database:
        stage = Stage(database, clock)
        await stage.programme()
        yield stage


@pytest.fixture
async def sam(stage):
    return await join(stage, SAM, "coordinator", "Sam")


@pytest.fixture
async def hannah(stage):
    return await join(stage, HANNAH, "peer_worker", "Hannah")


@pytest.fixture
async def josie(stage):
    return await join(stage, JOSIE, "service_user", "Josie")


@pytest.fixture
async def anna(stage):
    return await join(stage, ANNA, "service_user", "Anna")


@pytest.fixture
async def paired(stage, sam, hannah, josie):
    """The id of the active pairing of Josie and Hannah, coordinated by Sam."""
    del sam
    return await pair(stage, josie, hannah)


@pytest.fixture
async def sqlite_paired(sqlite_stage):
    """Josie, Hannah and Sam on SQLite alone, the first two paired."""
    sam = await join(sqlite_stage, SAM, "coordinator", "Sam")
    hannah = await join(sqlite_stage, HANNAH, "peer_worker", "Hannah")
    josie = await join(sqlite_stage, JOSIE, "service_user", "Josie")
    await pair(sqlite_stage, josie, hannah)
    return josie, hannah, sam
