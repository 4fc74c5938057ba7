import asyncio
from collections.abc import Callable
from datetime import timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.audit import SYSTEM, AuditCheck, AuditRow, broken_audit_row, check_audit, record_act
from db.engine import Database
from db.ids import PersonId, ProgrammeId
from tests.databases import ask, failing_story
from tests.fakes.clock import START

SAM = PersonId("sam")
PERINATAL = ProgrammeId("perinatal")
LONG = 8


async def _record(session: AsyncSession, number: int) -> None:
    await record_act(
        session,
        SAM if number % 2 else None,
        f"act {number}",
        about=None if number % 3 else "josie",
        programme_id=PERINATAL if number % 4 else None,
        now=START + timedelta(minutes=number),
    )


async def _chain(session: AsyncSession) -> list[AuditRow]:
    return list(await session.exec(select(AuditRow).order_by(col(AuditRow.id))))


async def test_audit_says_who_did_what_when_about_whom(database: Database) -> None:
    async with database.transaction() as session:
        await record_act(
            session, SAM, "approved", about="pairing-1", programme_id=PERINATAL, now=START
        )
        await record_act(session, None, "expired", about=None, programme_id=None, now=START)
    async with database.reading() as session:
        rows = [(r.at, r.actor, r.act, r.about, r.programme_id) for r in await _chain(session)]
        assert rows == [
            (START, SAM, "approved", "pairing-1", PERINATAL),
            (START, SYSTEM, "expired", None, None),
        ]
        assert await broken_audit_row(session) is None


async def test_audit_is_whole_when_nothing_was_done(database: Database) -> None:
    async with database.reading() as session:
        assert await broken_audit_row(session) is None


async def test_audit_is_whole_wherever_the_clock_stood(database: Database) -> None:
    elsewhere = START.astimezone(timezone(timedelta(hours=5, minutes=45)))
    async with database.transaction() as session:
        await record_act(session, SAM, "read", about=None, programme_id=None, now=elsewhere)
    async with database.reading() as session:
        assert await broken_audit_row(session) is None


async def test_audit_is_one_chain_when_many_act_at_once(database: Database) -> None:
    async def act(number: int) -> None:
        async with database.transaction() as session:
            await _record(session, number)

    await asyncio.gather(*(act(number) for number in range(30)))
    async with database.reading() as session:
        assert len(await _chain(session)) == 30
        assert await broken_audit_row(session) is None


async def test_audit_leaves_out_what_was_rolled_back(database: Database) -> None:
    async with database.transaction() as session:
        await _record(session, 1)
    async with failing_story(database) as session:
        await _record(session, 2)
    async with database.transaction() as session:
        await _record(session, 3)
    async with database.reading() as session:
        assert [row.act for row in await _chain(session)] == ["act 1", "act 3"]
        assert await broken_audit_row(session) is None


@pytest.mark.parametrize("at_once", [1, 3, LONG, LONG + 1])
async def test_check_tells_how_far_the_chain_holds(
    database: Database, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr("db.audit.CHECKED_AT_ONCE", at_once)
    async with database.transaction() as session:
        for number in range(LONG):
            await _record(session, number)
        assert await check_audit(session) == AuditCheck(LONG)
        row = (await _chain(session))[5]
        row.act = "read"
        await session.flush()
        assert await check_audit(session) == AuditCheck(5, row.id, row.at)


def _edit(column: str, value: object) -> Callable[[AuditRow], None]:
    return lambda row: setattr(row, column, value)


EDITS = {
    "another instant": _edit("at", START - timedelta(microseconds=1)),
    "another actor": _edit("actor", "hannah"),
    "another act": _edit("act", "read"),
    "about somebody else": _edit("about", "hannah"),
    "another programme": _edit("programme_id", "students"),
    "another chain value": _edit("chain", bytes(32)),
    "no chain value": _edit("chain", b""),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
async def test_edited_audit_row_is_found(
    database: Database, edit: Callable[[AuditRow], None]
) -> None:
    async with database.transaction() as session:
        for number in range(LONG):
            await _record(session, number)
    async with database.transaction() as session:
        row = (await _chain(session))[4]
        edit(row)
    async with database.reading() as session:
        assert await broken_audit_row(session) == row.id


async def test_value_moved_to_the_next_column_is_found(database: Database) -> None:
    async with database.transaction() as session:
        await record_act(session, SAM, "a", about="b|c", programme_id=None, now=START)
    async with database.transaction() as session:
        row = (await _chain(session))[0]
        row.act, row.about = "a|b", "c"
    async with database.reading() as session:
        assert await broken_audit_row(session) == row.id


async def test_empty_word_is_not_the_same_as_none(database: Database) -> None:
    async with database.transaction() as session:
        await record_act(session, SAM, "read", about=None, programme_id=None, now=START)
    async with database.transaction() as session:
        row = (await _chain(session))[0]
        row.about = ""
    async with database.reading() as session:
        assert await broken_audit_row(session) == row.id


@given(data=st.data())
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example rolls back
)
async def test_audit_that_was_tampered_with_is_found(
    database: Database, data: st.DataObject
) -> None:
    tamper = data.draw(st.sampled_from([_delete, _insert, _swap, _copy]))
    at = data.draw(st.integers(0, LONG - 2))
    async with failing_story(database) as session:
        for number in range(LONG):
            await _record(session, number)
        assert await broken_audit_row(session) is None
        ids = [row.id or 0 for row in await _chain(session)]
        await tamper(session, ids, at)
        session.expire_all()
        broken = await broken_audit_row(session)
        assert broken is not None
        assert broken >= ids[at]


async def _delete(session: AsyncSession, ids: list[int], at: int) -> None:
    await ask(session, "DELETE FROM audit WHERE id = :id", id=ids[at])


async def _insert(session: AsyncSession, ids: list[int], at: int) -> None:
    await _make_room(session, ids, at)
    session.add(AuditRow(id=ids[at], at=START, actor="sam", act="made up", chain=bytes(32)))
    await session.flush()


async def _copy(session: AsyncSession, ids: list[int], at: int) -> None:
    await _make_room(session, ids, at)
    copy = (
        "INSERT INTO audit (id, at, actor, act, about, programme_id, chain) "
        "SELECT id - 1000, at, actor, act, about, programme_id, chain FROM audit WHERE id = :id"
    )
    await ask(session, copy, id=ids[at] + 1000)


async def _swap(session: AsyncSession, ids: list[int], at: int) -> None:
    for old, new in ((ids[at], 0), (ids[at + 1], ids[at]), (0, ids[at + 1])):
        await _renumber(session, old, new)


async def _make_room(session: AsyncSession, ids: list[int], at: int) -> None:
    for number in reversed(ids[at:]):
        await _renumber(session, number, number + 1000)


async def _renumber(session: AsyncSession, old: int, new: int) -> None:
    await ask(session, "UPDATE audit SET id = :new WHERE id = :old", old=old, new=new)
