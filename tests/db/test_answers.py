from datetime import timedelta

import pytest
from sqlmodel import col, select

from db.answers import (
    Answer,
    add_form_session,
    answers_in,
    forget_answers,
    form_of_membership,
    form_session_or_none,
    open_form_of,
    save_answer,
)
from db.engine import Database
from db.errors import SealBroken
from db.ids import FormSessionId
from db.people import Person
from tests.factories import HANNAH, JOSIE, make_form, make_member, make_person, make_programme
from tests.fakes.clock import START

LATER = START + timedelta(days=21)


@pytest.fixture
async def josie(database: Database) -> Person:
    async with database.transaction() as session:
        return await make_person(session, JOSIE, "Josie")


async def test_answers_come_back_as_they_were_given(database: Database, josie: Person) -> None:
    async with database.transaction() as session:
        form = await make_form(session, josie)
        await save_answer(session, form, "name", '"Josie"', settled=True, now=START)
        await save_answer(session, form, "age", None, settled=True, now=START)
        await save_answer(session, form, "topics", '["birth"]', settled=False, now=START)
    async with database.reading() as session:
        assert await answers_in(session, form) == {
            "name": ('"Josie"', True),
            "age": (None, True),
            "topics": ('["birth"]', False),
        }


async def test_answer_given_again_takes_the_place_of_the_first(
    database: Database, josie: Person
) -> None:
    async with database.transaction() as session:
        form = await make_form(session, josie)
        await save_answer(session, form, "name", "first", settled=False, now=START)
    async with database.transaction() as session:
        await save_answer(session, form, "name", "second", settled=True, now=LATER)
    async with database.reading() as session:
        assert await answers_in(session, form) == {"name": ("second", True)}
        rows = (await session.exec(select(Answer))).all()
        assert [row.answered_at for row in rows] == [LATER]
    async with database.transaction() as session:
        await save_answer(session, form, "name", None, settled=True, now=LATER)
        assert await answers_in(session, form) == {"name": (None, True)}


async def test_answer_copied_to_another_question_does_not_open(
    database: Database, josie: Person
) -> None:
    async with database.transaction() as session:
        form = await make_form(session, josie)
        await save_answer(session, form, "sad", "3", settled=True, now=START)
        await save_answer(session, form, "glad", "0", settled=True, now=START)
    async with database.transaction() as session:
        rows = (await session.exec(select(Answer).order_by(col(Answer.id)))).all()
        rows[1].value_sealed = rows[0].value_sealed
    async with database.reading() as session:
        with pytest.raises(SealBroken):
            await answers_in(session, form)


async def test_open_form_is_the_one_touched_last(database: Database, josie: Person) -> None:
    async with database.transaction() as session:
        hannah = await make_person(session, HANNAH, "Hannah")
        older = await make_form(session, josie, "service_user", START)
        newer = await make_form(session, josie, "who5", LATER)
        done = await make_form(session, josie, "phq2", LATER + timedelta(days=1))
        done.state = "done"
    async with database.transaction() as session:
        assert await open_form_of(session, josie.id) == newer
        assert await open_form_of(session, hannah.id) is None
        again = await form_session_or_none(session, older.id)
        assert again is not None
        again.touched_at = LATER + timedelta(hours=1)
    async with database.reading() as session:
        found = await open_form_of(session, josie.id)
        assert (found and found.id) == older.id
        assert await form_session_or_none(session, FormSessionId("none")) is None


async def test_form_of_a_role_is_found(database: Database, josie: Person) -> None:
    async with database.transaction() as session:
        programme = await make_programme(session)
        membership = await make_member(session, josie, programme)
        other = await make_member(session, josie, programme, role="peer_worker")
        await make_form(session, josie)
        form = await add_form_session(
            session,
            josie.id,
            form="service_user",
            version=2,
            at=None,
            membership_id=membership.id,
            now=START,
        )
    async with database.reading() as session:
        assert await form_of_membership(session, membership.id) == form
        assert await form_of_membership(session, other.id) is None


async def test_forgotten_form_takes_its_answers_along(database: Database, josie: Person) -> None:
    async with database.transaction() as session:
        form = await make_form(session, josie)
        kept = await make_form(session, josie, "who5")
        await save_answer(session, form, "name", "Josie", settled=True, now=START)
        await save_answer(session, kept, "cheerful", "4", settled=True, now=START)
    async with database.transaction() as session:
        found = await form_session_or_none(session, form.id)
        assert found is not None
        await forget_answers(session, found)
    async with database.reading() as session:
        assert await form_session_or_none(session, form.id) is None
        assert len((await session.exec(select(Answer))).all()) == 1
        assert await answers_in(session, kept) == {"cheerful": ("4", True)}
