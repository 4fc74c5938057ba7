from datetime import timedelta

import pytest

from db.engine import Database
from db.outbox import (
    Lane,
    mark_sent,
    mark_waiting,
    replace_waiting,
)
from db.outbox_upkeep import fail_waiting, forget_sent, oldest_waiting, outbox_counts
from db.people import Person, erase_person, person
from tests.db.letters import claim, fate, post, stored
from tests.factories import HANNAH, JOSIE, letter_to, make_person
from tests.fakes.clock import START

LATER = START + timedelta(minutes=5)


@pytest.fixture
async def josie(database: Database) -> Person:
    async with database.transaction() as session:
        return await make_person(session, JOSIE, "Josie")


async def test_waiting_letter_of_a_slot_gets_new_content(database: Database, josie: Person) -> None:
    letter_id = await post(database, letter_to(josie.id, slot="form"), "Question 1")
    async with database.transaction() as session:
        assert await replace_waiting(session, josie.id, "form", "Question 2")
    [(_, content)] = await claim(database, letter_id)
    assert content == "Question 2"


async def test_latest_of_several_waiting_letters_gets_the_new_content(
    database: Database, josie: Person
) -> None:
    ids = [
        await post(database, letter_to(josie.id, f"letter-{n}", slot="form"), "old")
        for n in range(2)
    ]
    async with database.transaction() as session:
        assert await replace_waiting(session, josie.id, "form", "new")
    assert [content for _, content in await claim(database, *ids)] == ["old", "new"]


async def test_letter_that_no_longer_waits_keeps_its_content(
    database: Database, josie: Person
) -> None:
    async with database.transaction() as session:
        hannah = await make_person(session, HANNAH, "Hannah")
    letter_id = await post(database, letter_to(josie.id, slot="form"), "Question 1")
    async with database.transaction() as session:
        assert not await replace_waiting(session, josie.id, "status", "other slot")
        assert not await replace_waiting(session, hannah.id, "form", "other person")
    [(_, content)] = await claim(database, letter_id)
    assert content == "Question 1"
    async with database.transaction() as session:
        assert not await replace_waiting(session, josie.id, "form", "too late")


async def test_waiting_letters_are_given_up_by_lane(database: Database, josie: Person) -> None:
    async with database.transaction() as session:
        hannah = await make_person(session, HANNAH, "Hannah")
    mine = [await post(database, letter_to(josie.id, f"{lane}", lane)) for lane in Lane]
    hers = await post(database, letter_to(hannah.id, "hers", Lane.BULK))
    async with database.transaction() as session:
        given_up = await fail_waiting(session, josie.id, (Lane.CHECKIN, Lane.BULK), "blocked")
        assert [letter.id for letter in given_up] == mine[3:]
        assert await fail_waiting(session, josie.id, (), "blocked") == []
    assert [await fate(database, letter_id) for letter_id in [*mine, hers]] == [
        *[("waiting", 0, None, True)] * 3,
        *[("failed", 0, "blocked", False)] * 2,
        ("waiting", 0, None, True),
    ]


async def test_letter_to_an_erased_person_ends_and_holds_up_nobody(
    database: Database, josie: Person
) -> None:
    async with database.transaction() as session:
        hannah = await make_person(session, HANNAH, "Hannah")
    to_josie = await post(database, letter_to(josie.id, "hers"), "Dear Josie")
    to_hannah = await post(database, letter_to(hannah.id, "other"), "Dear Hannah")
    async with database.transaction() as session:
        await erase_person(session, await person(session, josie.id), START)
    claimed = await claim(database, to_josie, to_hannah)
    assert [(letter.id, content) for letter, content in claimed] == [(to_hannah, "Dear Hannah")]
    assert await fate(database, to_josie) == ("failed", 1, "unreadable", False)


async def test_letter_whose_content_was_swapped_is_not_sent(
    database: Database, josie: Person
) -> None:
    ids = [await post(database, letter_to(josie.id, f"letter-{n}"), f"{n}") for n in range(2)]
    async with database.transaction() as session:
        rows = [await stored(session, letter_id) for letter_id in ids]
        rows[1].content_sealed = rows[0].content_sealed
    assert [content for _, content in await claim(database, *ids)] == ["0"]
    assert await fate(database, ids[1]) == ("failed", 1, "unreadable", False)


async def test_letters_are_counted_by_state_and_age(database: Database, josie: Person) -> None:
    old = await post(database, letter_to(josie.id, "old", Lane.BULK))
    await post(database, letter_to(josie.id, "new", Lane.BULK, now=LATER))
    await post(database, letter_to(josie.id, "crisis", Lane.CRISIS, now=LATER))
    async with database.reading() as session:
        assert await outbox_counts(session) == {"waiting": 3}
        assert await oldest_waiting(session, LATER) == {Lane.BULK: START, Lane.CRISIS: LATER}
        assert await oldest_waiting(session, START) == {Lane.BULK: START}
    await claim(database, old)
    async with database.reading() as session:
        assert await outbox_counts(session) == {"waiting": 2, "sending": 1}
        assert await oldest_waiting(session, LATER) == {Lane.BULK: LATER, Lane.CRISIS: LATER}


async def test_letter_that_is_kept_for_its_time_does_not_age_before(
    database: Database, josie: Person
) -> None:
    kept = letter_to(josie.id, "kept", Lane.CONVERSATION)
    kept.not_before = LATER
    letter_id = await post(database, kept)
    async with database.reading() as session:
        assert await oldest_waiting(session, START) == {}
        assert await oldest_waiting(session, LATER) == {Lane.CONVERSATION: LATER}
    async with database.transaction() as session:
        letter = await stored(session, letter_id)
        await mark_waiting(session, letter, LATER + timedelta(seconds=3), repeated=False)
    async with database.reading() as session:
        assert await oldest_waiting(session, START) == {}
        assert await oldest_waiting(session, LATER) == {Lane.CONVERSATION: LATER}


async def test_sent_letters_are_forgotten_when_old(database: Database, josie: Person) -> None:
    ids = [await post(database, letter_to(josie.id, f"letter-{n}")) for n in range(3)]
    for letter, _ in await claim(database, *ids[:2]):
        async with database.transaction() as session:
            await mark_sent(session, letter, 1, START if letter.id == ids[0] else LATER)
    async with database.transaction() as session:
        assert await forget_sent(session, LATER, 9) == 1
    async with database.reading() as session:
        assert await outbox_counts(session) == {"sent": 1, "waiting": 1}


async def test_sent_letters_are_looked_at_a_few_at_a_time(
    database: Database, josie: Person
) -> None:
    ids = [await post(database, letter_to(josie.id, f"letter-{n}")) for n in range(4)]
    for letter, _ in await claim(database, *ids):
        async with database.transaction() as session:
            await mark_sent(session, letter, 1, START if letter.id != ids[3] else LATER)
    async with database.transaction() as session:
        assert [await forget_sent(session, LATER, 2) for _ in range(3)] == [2, 1, 0]
