from datetime import timedelta

from db.engine import Database
from db.pairings import set_pairing_state
from db.renewals import add_renewal, renewal_or_none, renewals_of
from db.rhythms import add_rhythm, rhythm_or_none, rhythms_due
from tests.factories import make_pairing
from tests.fakes.clock import START

LAST_DAY = START.date() + timedelta(weeks=12)
HOUR = timedelta(hours=1)


async def test_rhythm_is_due_until_there_is_nothing_more(database: Database) -> None:
    async with database.transaction() as session:
        pairing = await make_pairing(session)
        added = add_rhythm(session, pairing.id, LAST_DAY, START + HOUR)
    async with database.transaction() as session:
        assert await rhythms_due(session, START, 10) == []
        assert await rhythms_due(session, START + HOUR, 10) == [added]
        [found] = await rhythms_due(session, START + HOUR, 10)
        found.next_at = None
        session.add(found)
    async with database.transaction() as session:
        assert await rhythms_due(session, START + 2 * HOUR, 10) == []
        kept = await rhythm_or_none(session, pairing.id)
        assert kept is not None
        assert (kept.ends_on, kept.lapse, kept.weeks_told) == (LAST_DAY, 0, None)


async def test_renewals_are_kept_in_order(database: Database) -> None:
    async with database.transaction() as session:
        pairing = await make_pairing(session)
        later = add_renewal(session, pairing.id, pairing.service_user_id, START + HOUR)
        first = add_renewal(session, pairing.id, pairing.peer_worker_id, START)
    async with database.transaction() as session:
        assert await renewals_of(session, pairing.id) == [first, later]
        assert await renewal_or_none(session, first.id) == first
        assert await renewal_or_none(session, "another") is None


async def test_breaks_of_a_pairing_add_up(database: Database) -> None:
    async with database.transaction() as session:
        pairing = await make_pairing(session)
        for hours in (2, 3):
            set_pairing_state(session, pairing, "paused", START)
            set_pairing_state(session, pairing, "active", START + hours * HOUR)
        assert pairing.break_seconds == 5 * 3600
