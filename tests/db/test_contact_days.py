from datetime import timedelta

from db.contact_days import (
    Counted,
    contact_like_of,
    count_arrival,
    count_contact_like,
    count_delivered,
    days_of,
    last_day_of,
    last_word_at,
    unanswered_since,
)
from db.engine import Database
from db.ids import PairingId
from db.pairings import pairing_or_none
from tests.factories import make_pairing
from tests.fakes.clock import START

TODAY = START.date()
TOMORROW = TODAY + timedelta(days=1)


async def test_messages_are_counted_by_day_and_side(database: Database) -> None:
    async with database.transaction() as session:
        pairing = await make_pairing(session)
        await count_delivered(session, pairing.id, "peer_worker", TODAY)
        await count_delivered(session, pairing.id, "peer_worker", TODAY)
        await count_delivered(session, pairing.id, "service_user", TODAY)
        await count_delivered(session, pairing.id, "service_user", TOMORROW)
        assert await days_of(session, pairing.id, TODAY) == [
            Counted(TODAY, 1, 2),
            Counted(TOMORROW, 1, 0),
        ]
        assert await days_of(session, pairing.id, TOMORROW) == [Counted(TOMORROW, 1, 0)]
        assert await last_day_of(session, pairing.id) == TOMORROW


async def test_last_word_is_the_last_that_arrived(database: Database) -> None:
    later = START + timedelta(hours=1)
    async with database.transaction() as session:
        pairing = await make_pairing(session)
        assert await last_word_at(session, pairing.id) is None
        await count_arrival(session, pairing.id, pairing.service_user_id, START)
        await count_arrival(session, pairing.id, pairing.peer_worker_id, later)
        await count_contact_like(session, pairing.id, TODAY, sent=False)
        await count_contact_like(session, pairing.id, TOMORROW, sent=False)
        assert await last_word_at(session, pairing.id) == later


async def test_contact_like_messages_are_counted_and_make_no_contact(database: Database) -> None:
    async with database.transaction() as session:
        pairing = await make_pairing(session)
        await count_contact_like(session, pairing.id, TODAY, sent=False)
        await count_contact_like(session, pairing.id, TOMORROW, sent=False)
        await count_contact_like(session, pairing.id, TOMORROW, sent=True)
        assert await contact_like_of(session, pairing.id) == (2, 1)
        assert await days_of(session, pairing.id, TODAY) == []
        assert await last_day_of(session, pairing.id) is None


async def test_first_contact_is_the_first_arrival_from_the_peer_worker(database: Database) -> None:
    late = START.replace(hour=23, minute=30)
    async with database.transaction() as session:
        pairing = await make_pairing(session)
        user, peer, pairing_id = pairing.service_user_id, pairing.peer_worker_id, pairing.id
        await count_arrival(session, pairing_id, user, START)
    async with database.transaction() as session:
        kept = await pairing_or_none(session, pairing_id)
        assert kept is not None
        assert kept.first_contact_at is None
    async with database.transaction() as session:
        await count_arrival(session, pairing_id, peer, late)
        await count_arrival(session, pairing_id, peer, late + timedelta(hours=1))
    async with database.transaction() as session:
        kept = await pairing_or_none(session, pairing_id)
        assert kept is not None
        assert kept.first_contact_at == late
        assert await days_of(session, pairing_id, TODAY) == [
            Counted(TODAY, 1, 1),
            Counted(TOMORROW, 0, 1),
        ]


async def test_arrival_of_no_pairing_counts_nothing(database: Database) -> None:
    async with database.transaction() as session:
        pairing = await make_pairing(session)
        await count_arrival(session, PairingId("another"), pairing.peer_worker_id, START)
        assert await days_of(session, pairing.id, TODAY) == []


async def test_answer_is_waited_for_since_the_first_day_without_one(database: Database) -> None:
    days = [TODAY + timedelta(days=n) for n in range(5)]
    async with database.transaction() as session:
        pairing = await make_pairing(session)
        assert await unanswered_since(session, pairing.id) is None
        await count_delivered(session, pairing.id, "service_user", days[0])
        assert await unanswered_since(session, pairing.id) == days[0]
        await count_delivered(session, pairing.id, "peer_worker", days[1])
        assert await unanswered_since(session, pairing.id) is None
        for day in days[2:4]:
            await count_delivered(session, pairing.id, "service_user", day)
        assert await unanswered_since(session, pairing.id) == days[2]
        await count_delivered(session, pairing.id, "peer_worker", days[3])
        assert await unanswered_since(session, pairing.id) is None
