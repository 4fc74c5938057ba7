from datetime import timedelta

import pytest

from db.engine import Database
from db.errors import KeyDestroyed
from db.ids import PersonId
from db.outbox import (
    Lane,
    Queued,
    mark_ended,
    mark_sent,
    mark_waiting,
    post_letter,
    waiting_letters,
)
from db.outbox_upkeep import letters_found_sending
from db.people import Person
from tests.databases import failing_story, open_database
from tests.db.letters import claim, fate, post, stored
from tests.factories import JOSIE, letter_to, make_person
from tests.fakes.clock import START
from tests.stolen import sqlite_bytes

LATER = START + timedelta(minutes=5)


@pytest.fixture
async def josie(database: Database) -> Person:
    async with database.transaction() as session:
        return await make_person(session, JOSIE, "Josie")


async def test_posted_letter_waits_and_wakes_the_sender(database: Database, josie: Person) -> None:
    letter_id = await post(database, letter_to(josie.id, lane=Lane.CRISIS))
    queued = Queued(letter_id, josie.id, Lane.CRISIS, None)
    assert database.signal("outbox").take() == [queued]
    async with database.reading() as session:
        assert await waiting_letters(session) == [queued]
    assert await fate(database, letter_id) == ("waiting", 0, None, True)


async def test_letter_posted_again_under_its_key_changes_nothing(
    database: Database, josie: Person
) -> None:
    letter_id = await post(database, letter_to(josie.id, "answer-7"), "first")
    database.signal("outbox").take()
    async with database.transaction() as session:
        assert not await post_letter(session, letter_to(josie.id, "answer-7"), "second")
        assert await post_letter(session, letter_to(josie.id, "answer-8"), "the story goes on")
    assert len(database.signal("outbox").take()) == 1
    assert [content for _, content in await claim(database, letter_id)] == ["first"]


async def test_letter_posted_again_after_it_left_is_not_sent_again(
    database: Database, josie: Person
) -> None:
    letter_id = await post(database, letter_to(josie.id, "answer-7"))
    [(letter, _)] = await claim(database, letter_id)
    async with database.transaction() as session:
        await mark_sent(session, letter, 100, START)
    async with database.transaction() as session:
        assert not await post_letter(session, letter_to(josie.id, "answer-7"), "again")
    assert await fate(database, letter_id) == ("sent", 1, None, False)


async def test_letter_of_a_failed_story_is_not_in_the_outbox(
    database: Database, josie: Person
) -> None:
    async with failing_story(database) as session:
        await post_letter(session, letter_to(josie.id), "Hello.")
    assert database.signal("outbox").take() == []
    async with database.reading() as session:
        assert await waiting_letters(session) == []


async def test_claimed_letter_is_being_sent_and_opened(database: Database, josie: Person) -> None:
    letter_id = await post(database, letter_to(josie.id), "You are not alone. \U0001f33c")
    [(letter, content)] = await claim(database, letter_id)
    assert (letter.id, letter.state, letter.attempt, letter.sent_at, content) == (
        letter_id,
        "sending",
        1,
        START,
        "You are not alone. \U0001f33c",
    )
    assert await fate(database, letter_id) == ("sending", 1, None, True)


async def test_claim_takes_waiting_letters_only_and_in_order(
    database: Database, josie: Person
) -> None:
    ids = [await post(database, letter_to(josie.id, f"letter-{n}"), f"{n}") for n in range(4)]
    [(first, _)] = await claim(database, ids[1])
    async with database.transaction() as session:
        await mark_ended(session, first, "failed", "blocked")
    claimed = await claim(database, *reversed(ids), 999_999)
    assert [(letter.id, content) for letter, content in claimed] == [
        (ids[0], "0"),
        (ids[2], "2"),
        (ids[3], "3"),
    ]
    assert await claim(database, *ids) == []
    assert await claim(database) == []


