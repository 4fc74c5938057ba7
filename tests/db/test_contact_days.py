from datetime import timedelta

from db.contact_days import (
    Counted,
    contact_like_of,
    count_contact_like,
    count_delivered,
    days_of,
)
from db.engine import Database
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


async def test_contact_like_messages_are_counted_and_make_no_contact(database: Database) -> None:
    async with database.transaction() as session:
        pairing = await make_pairing(session)
        await count_contact_like(session, pairing.id, TODAY, sent=False)
        await count_contact_like(session, pairing.id, TOMORROW, sent=False)
        await count_contact_like(session, pairing.id, TOMORROW, sent=True)
        assert await contact_like_of(session, pairing.id) == (2, 1)
        assert await days_of(session, pairing.id, TODAY) == []
