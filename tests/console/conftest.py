"""A console over records, and a house full of made-up people."""

from collections.abc import AsyncIterator

import pytest

from db.engine import Database
from flows.programmes import use_packs
from tests.console.browser import Browser, open_browser
from tests.console.house import House, ShowHouse
from tests.console.matching import Desk, open_desk, put_on_stage
from tests.databases import open_database
from tests.fakes.clock import MovableClock
from tests.scenes import Scenes


@pytest.fixture(scope="session")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Scenes:
    return Scenes(tmp_path_factory.mktemp("scenes"))


@pytest.fixture(scope="session")
def show_house(tmp_path_factory: pytest.TempPathFactory) -> ShowHouse:
    return ShowHouse(tmp_path_factory.mktemp("house") / "house.db")


@pytest.fixture
async def database(
    request: pytest.FixtureRequest, sqlite_url: str, show_house: ShowHouse
) -> AsyncIterator[Database]:
    """Open records in a file: what differs on a server is tried by opening every page there too."""
    if "house" in request.fixturenames:
        await show_house.copy_to(sqlite_url)
    async with open_database(sqlite_url) as database:
        yield database


@pytest.fixture
async def house(database: Database, show_house: ShowHouse) -> House:
    """A programme with everybody in it."""
    await use_packs(database, None)
    return show_house.plan()


@pytest.fixture
async def desk(scenes: Scenes, sqlite_url: str, clock: MovableClock) -> AsyncIterator[Desk]:
    """Two coordinators before a waiting list of people with answers."""
    async with scenes.stage("desk", put_on_stage, sqlite_url, clock, None) as stage:
        await use_packs(stage.database, None)
        opened = await open_desk(stage)
        async with opened.sam.client, opened.noor.client:
            yield opened


@pytest.fixture
async def browser(database: Database, clock: MovableClock) -> AsyncIterator[Browser]:
    """A browser in which nobody is signed in."""
    opened = open_browser(database, clock)
    async with opened.client:
        yield opened


@pytest.fixture
async def sam(browser: Browser, house: House) -> Browser:
    """A browser in which Sam, an active coordinator of the house, is signed in."""
    await browser.sign_in(house.people["Sam"].id)
    return browser


@pytest.fixture
async def sqlite_database(sqlite_url: str) -> AsyncIterator[Database]:
    """Open records in a file, for what does not depend on the kind."""
    async with open_database(sqlite_url) as database:
        yield database
