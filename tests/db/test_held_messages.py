from datetime import timedelta

import pytest
from sqlmodel import select

from db.engine import Database
from db.held_messages import HeldMessage, forget_held, hold_message, take_held
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
        assert taken == (MESSAGE, "How was your night?")
    async with database.transaction() as session:
        assert await take_held(session, held_id, hannah.id) is None
        assert (await session.exec(select(HeldMessage))).all() == []


async def test_held_message_is_given_to_its_writer_only(database: Database, hannah: Person) -> None:
    held_id = await _hold(database, hannah)
    async with database.transaction() as session:
        josie = await make_person(session, JOSIE, "Josie")
        assert await take_held(session, held_id, josie.id) is None
        assert await take_held(session, "another", hannah.id) is None
        assert await take_held(session, held_id, hannah.id) is not None


async def test_held_message_that_nobody_claims_is_forgotten(
    database: Database, hannah: Person
) -> None:
    held_id = await _hold(database, hannah)
    async with database.transaction() as session:
        assert await forget_held(session, START) == []
        forgotten = await forget_held(session, START + timedelta(seconds=1))
        assert [(held.id, held.message_id) for held in forgotten] == [(held_id, MESSAGE)]
    async with database.transaction() as session:
        assert await take_held(session, held_id, hannah.id) is None
