from collections.abc import AsyncIterator

import pytest

from tests.bot.stage import Stage, on_stage
from tests.databases import open_database


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    """The stage on SQLite."""
    async with open_database(sqlite_url) as database, on_stage(database) as stage:
        yield stage
