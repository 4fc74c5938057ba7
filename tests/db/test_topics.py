from db.bots import MAIN, WORKER
from db.engine import Database
from db.ids import PersonId
from db.outbox import Queued, claim_letters, post_letter, waiting_letters
from db.outbox_upkeep import letters_found_sending
from db.pairings import pairing_or_none, set_pairing_state
from db.topics import (
    pairing_of_thread,
    pairings_without_topic,
    set_thread,
    topic_of,
    topics_left_over,
)
from tests.factories import HANNAH, JOSIE, letter_to, make_pairing, make_person
from tests.fakes.clock import START

THREAD = 2**40


async def test_thread_belongs_to_one_pairing_of_one_person(database: Database) -> None:
    async with database.transaction() as session:
        pairing = await make_pairing(session, peer_at=WORKER)
        await set_thread(session, pairing.id, pairing.peer_worker_id, THREAD)
    async with database.reading() as session:
        hannah, josie = pairing.peer_worker_id, pairing.service_user_id
        assert await pairing_of_thread(session, hannah, THREAD) == pairing.id
        assert await pairing_of_thread(session, hannah, THREAD + 1) is None
        assert await pairing_of_thread(session, josie, THREAD) is None
        assert await pairing_of_thread(session, PersonId("stranger"), THREAD) is None


async def test_thread_that_is_forgotten_leads_nowhere_and_is_made_anew(database: Database) -> None:
    async with database.transaction() as session:
        pairing = await make_pairing(session, peer_at=WORKER)
        hannah = pairing.peer_worker_id
        await set_thread(session, pairing.id, hannah, THREAD)
        await set_thread(session, pairing.id, hannah, None)
        await session.flush()
        assert await pairing_of_thread(session, hannah, THREAD) is None
        await set_thread(session, pairing.id, hannah, THREAD + 1)
    async with database.reading() as session:
        topic = await topic_of(session, pairing.id)
        assert topic is not None
        assert (topic.thread_id, topic.is_ended) == (THREAD + 1, False)


async def test_running_pairing_of_the_worker_bot_asks_for_a_topic_once(database: Database) -> None:
    async with database.transaction() as session:
        pairing = await make_pairing(session, peer_at=WORKER)
        assert [p.id for p in await pairings_without_topic(session, 10)] == [pairing.id]
        await set_thread(session, pairing.id, pairing.peer_worker_id, None)
        await session.flush()
        assert await pairings_without_topic(session, 10) == []


async def test_pairing_of_the_main_bot_asks_for_no_topic(database: Database) -> None:
    async with database.transaction() as session:
        await make_pairing(session, peer_at=MAIN)
        assert await pairings_without_topic(session, 10) == []


async def test_topic_is_left_over_once_its_pairing_has_ended(database: Database) -> None:
    async with database.transaction() as session:
        pairing = await make_pairing(session, peer_at=WORKER)
        await set_thread(session, pairing.id, pairing.peer_worker_id, THREAD)
    async with database.transaction() as session:
        assert await topics_left_over(session, 10) == []
        ended = await pairing_or_none(session, pairing.id)
        assert ended is not None
        set_pairing_state(session, ended, "ended", START)
        await session.flush()
        ((topic, of),) = await topics_left_over(session, 10)
        assert (topic.thread_id, of.id) == (THREAD, pairing.id)
        topic.is_ended = True
        await session.flush()
        assert await topics_left_over(session, 10) == []


async def test_letter_is_for_the_bot_of_its_recipient_alone(database: Database) -> None:
    async with database.transaction() as session:
        josie = await make_person(session, JOSIE, "Josie")
        hannah = await make_person(session, HANNAH, "Hannah", bot=WORKER)
        await post_letter(session, letter_to(josie.id, "to-josie"), "Hello.")
        await post_letter(session, letter_to(hannah.id, "to-hannah"), "Hello.")
    to_main, to_worker = database.signal("outbox").take(), database.signal("outbox.worker").take()
    async with database.transaction() as session:
        main, worker = await waiting_letters(session)
        assert [main.person_id, worker.person_id] == [josie.id, hannah.id]
        assert await waiting_letters(session, bots=(MAIN,)) == [main] == to_main
        assert await waiting_letters(session, bots=(WORKER,)) == [worker] == to_worker
        assert isinstance(worker, Queued)
        await claim_letters(session, [main.id, worker.id], START)
        (sending,) = await letters_found_sending(session, (WORKER,))
        assert (sending.person_id, sending.bot) == (hannah.id, WORKER)
