from datetime import timedelta

import pytest
from sqlmodel import select

from db.engine import Database
from db.held_messages import (
    HeldMessage,
    Taken,
    content_of,
    drop_row,
    forget_held,
    held_by,
    held_row,
    held_under,
    hold_message,
    question_of_album,
    replace_content,
    take_held,
)
from db.ids import PairingId
from db.people import Person
from tests.factories import HANNAH, JOSIE, make_person
from tests.fakes.clock import START

MESSAGE = 2**40


@pytest.fixture
async def hannah(database: Database) -> Person:
    async with database.transaction() as session:
        return await make_person(session, HANNAH, "Hannah")


async def _hold(database: Database, writer: Person, text: str = "How was your night?") -> str:
    async with database.transaction() as session:
        return (await hold_message(session, writer.id, MESSAGE, text, START)).id


async def test_held_message_is_taken_once(database: Database, hannah: Person) -> None:
    held_id = await _hold(database, hannah)
    async with database.transaction() as session:
        taken = await take_held(session, held_id, hannah.id)
        assert taken == [Taken(MESSAGE, "How was your night?", None, None)]
    async with database.transaction() as session:
        assert await take_held(session, held_id, hannah.id) == []
        assert (await session.exec(select(HeldMessage))).all() == []


async def test_held_message_is_given_to_its_writer_only(database: Database, hannah: Person) -> None:
    held_id = await _hold(database, hannah)
    async with database.transaction() as session:
        josie = await make_person(session, JOSIE, "Josie")
        assert await take_held(session, held_id, josie.id) == []
        assert await take_held(session, "another", hannah.id) == []
        assert await take_held(session, held_id, hannah.id, "contact") == []
        assert len(await take_held(session, held_id, hannah.id)) == 1


async def test_held_message_that_nobody_claims_is_forgotten(
    database: Database, hannah: Person
) -> None:
    held_id = await _hold(database, hannah)
    async with database.transaction() as session:
        assert await forget_held(session, START) == []
        forgotten = await forget_held(session, START + timedelta(seconds=1))
        assert [(held.id, held.message_id) for held in forgotten] == [(held_id, MESSAGE)]
    async with database.transaction() as session:
        assert await take_held(session, held_id, hannah.id) == []


async def test_messages_under_one_question_are_taken_in_the_order_they_were_written(
    database: Database, hannah: Person
) -> None:
    pairing = PairingId("a" * 22)
    async with database.transaction() as session:
        first = await hold_message(
            session, hannah.id, 7, "two", START, reason="contact", pairing_id=pairing, album="x"
        )
        await hold_message(
            session,
            hannah.id,
            6,
            "one",
            START,
            reason="contact",
            pairing_id=pairing,
            album="x",
            question_id=first.question_id,
        )
    expected = [Taken(6, "one", pairing, "x"), Taken(7, "two", pairing, "x")]
    async with database.transaction() as session:
        assert await held_under(session, first.id, hannah.id, "contact") == expected
        assert await take_held(session, first.id, hannah.id, "contact") == expected
        assert await held_by(session, hannah.id) == []


async def test_question_of_an_album_is_found_for_its_writer_alone(
    database: Database, hannah: Person
) -> None:
    async with database.transaction() as session:
        held = await hold_message(session, hannah.id, 1, "picture", START, album="x")
        josie = await make_person(session, JOSIE, "Josie")
        assert await question_of_album(session, hannah.id, "x") == held
        assert await question_of_album(session, hannah.id, "y") is None
        assert await question_of_album(session, josie.id, "x") is None


async def test_held_message_says_what_its_writer_changed_it_to(
    database: Database, hannah: Person
) -> None:
    held_id = await _hold(database, hannah)
    async with database.transaction() as session:
        held = await held_row(session, hannah.id, MESSAGE)
        assert held is not None
        await replace_content(session, held, "How was your day?")
        assert await content_of(session, held) == "How was your day?"
        assert await held_row(session, hannah.id, MESSAGE + 1) is None
    async with database.transaction() as session:
        assert await held_by(session, hannah.id) == ["How was your day?"]
        assert [t.content for t in await take_held(session, held_id, hannah.id)] == [
            "How was your day?"
        ]


async def test_dropped_row_tells_whether_its_question_is_still_needed(
    database: Database, hannah: Person
) -> None:
    async with database.transaction() as session:
        first = await hold_message(session, hannah.id, 1, "one", START)
        second = await hold_message(
            session, hannah.id, 2, "two", START, question_id=first.question_id
        )
        assert await drop_row(session, first) is False
        assert await drop_row(session, second) is True
