"""A stage with a programme on it, and people who already are somewhere on their way."""

from datetime import UTC, datetime
from functools import partial

import pytest

from db.engine import sqlite_file
from tests.flows.people import ANNA, HANNAH, JOSIE, SAM, join, pair
from tests.scenes import Scenes

CAST = {
    "sam": (SAM, "coordinator", "Sam"),
    "hannah": (HANNAH, "peer_worker", "Hannah"),
    "josie": (JOSIE, "service_user", "Josie"),
    "anna": (ANNA, "service_user", "Anna"),
}
THURSDAY_MORNING = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def scenes(tmp_path_factory):
    return Scenes(tmp_path_factory.mktemp("scenes"))


@pytest.fixture
async def stage(request, database_url, clock, scenes):
    """A stage on each kind of database in turn, with the programme "Perinatal".

    Whom of CAST the test asks for is there already: their fixtures only name them.
    """
    assert "database" not in request.fixturenames, "A stage has its own: use stage.database."
    clock.set(THURSDAY_MORNING)
    asked = [name for name in (*CAST, "paired") if name in request.fixturenames]
    server = None if sqlite_file(database_url) else request.getfixturevalue("postgres")
    build = partial(put_on_stage, asked)
    async with scenes.stage(",".join(asked), build, database_url, clock, server) as stage:
        yield stage


async def put_on_stage(asked, stage):
    """Start the programme and put these people on the stage, always in the same order."""
    await stage.programme()
    cast = {who: await join(stage, *CAST[who]) for who in CAST if who in asked}
    if "paired" in asked:
        cast["paired"] = await pair(stage, cast["josie"], cast["hannah"])
    return cast


@pytest.fixture
def sam(stage):
    return stage.cast["sam"]


@pytest.fixture
def hannah(stage):
    return stage.cast["hannah"]


@pytest.fixture
def josie(stage):
    return stage.cast["josie"]


@pytest.fixture
def anna(stage):
    return stage.cast["anna"]


@pytest.fixture
def paired(stage, sam, hannah, josie):
    """The id of the active pairing of Josie and Hannah, coordinated by Sam."""
    del sam, hannah, josie
    return stage.cast["paired"]


@pytest.fixture
def trio(josie, hannah, sam, paired):
    """Josie, Hannah and Sam, the first two paired."""
    del paired
    return josie, hannah, sam
