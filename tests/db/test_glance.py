"""Short questions: the same answers as in a session, without one in between."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import bindparam
from sqlalchemy import select as columns
from sqlmodel import SQLModel, col, select

from db.checkin_plans import CheckinPlan
from db.engine import Database
from db.engines import open_glance
from db.errors import DatabaseDamaged
from db.expiries import add_expiry
from db.glance import GLANCE, Question, _padded
from db.people import Person, names_by_id, set_name
from db.unwatched import Unwatched
from tests.databases import open_database, sqlite_url
from tests.factories import HANNAH, JOSIE, make_member, make_person, make_programme
from tests.fakes.clock import START

PERSON = SQLModel.metadata.tables["person"].c
EXPIRY = SQLModel.metadata.tables["expiry"].c
UNTIL = date(2027, 3, 1)
BY_WHAT = Question(
    columns(EXPIRY.what, EXPIRY.until, EXPIRY.next_at, EXPIRY.reminded, PERSON.sound_at_night)
    .join_from(EXPIRY.id.table, PERSON.id.table)
    .where(
        EXPIRY.what.in_(bindparam("what", expanding=True)),
        EXPIRY.next_at == bindparam("at"),
        EXPIRY.until <= bindparam("until"),
        PERSON.language.in_(("en", "de")),
    )
    .order_by(EXPIRY.what),
    "what",
)
WHAT = ("checks", "first aid", "listening", "supervision", "training")


async def with_dates(database: Database) -> None:
    async with database.transaction() as session:
        hannah = await make_person(session, HANNAH, "Hannah")
        role = await make_member(session, hannah, await make_programme(session))
        for what in WHAT:
            add_expiry(session, role, what=what, until=UNTIL, known_since=UNTIL, next_at=START)


@pytest.mark.parametrize("n", range(6))
async def test_question_has_the_same_answer_at_a_glance(database: Database, n: int) -> None:
    await with_dates(database)
    params = {"what": WHAT[:n], "at": START, "until": UNTIL}
    async with database.glancing() as session:
        glanced = await BY_WHAT.ask(session, params)
    async with database.transaction() as session:
        asked = await BY_WHAT.ask(session, params)
    assert glanced == asked == [(what, UNTIL, START, None, False) for what in WHAT[:n]]


async def test_only_row_comes_by_the_names_of_its_columns(database: Database) -> None:
    await with_dates(database)
    question = Question(columns(EXPIRY.what, EXPIRY.until).where(EXPIRY.what == bindparam("one")))
    async with database.glancing() as session:
        found = await question.ask_one(session, {"one": "checks"})
    assert found == {"what": "checks", "until": UNTIL}


async def test_glance_sees_what_was_committed_while_it_lasts(database: Database) -> None:
    async with database.glancing() as glance:
        async with database.transaction() as session:
            josie = await make_person(session, JOSIE, "Josie")
        assert await names_by_id(glance, [josie.id]) == {josie.id: "Josie"}
        async with database.transaction() as session:
            await set_name(session, josie, "Jo")
        assert await names_by_id(glance, [josie.id]) == {josie.id: "Jo"}


async def test_transaction_sees_what_it_has_not_written_yet(database: Database) -> None:
    async with database.transaction() as session:
        josie = await make_person(session, JOSIE, "Josie")
        await set_name(session, josie, "Jo")
        assert await names_by_id(session, [josie.id]) == {josie.id: "Jo"}


def test_damaged_file_has_its_name_at_a_glance(tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    path.write_bytes(b"no database at all" * 1_000)
    glance = open_glance(sqlite_url(path))
    assert glance is not None
    with pytest.raises(DatabaseDamaged):
        glance.rows("SELECT count(*) FROM person", ())
    glance.close()


async def test_glance_changes_nothing(sqlite_url: str) -> None:
    async with open_database(sqlite_url) as database, database.glancing() as session:
        with pytest.raises(Exception, match="readonly"):
            session.info[GLANCE].rows("DELETE FROM person", ())


async def test_unwatched_row_is_as_the_session_gives_it(database: Database) -> None:
    kind = Unwatched(Person)
    question = Question(columns(*kind.columns, col(Person.created_at)))
    async with database.transaction() as session:
        await make_person(session, JOSIE, "Josie")
    async with database.glancing() as session:
        given = (await session.exec(select(Person))).one()
        (row,) = await question.ask(session, {})
        assert kind.with_more(row) == (given, START)
        assert kind.of(row[:-1]) not in session


def test_unwatched_object_has_every_column_of_its_table() -> None:
    kind = Unwatched(CheckinPlan)
    cells = [column.name for column in kind.columns]
    made = kind.of(cells)
    assert [getattr(made, name) for name in CheckinPlan.model_fields] == list(
        CheckinPlan.model_fields
    )


@given(st.lists(st.integers(), max_size=70))
def test_lists_come_in_few_lengths_and_hold_the_same(items: list[int]) -> None:
    padded = _padded(items)
    assert set(padded) == set(items)
    assert len(padded) in (0, 1, 2, 4, 8, 16, 32, 64, 128)
    assert len(padded) < 2 * max(1, len(items))
