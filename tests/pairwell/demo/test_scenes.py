from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from db.alerts import alerts_in
from db.checkin_plans import plans_due
from db.engine import Database
from db.invitations import invitation_by_secret
from db.memberships import members
from db.outbox_upkeep import outbox_counts
from db.pairings import pairings_in
from db.programmes import programme_by_name
from flows.story import Story
from flows.suggestions import suggest_anew
from pairwell.demo.cast import PROGRAMME, make_cast
from pairwell.demo.scenes import set_the_stage
from playground.people import MADE_UP_PEOPLE
from tests.databases import open_database

NOW = datetime(2026, 11, 25, 15, tzinfo=UTC)
STAGES = ("onboarding", "to_confirm", "waiting", "matched", "active")


@pytest.mark.parametrize(
    "now",
    [NOW, datetime(2026, 3, 29, 2, 30, tzinfo=UTC), datetime(2028, 2, 29, 23, 59, tzinfo=UTC)],
    ids=["an afternoon", "the night the clocks change", "a leap day before midnight"],
)
async def test_stage_is_alive(sqlite_url: str, now: datetime) -> None:
    async with open_database(sqlite_url) as database:
        openings = await set_the_stage(database, now)
        assert await _who_is_there(database) == {
            ("coordinator", "active"): 1,
            ("peer_worker", "active"): 2,
            ("service_user", "matched"): 2,
            ("service_user", "waiting"): 3,
        }
        async with database.transaction() as session:
            where = await programme_by_name(session, PROGRAMME)
            assert where is not None
            running = await pairings_in(session, where.id, ("active",))
            assert [pairing.first_contact_at is None for pairing in running] == [False, False]
            assert await alerts_in(session, where.id, ("open", "acknowledged")) == []
            assert set(await outbox_counts(session)) == {"failed"}
            assert await plans_due(session, now + timedelta(days=1), 9)
            found = [await invitation_by_secret(session, one.payload) for one in openings]
            assert [one.role for one in found if one and one.uses_left == 1] == [
                "coordinator",
                "peer_worker",
                "service_user",
            ]


async def test_nobody_who_waits_fits_those_who_are_there(sqlite_url: str) -> None:
    async with open_database(sqlite_url) as database:
        await set_the_stage(database, NOW)
        async with database.transaction() as session:
            where = await programme_by_name(session, PROGRAMME)
            assert where is not None
            found = await suggest_anew(Story(session, NOW, "test"), where)
            assert found.pairs == ()


def test_cast_has_telegram_ids_of_its_own() -> None:
    cast = make_cast(NOW.date())
    ids = [one.telegram_id for one in cast.everybody]
    assert len(set(ids)) == len(ids) == 8
    assert not set(ids) & {account.id for account in MADE_UP_PEOPLE}


async def _who_is_there(database: Database) -> Counter[tuple[str, str]]:
    async with database.reading() as session:
        where = await programme_by_name(session, PROGRAMME)
        assert where is not None
        return Counter(
            [
                (membership.role, membership.stage)
                for role in ("service_user", "peer_worker", "coordinator")
                for membership in await members(session, where.id, role, STAGES)
            ]
        )
