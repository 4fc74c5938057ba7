from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import StatementError
from sqlmodel import col, select

from db.engine import Database
from db.heartbeats import Heartbeat


async def _there_and_back(database: Database, at: datetime) -> datetime:
    async with database.transaction() as session:
        session.add(Heartbeat(beat="one", at=at))
    async with database.reading() as session:
        found = await session.get(Heartbeat, "one")
        assert found is not None
        return found.at


@pytest.mark.parametrize(
    "at",
    [
        pytest.param(datetime(2026, 11, 25, 3, 12, tzinfo=UTC), id="UTC"),
        pytest.param(datetime(2026, 7, 1, 3, 12, tzinfo=ZoneInfo("Europe/London")), id="a zone"),
        pytest.param(
            datetime(2026, 10, 25, 1, 30, fold=1, tzinfo=ZoneInfo("Europe/London")),
            id="the second half past one",
        ),
        pytest.param(
            datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=14))), id="another day in UTC"
        ),
        pytest.param(datetime(2026, 1, 1, 0, 0, 0, 123_456, tzinfo=UTC), id="microseconds"),
        pytest.param(datetime(1900, 1, 1, tzinfo=UTC), id="long ago"),
        pytest.param(datetime(9999, 12, 31, 23, 59, tzinfo=UTC), id="far away"),
    ],
)
async def test_instant_comes_back_in_utc(database: Database, at: datetime) -> None:
    back = await _there_and_back(database, at)
    assert (back, back.tzinfo) == (at.astimezone(UTC), UTC)


async def test_naive_instant_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="naive"):
        await _there_and_back(database, datetime(2026, 1, 1))  # noqa: DTZ001 (the bad input)


async def test_naive_instant_is_refused_in_a_question_too(database: Database) -> None:
    async with database.reading() as session:
        with pytest.raises(StatementError, match="naive"):
            await session.exec(
                select(Heartbeat).where(
                    col(Heartbeat.at) < datetime(2026, 1, 1)  # noqa: DTZ001 (the bad input)
                )
            )


async def test_instants_are_compared_as_instants(database: Database) -> None:
    kiritimati = timezone(timedelta(hours=14))
    async with database.transaction() as session:
        session.add(Heartbeat(beat="earlier", at=datetime(2026, 1, 2, 1, tzinfo=kiritimati)))
        session.add(Heartbeat(beat="later", at=datetime(2026, 1, 1, 12, tzinfo=UTC)))
    async with database.reading() as session:
        query = select(Heartbeat.beat).where(
            col(Heartbeat.at) < datetime(2026, 1, 1, 11, 30, tzinfo=UTC)
        )
        assert list(await session.exec(query)) == ["earlier"]