async def test_sent_letter_says_nothing_any_more(database: Database, josie: Person) -> None:
    letter_id = await post(database, letter_to(josie.id))
    [(letter, _)] = await claim(database, letter_id)
    async with database.transaction() as session:
        await mark_sent(session, letter, 2**40, LATER)
    async with database.reading() as session:
        row = await stored(session, letter_id)
        assert (row.state, row.message_id, row.sent_at) == ("sent", 2**40, LATER)
        assert row.content_sealed is None


async def test_sent_letter_is_gone_from_the_file(sqlite_url: str) -> None:
    async with open_database(sqlite_url) as database:
        async with database.transaction() as session:
            josie = await make_person(session)
        ids = [
            await post(database, letter_to(josie.id, f"letter-{n}"), "I know that night. " * 9)
            for n in range(30)
        ]
        claimed = await claim(database, *ids)
        sealed = [letter.content_sealed or b"" for letter, _ in claimed]
        before = sqlite_bytes(sqlite_url)
        for letter, _ in claimed:
            async with database.transaction() as session:
                await mark_sent(session, letter, 1, START)
    after = sqlite_bytes(sqlite_url)
    assert [s in before for s in sealed] == [True] * 30
    assert [s in after for s in sealed] == [False] * 30


@pytest.mark.parametrize("state", ["failed", "uncertain"])
async def test_ended_letter_keeps_its_reason_and_says_nothing(
    database: Database, josie: Person, state: str
) -> None:
    letter_id = await post(database, letter_to(josie.id))
    [(letter, _)] = await claim(database, letter_id)
    async with database.transaction() as session:
        await mark_ended(session, letter, state, "blocked")
    assert await fate(database, letter_id) == (state, 1, "blocked", False)


@pytest.mark.parametrize("repeated", [True, False])
async def test_letter_that_goes_back_waits_again(
    database: Database, josie: Person, repeated: bool
) -> None:
    letter_id = await post(database, letter_to(josie.id), "Hello.")
    [(letter, _)] = await claim(database, letter_id)
    database.signal("outbox").take()
    async with database.transaction() as session:
        await mark_waiting(session, letter, LATER, repeated=repeated)
    queued = Queued(letter_id, josie.id, Lane.REPLY, LATER, tried=True)
    assert database.signal("outbox").take() == [queued]
    async with database.reading() as session:
        assert await waiting_letters(session) == [queued]
        assert await waiting_letters(session, after=letter_id) == []
    [(again, content)] = await claim(database, letter_id)
    assert (again.attempt, again.repeated, content) == (2, repeated, "Hello.")


async def test_letter_once_marked_as_repeated_stays_so(database: Database, josie: Person) -> None:
    letter_id = await post(database, letter_to(josie.id))
    for repeated in (True, False):
        [(letter, _)] = await claim(database, letter_id)
        async with database.transaction() as session:
            await mark_waiting(session, letter, None, repeated=repeated)
    [(letter, _)] = await claim(database, letter_id)
    assert (letter.attempt, letter.repeated) == (3, True)


async def test_letters_that_an_ended_process_was_sending_are_found(
    database: Database, josie: Person
) -> None:
    ids = [await post(database, letter_to(josie.id, f"letter-{n}")) for n in range(3)]
    await claim(database, ids[2], ids[0])
    async with database.reading() as session:
        found = await letters_found_sending(session)
        assert [letter.id for letter in found] == [ids[0], ids[2]]


async def test_letter_that_was_never_posted_cannot_be_marked(
    database: Database, josie: Person
) -> None:
    async with database.transaction() as session:
        with pytest.raises(LookupError):
            await mark_sent(session, letter_to(josie.id), 1, START)


async def test_letter_to_nobody_is_refused(database: Database) -> None:
    async with failing_story(database) as session:
        with pytest.raises(KeyDestroyed):
            await post_letter(session, letter_to(PersonId("nobody")), "Hello.")
