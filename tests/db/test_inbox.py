from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.engine import Database
from db.inbox import (
    Arrival,
    InboxUpdate,
    Waiting,
    close_updates,
    count_failures,
    forget_handled,
    forget_sender,
    inbox_counts,
    read_updates,
    store_updates,
    waiting_updates,
)
from tests.databases import failing_story, open_database
from tests.factories import HANNAH, JOSIE
from tests.fakes.clock import START
from tests.stolen import sqlite_bytes

BOT = 2**52 - 1


def _arrival(update_id: int, sender: int | None = JOSIE, raw: str | None = None) -> Arrival:
    return Arrival(update_id, sender, raw if raw is not None else f'{{"update_id": {update_id}}}')


async def _store(database: Database, *arrivals: Arrival, bot: int = BOT) -> list[Waiting]:
    async with database.transaction() as session:
        return await store_updates(session, bot, arrivals, START)


async def _rows(session: AsyncSession) -> Sequence[InboxUpdate]:
    return (await session.exec(select(InboxUpdate).order_by(col(InboxUpdate.id)))).all()


async def test_update_is_stored_and_read_back(database: Database) -> None:
    stored = await _store(database, _arrival(1), _arrival(2, HANNAH), _arrival(3, None))
    async with database.reading() as session:
        assert await waiting_updates(session, BOT) == stored
        assert await read_updates(session, BOT, [w.id for w in stored]) == {
            stored[0].id: '{"update_id": 1}',
            stored[1].id: '{"update_id": 2}',
            stored[2].id: '{"update_id": 3}',
        }
    assert [(w.update_id, w.line, w.failures) for w in stored] == [
        (1, database.vault.telegram_hash(JOSIE), 0),
        (2, database.vault.telegram_hash(HANNAH), 0),
        (3, b"", 0),
    ]


async def test_nothing_is_stored_when_nothing_came(database: Database) -> None:
    assert await _store(database) == []


async def test_update_of_another_bot_is_another_update(database: Database) -> None:
    first = await _store(database, _arrival(1))
    second = await _store(database, _arrival(1), bot=7)
    async with database.reading() as session:
        assert (await waiting_updates(session, BOT), await waiting_updates(session, 7)) == (
            first,
            second,
        )


@given(
    batches=st.lists(st.lists(st.integers(1, 12), min_size=1, max_size=8), min_size=1, max_size=6)
)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example rolls back
)
async def test_update_that_comes_again_and_again_counts_once(
    database: Database, batches: list[list[int]]
) -> None:
    first_seen = list(dict.fromkeys(number for batch in batches for number in batch))
    async with failing_story(database) as session:
        answered = [
            await store_updates(session, BOT, [_arrival(number) for number in batch], START)
            for batch in batches
        ]
        waiting = await waiting_updates(session, BOT)
        assert [w.update_id for w in waiting] == first_seen
        assert [w for answer in answered for w in answer] == waiting


async def test_update_that_comes_again_after_it_was_handled_stays_done(database: Database) -> None:
    stored = await _store(database, _arrival(1))
    async with database.transaction() as session:
        await close_updates(session, [stored[0].id])
    assert await _store(database, _arrival(1), _arrival(2)) != []
    async with database.reading() as session:
        assert [(r.update_id, r.state) for r in await _rows(session)] == [
            (1, "done"),
            (2, "waiting"),
        ]


async def test_many_updates_keep_their_order(database: Database) -> None:
    numbers = [(n * 37) % 1000 for n in range(1000)]
    stored = await _store(database, *(_arrival(number) for number in numbers))
    assert [w.update_id for w in stored] == numbers


async def test_closed_update_says_nothing_any_more(database: Database) -> None:
    stored = await _store(database, _arrival(1), _arrival(2))
    async with database.transaction() as session:
        await close_updates(session, [stored[0].id])
    async with database.reading() as session:
        rows = await _rows(session)
        assert [(r.state, r.raw_sealed is None) for r in rows] == [
            ("done", True),
            ("waiting", False),
        ]
        assert await waiting_updates(session, BOT) == stored[1:]
        assert await read_updates(session, BOT, [w.id for w in stored]) == {
            stored[1].id: '{"update_id": 2}'
        }
        assert await inbox_counts(session) == {"done": 1, "waiting": 1}


