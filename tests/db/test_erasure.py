from datetime import timedelta

import pytest
from sqlmodel import select

from db.answers import Answer, FormSession, save_answer
from db.checkin_plans import plans_of
from db.checkins import Checkin, add_checkin, last_scores, set_score
from db.consents import consents_of, give_consent
from db.engine import Database
from db.erasure import erase_person_rows, people_to_erase
from db.held_messages import HeldMessage, hold_message
from db.message_map import counterpart_of, map_message
from db.outbox import claim_letters, mark_sent, post_letter, waiting_letters
from db.pairings import Pairing, pairing_or_none
from db.people import Person, name_of, person
from db.slots import set_slot_message, slot_message
from tests.factories import letter_to, make_form, make_pairing, make_plan
from tests.fakes.clock import START

LATER = START + timedelta(days=30)


@pytest.fixture
async def pairing(database: Database) -> Pairing:
    """Josie and Hannah, each with a little of everything."""
    async with database.transaction() as session:
        pairing = await make_pairing(session)
        for person_id in (pairing.service_user_id, pairing.peer_worker_id):
            someone = await person(session, person_id)
            form = await make_form(session, someone)
            await save_answer(session, form, "why", "So tired.", settled=True, now=START)
            plan = await make_plan(session, person_id, pairing.programme_id)
            checkin = add_checkin(
                session, plan, form_session_id=form.id, state="answered", reason=None, sent_at=START
            )
            await set_score(session, checkin, 7)
            give_consent(
                session, person_id, pairing.programme_id, kind="service", version=1, now=START
            )
            await hold_message(session, person_id, 1, "Held.", START)
            await set_slot_message(session, person_id, "form", 1)
            await post_letter(session, letter_to(person_id, person_id), "Hello.")
        await map_message(
            session,
            pairing.id,
            sender=pairing.service_user_id,
            source=1,
            recipient=pairing.peer_worker_id,
            copy=2,
            now=START,
        )
    return pairing


async def _erase(database: Database, pairing: Pairing) -> None:
    async with database.transaction() as session:
        josie = await person(session, pairing.service_user_id)
        await erase_person_rows(session, josie, LATER)


async def test_everything_said_and_answered_goes(database: Database, pairing: Pairing) -> None:
    await _erase(database, pairing)
    josie, hannah = pairing.service_user_id, pairing.peer_worker_id
    async with database.reading() as session:
        for column in (Answer.person_id, FormSession.person_id, HeldMessage.person_id):
            assert (await session.exec(select(column))).all() == [hannah]
        assert [letter.person_id for letter in await waiting_letters(session)] == [hannah]
        assert await slot_message(session, josie, "form") is None
        assert await consents_of(session, josie, pairing.programme_id) == {}
        assert await counterpart_of(session, hannah, 2) is None


async def test_what_remains_tells_when_but_not_what(database: Database, pairing: Pairing) -> None:
    await _erase(database, pairing)
    josie = pairing.service_user_id
    async with database.reading() as session:
        kept = await person(session, josie)
        assert (kept.erased_at, kept.telegram_hash, await name_of(session, kept)) == (
            LATER,
            None,
            "",
        )
        assert await pairing_or_none(session, pairing.id) == pairing
        assert [plan.state for plan in await plans_of(session, josie)] == ["ended"]
        assert await last_scores(session, josie, "who5", 10) == []
        checkins = (await session.exec(select(Checkin).where(Checkin.person_id == josie))).all()
        assert [(row.state, row.form_session_id) for row in checkins] == [("answered", None)]


async def test_the_other_person_keeps_what_is_theirs(database: Database, pairing: Pairing) -> None:
    await _erase(database, pairing)
    hannah = pairing.peer_worker_id
    async with database.reading() as session:
        assert await name_of(session, await person(session, hannah)) == "Hannah"
        assert await last_scores(session, hannah, "who5", 10) == [(START.date(), 7)]
        assert await slot_message(session, hannah, "form") == 1
        assert await consents_of(session, hannah, pairing.programme_id) == {"service": 1}


async def test_person_is_erased_in_time_but_after_their_last_letter(
    database: Database, pairing: Pairing
) -> None:
    async def due() -> list[Person]:
        async with database.reading() as session:
            return await people_to_erase(session, LATER, 10)

    async with database.transaction() as session:
        josie = await person(session, pairing.service_user_id)
        josie.erase_at = LATER
    assert await due() == []
    async with database.transaction() as session:
        ids = [letter.id for letter in await waiting_letters(session)]
        claimed = await claim_letters(session, ids, START)
    assert await due() == []
    async with database.transaction() as session:
        for letter, _ in claimed:
            await mark_sent(session, letter, 1, START)
    assert await due() == [josie]
    await _erase(database, pairing)
    assert await due() == []
