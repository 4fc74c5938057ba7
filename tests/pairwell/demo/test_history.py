"""The made-up past: something to tell in outcomes, and nothing that anybody waits for."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from care.outcomes_tally import read_tally
from db.memberships import Membership
from db.outbox_upkeep import outbox_counts
from db.outcome_counts import latest_count, tally_in
from db.pairings import RUNNING, pairings_in
from db.programmes import programme_by_name
from pairwell.demo.cast import PROGRAMME
from pairwell.demo.history import PAIRS, add_past
from pairwell.demo.scenes import set_the_stage
from tests.databases import open_database

NOW = datetime(2026, 11, 25, 15, tzinfo=UTC)


async def test_the_past_is_counted_and_the_story_stays_as_it_is(sqlite_url):
    async with open_database(sqlite_url) as database:
        await set_the_stage(database, NOW)
        await add_past(database, NOW)
        async with database.transaction() as session:
            where = await programme_by_name(session, PROGRAMME)
            tally = read_tally(tally_in(session, await latest_count(session, where.id)))
            assert sum(tally.values("wait_days").values()) == PAIRS + 2
            assert tally.words("user.who5.reached")["yes"] >= 20
            assert len(await pairings_in(session, where.id, RUNNING)) == 2
            there = [row for row in await session.exec(select(Membership)) if row.stage != "left"]
            assert len(there) == 8
            assert set(await outbox_counts(session)) == {"failed"}
            assert await pairings_in(session, where.id, ("suggested", "offered", "accepted")) == []


async def test_a_past_without_a_programme_is_refused(sqlite_url):
    async with open_database(sqlite_url) as database:
        with pytest.raises(LookupError):
            await add_past(database, NOW)
