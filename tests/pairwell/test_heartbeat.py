"""The address outside hears from the service while all holds, and only then."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.watching import beat_seconds
from db.bots import MAIN
from db.engine import Database
from db.heartbeats import STARTED, record_beat
from pairwell.heartbeat import Heartbeat
from tests.databases import open_database

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
SECONDS = beat_seconds([MAIN])


@asynccontextmanager
async def listening(status: int = 200) -> AsyncIterator[tuple[str, list[web.Request]]]:
    """An address, and what was asked of it."""
    asked: list[web.Request] = []

    async def take(request: web.Request) -> web.Response:
        assert await request.read() == b""
        asked.append(request)
        return web.Response(status=status, headers={"Location": "/elsewhere"})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", take)
    async with TestServer(app) as server:
        yield str(server.make_url("/ping/made-up-key")), asked


@pytest.fixture
async def records(sqlite_url: str) -> AsyncIterator[Database]:
    async with open_database(sqlite_url) as database:
        async with database.transaction() as session:
            for beat in (STARTED, *SECONDS):
                await record_beat(session, beat, 0, NOW)
        yield database


def heart(database: Database, url: str, now: datetime = NOW) -> Heartbeat:
    return Heartbeat(database, url, now=lambda: now, seconds=SECONDS)


async def test_heartbeat_asks_with_nothing_in_it(records: Database) -> None:
    async with listening() as (url, asked):
        assert await heart(records, url).beat()
    (request,) = asked
    assert (request.method, request.path, request.query_string) == ("GET", "/ping/made-up-key", "")


async def test_heartbeat_is_withheld_when_a_beat_stands_still(records: Database) -> None:
    async with listening() as (url, asked):
        assert not await heart(records, url, NOW + timedelta(minutes=4)).beat()
    assert asked == []


@pytest.mark.parametrize("status", [301, 404, 500])
async def test_heartbeat_that_is_refused_follows_nowhere(records: Database, status: int) -> None:
    async with listening(status) as (url, asked):
        assert not await heart(records, url).beat()
    assert len(asked) == 1


async def test_heartbeat_without_a_network_is_logged_without_its_address(
    records: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async with listening() as (url, _):
        pass
    assert not await heart(records, url).beat()
    (line,) = [record for record in caplog.records if record.msg == "heartbeat.failed"]
    assert "made-up-key" not in str(vars(line))


async def test_heartbeat_without_records_raises_nothing(records: Database) -> None:
    await records.close()
    async with records.transaction() as session:
        await session.run_sync(lambda sync: sync.connection().exec_driver_sql("DROP TABLE inbox"))
    async with listening() as (url, asked):
        assert not await heart(records, url).beat()
    assert asked == []