async def test_closed_update_is_gone_from_the_file(sqlite_url: str) -> None:
    async with open_database(sqlite_url) as database:
        stored = await _store(
            database, *(_arrival(n, raw="I cannot sleep " * 9) for n in range(30))
        )
        async with database.reading() as session:
            sealed = [row.raw_sealed or b"" for row in await _rows(session)]
        before = sqlite_bytes(sqlite_url)
        async with database.transaction() as session:
            await close_updates(session, [w.id for w in stored])
    after = sqlite_bytes(sqlite_url)
    assert [s in before for s in sealed] == [True] * 30
    assert [s in after for s in sealed] == [False] * 30


async def test_update_copied_to_another_row_is_left_out(database: Database) -> None:
    stored = await _store(database, _arrival(1), _arrival(2))
    async with database.transaction() as session:
        rows = await _rows(session)
        rows[1].raw_sealed = rows[0].raw_sealed
    async with database.reading() as session:
        opened = await read_updates(session, BOT, [w.id for w in stored])
        assert opened == {stored[0].id: '{"update_id": 1}'}


async def test_failures_are_counted_until_the_update_is_set_aside(database: Database) -> None:
    stored = await _store(database, _arrival(1), _arrival(2))
    async with database.transaction() as session:
        await count_failures(session, [(stored[0].id, 1, False), (stored[1].id, 5, True)])
        await count_failures(session, [])
    async with database.reading() as session:
        assert await waiting_updates(session, BOT) == [Waiting(stored[0].id, 1, stored[0].line, 1)]
        assert await inbox_counts(session) == {"waiting": 1, "quarantined": 1}


async def test_handled_updates_are_forgotten_when_old(database: Database) -> None:
    stored = await _store(database, _arrival(1), _arrival(2))
    async with database.transaction() as session:
        await close_updates(session, [stored[0].id])
        assert await forget_handled(session, START, 9) == 0
        assert await forget_handled(session, START + timedelta(seconds=1), 9) == 1
    async with database.reading() as session:
        assert await inbox_counts(session) == {"waiting": 1}


async def test_handled_updates_are_looked_at_a_few_at_a_time(database: Database) -> None:
    stored = await _store(database, *(_arrival(n) for n in range(5)))
    async with database.transaction() as session:
        await close_updates(session, [one.id for one in stored])
        later = START + timedelta(seconds=1)
        assert [await forget_handled(session, later, 2) for _ in range(4)] == [2, 2, 1, 0]


async def test_what_an_erased_sender_wrote_is_forgotten(database: Database) -> None:
    stored = await _store(
        database, *(_arrival(n, sender) for n, sender in enumerate([JOSIE] * 3 + [HANNAH] * 2))
    )
    async with database.transaction() as session:
        await close_updates(session, [stored[0].id, stored[3].id])
        await count_failures(session, [(stored[1].id, 5, True), (stored[4].id, 5, True)])
        await forget_sender(session, database.vault.telegram_hash(JOSIE))
    hannah = database.vault.telegram_hash(HANNAH)
    async with database.reading() as session:
        assert [(r.update_id, r.state, r.sender_hash) for r in await _rows(session)] == [
            (0, "done", None),
            (2, "waiting", database.vault.telegram_hash(JOSIE)),
            (3, "done", hannah),
            (4, "quarantined", hannah),
        ]


@pytest.mark.parametrize("raw", ["", "\0", "\U0001f33c" * 4096, '"\ud83c"'])
async def test_odd_update_is_kept_as_it_came(database: Database, raw: str) -> None:
    stored = await _store(database, _arrival(1, raw=raw))
    async with database.reading() as session:
        assert await read_updates(session, BOT, [stored[0].id]) == {stored[0].id: raw}
