from db.engine import Database
from db.ids import PairingId, PersonId
from db.message_map import Counterpart, counterpart_of, map_message
from db.pairings import Pairing
from tests.factories import make_pairing
from tests.fakes.clock import START

WRITTEN = 2**40
COPY = 2**41


async def _mapped(database: Database, *copies: int, source: int | None = WRITTEN) -> Pairing:
    async with database.transaction() as session:
        pairing = await make_pairing(session)
        for copy in copies:
            await map_message(
                session,
                pairing.id,
                sender=pairing.service_user_id,
                source=source,
                recipient=pairing.peer_worker_id,
                copy=copy,
                now=START,
            )
            await session.flush()
    return pairing


async def _counterpart(
    database: Database, person_id: PersonId, message_id: int
) -> Counterpart | None:
    async with database.reading() as session:
        return await counterpart_of(session, person_id, message_id)


async def test_message_is_found_from_both_chats(database: Database) -> None:
    pairing = await _mapped(database, COPY)
    found = [
        await _counterpart(database, pairing.service_user_id, WRITTEN),
        await _counterpart(database, pairing.peer_worker_id, COPY),
    ]
    assert found == [Counterpart(pairing.id, COPY), Counterpart(pairing.id, WRITTEN)]


async def test_message_number_of_another_chat_means_nothing(database: Database) -> None:
    pairing = await _mapped(database, COPY)
    assert await _counterpart(database, pairing.peer_worker_id, WRITTEN) is None
    assert await _counterpart(database, pairing.service_user_id, COPY) is None
    assert await _counterpart(database, PersonId("stranger"), WRITTEN) is None


async def test_long_message_in_parts_leads_to_its_first_part(database: Database) -> None:
    pairing = await _mapped(database, COPY, COPY + 1, COPY + 2)
    found = await _counterpart(database, pairing.service_user_id, WRITTEN)
    assert found == Counterpart(pairing.id, COPY)
    for copy in (COPY, COPY + 1, COPY + 2):
        found = await _counterpart(database, pairing.peer_worker_id, copy)
        assert found == Counterpart(pairing.id, WRITTEN)


async def test_copy_without_a_source_still_names_its_pairing(database: Database) -> None:
    pairing = await _mapped(database, COPY, source=None)
    found = await _counterpart(database, pairing.peer_worker_id, COPY)
    assert found == Counterpart(PairingId(pairing.id), None)
