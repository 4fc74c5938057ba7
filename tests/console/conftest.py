"""A console over records, and a house full of made-up people."""

from collections.abc import AsyncIterator

import pytest

from db.engine import Database
from flows.programmes import use_packs
from tests.console.browser import Browser, open_browser
from tests.console.house import House, build
from tests.databases import open_database
from tests.fakes.clock import MovableClock


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    """Open records in a file: what differs on a server is tried by opening every page there too."""
    async with open_database(sqlite_url) as database:
        yield database


@pytest.fixture
async def house(database: Database) -> House:
    """A programme with everybody in it."""
    await use_packs(database, None)
    return await build(database)


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
