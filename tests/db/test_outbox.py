from datetime import timedelta

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.engine import Database
from db.errors import KeyDestroyed
from db.ids import PersonId
from db.outbox import (
    Lane,
    Letter,
    Queued,
    claim_letters,
    fail_waiting,
    forget_sent,
    letters_found_sending,
    mark_ended,
    mark_sent,
    mark_waiting,
    oldest_waiting,
    outbox_counts,
    post_letter,
    replace_waiting,
    waiting_letters,
)
from db.people import Person, erase_person, person
from tests.databases import failing_story, open_database
from tests.factories import HANNAH, JOSIE, letter_to, make_person
from tests.fakes.clock import START
from tests.stolen import sqlite_bytes

LATER = START + timedelta(minutes=5)


@pytest.fixture
async def josie(database: Database) -> Person:
    async with database.transaction() as session:
        return await make_person(session, JOSIE, "Josie")


async def _post(database: Database, letter: Letter, content: str = "Hello.") -> int:
    async with database.transaction() as session:
        assert await post_letter(session, letter, content)
        return (await waiting_letters(session))[-1].id


async def _claim(database: Database, *ids: int) -> list[tuple[Letter, str]]:
    async with database.transaction() as session:
        return await claim_letters(session, ids, START)


async def _stored(session: AsyncSession, letter_id: int) -> Letter:
    query = select(Letter).where(col(Letter.id) == letter_id)
    return (await session.exec(query)).one()


async def _fate(database: Database, letter_id: int) -> tuple[str, int, str | None, bool]:
    """State, attempts, reason, and whether the letter still says something."""
    async with database.reading() as session:
        row = await _stored(session, letter_id)
        return row.state, row.attempt, row.reason, row.content_sealed is not None


async def test_posted_letter_waits_and_wakes_the_sender(database: Database, josie: Person) -> None:
    letter_id = await _post(database, letter_to(josie.id, lane=Lane.CRISIS))
    queued = Queued(letter_id, josie.id, Lane.CRISIS, None)
    assert database.signal("outbox").take() == [queued]
    async with database.reading() as session:
        assert await waiting_letters(session) == [queued]
    assert await _fate(database, letter_id) == ("waiting", 0, None, True)


async def test_letter_posted_again_under_its_key_changes_nothing(
    database: Database, josie: Person
) -> None:
    letter_id = await _post(database, letter_to(josie.id, "answer-7"), "first")
    database.signal("outbox").take()
    async with database.transaction() as session:
        assert not await post_letter(session, letter_to(josie.id, "answer-7"), "second")
        assert await post_letter(session, letter_to(josie.id, "answer-8"), "the story goes on")
    assert len(database.signal("outbox").take()) == 1
    assert [content for _, content in await _claim(database, letter_id)] == ["first"]


async def test_letter_posted_again_after_it_left_is_not_sent_again(
    database: Database, josie: Person
) -> None:
    letter_id = await _post(database, letter_to(josie.id, "answer-7"))
    [(letter, _)] = await _claim(database, letter_id)
    async with database.transaction() as session:
        await mark_sent(session, letter, 100, START)
    async with database.transaction() as session:
        assert not await post_letter(session, letter_to(josie.id, "answer-7"), "again")
    assert await _fate(database, letter_id) == ("sent", 1, None, False)


async def test_letter_of_a_failed_story_is_not_in_the_outbox(
    database: Database, josie: Person
) -> None:
    async with failing_story(database) as session:
        await post_letter(session, letter_to(josie.id), "Hello.")
    assert database.signal("outbox").take() == []
    async with database.reading() as session:
        assert await waiting_letters(session) == []


async def test_claimed_letter_is_being_sent_and_opened(database: Database, josie: Person) -> None:
    letter_id = await _post(database, letter_to(josie.id), "You are not alone. \U0001f33c")
    [(letter, content)] = await _claim(database, letter_id)
    assert (letter.id, letter.state, letter.attempt, letter.sent_at, content) == (
        letter_id,
        "sending",
        1,
        START,
        "You are not alone. \U0001f33c",
    )
    assert await _fate(database, letter_id) == ("sending", 1, None, True)


async def test_claim_takes_waiting_letters_only_and_in_order(
    database: Database, josie: Person
) -> None:
    ids = [await _post(database, letter_to(josie.id, f"letter-{n}"), f"{n}") for n in range(4)]
    [(first, _)] = await _claim(database, ids[1])
    async with database.transaction() as session:
        await mark_ended(session, first, "failed", "blocked")
    claimed = await _claim(database, *reversed(ids), 999_999)
    assert [(letter.id, content) for letter, content in claimed] == [
        (ids[0], "0"),
        (ids[2], "2"),
        (ids[3], "3"),
    ]
    assert await _claim(database, *ids) == []
    assert await _claim(database) == []


async def test_sent_letter_says_nothing_any_more(database: Database, josie: Person) -> None:
    letter_id = await _post(database, letter_to(josie.id))
    [(letter, _)] = await _claim(database, letter_id)
    async with database.transaction() as session:
        await mark_sent(session, letter, 2**40, LATER)
    async with database.reading() as session:
        row = await _stored(session, letter_id)
        assert (row.state, row.message_id, row.sent_at) == ("sent", 2**40, LATER)
        assert row.content_sealed is None


async def test_sent_letter_is_gone_from_the_file(sqlite_url: str) -> None:
    async with open_database(sqlite_url) as database:
        async with database.transaction() as session:
            josie = await make_person(session)
        ids = [
            await _post(database, letter_to(josie.id, f"letter-{n}"), "I know that night. " * 9)
            for n in range(30)
        ]
        claimed = await _claim(database, *ids)
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
    letter_id = await _post(database, letter_to(josie.id))
    [(letter, _)] = await _claim(database, letter_id)
    async with database.transaction() as session:
        await mark_ended(session, letter, state, "blocked")
    assert await _fate(database, letter_id) == (state, 1, "blocked", False)


@pytest.mark.parametrize("repeated", [True, False])
async def test_letter_that_goes_back_waits_again(
    database: Database, josie: Person, repeated: bool
) -> None:
    letter_id = await _post(database, letter_to(josie.id), "Hello.")
    [(letter, _)] = await _claim(database, letter_id)
    database.signal("outbox").take()
    async with database.transaction() as session:
        await mark_waiting(session, letter, LATER, repeated=repeated)
    queued = Queued(letter_id, josie.id, Lane.REPLY, LATER, tried=True)
    assert database.signal("outbox").take() == [queued]
    async with database.reading() as session:
        assert await waiting_letters(session) == [queued]
        assert await waiting_letters(session, after=letter_id) == []
    [(again, content)] = await _claim(database, letter_id)
    assert (again.attempt, again.repeated, content) == (2, repeated, "Hello.")


async def test_letter_once_marked_as_repeated_stays_so(database: Database, josie: Person) -> None:
    letter_id = await _post(database, letter_to(josie.id))
    for repeated in (True, False):
        [(letter, _)] = await _claim(database, letter_id)
        async with database.transaction() as session:
            await mark_waiting(session, letter, None, repeated=repeated)
    [(letter, _)] = await _claim(database, letter_id)
    assert (letter.attempt, letter.repeated) == (3, True)


async def test_letters_that_an_ended_process_was_sending_are_found(
    database: Database, josie: Person
) -> None:
    ids = [await _post(database, letter_to(josie.id, f"letter-{n}")) for n in range(3)]
    await _claim(database, ids[2], ids[0])
    async with database.reading() as session:
        found = await letters_found_sending(session)
        assert [letter.id for letter in found] == [ids[0], ids[2]]


async def test_waiting_letter_of_a_slot_gets_new_content(database: Database, josie: Person) -> None:
    letter_id = await _post(database, letter_to(josie.id, slot="form"), "Question 1")
    async with database.transaction() as session:
        assert await replace_waiting(session, josie.id, "form", "Question 2")
    [(_, content)] = await _claim(database, letter_id)
    assert content == "Question 2"


async def test_latest_of_several_waiting_letters_gets_the_new_content(
    database: Database, josie: Person
) -> None:
    ids = [
        await _post(database, letter_to(josie.id, f"letter-{n}", slot="form"), "old")
        for n in range(2)
    ]
    async with database.transaction() as session:
        assert await replace_waiting(session, josie.id, "form", "new")
    assert [content for _, content in await _claim(database, *ids)] == ["old", "new"]


async def test_letter_that_no_longer_waits_keeps_its_content(
    database: Database, josie: Person
) -> None:
    async with database.transaction() as session:
        hannah = await make_person(session, HANNAH, "Hannah")
    letter_id = await _post(database, letter_to(josie.id, slot="form"), "Question 1")
    async with database.transaction() as session:
        assert not await replace_waiting(session, josie.id, "status", "other slot")
        assert not await replace_waiting(session, hannah.id, "form", "other person")
    [(_, content)] = await _claim(database, letter_id)
    assert content == "Question 1"
    async with database.transaction() as session:
        assert not await replace_waiting(session, josie.id, "form", "too late")


async def test_waiting_letters_are_given_up_by_lane(database: Database, josie: Person) -> None:
    async with database.transaction() as session:
        hannah = await make_person(session, HANNAH, "Hannah")
    mine = [await _post(database, letter_to(josie.id, f"{lane}", lane)) for lane in Lane]
    hers = await _post(database, letter_to(hannah.id, "hers", Lane.BULK))
    async with database.transaction() as session:
        given_up = await fail_waiting(session, josie.id, (Lane.CHECKIN, Lane.BULK), "blocked")
        assert [letter.id for letter in given_up] == mine[3:]
        assert await fail_waiting(session, josie.id, (), "blocked") == []
    assert [await _fate(database, letter_id) for letter_id in [*mine, hers]] == [
        *[("waiting", 0, None, True)] * 3,
        *[("failed", 0, "blocked", False)] * 2,
        ("waiting", 0, None, True),
    ]


async def test_letter_to_an_erased_person_ends_and_holds_up_nobody(
    database: Database, josie: Person
) -> None:
    async with database.transaction() as session:
        hannah = await make_person(session, HANNAH, "Hannah")
    to_josie = await _post(database, letter_to(josie.id, "hers"), "Dear Josie")
    to_hannah = await _post(database, letter_to(hannah.id, "other"), "Dear Hannah")
    async with database.transaction() as session:
        await erase_person(session, await person(session, josie.id), START)
    claimed = await _claim(database, to_josie, to_hannah)
    assert [(letter.id, content) for letter, content in claimed] == [(to_hannah, "Dear Hannah")]
    assert await _fate(database, to_josie) == ("failed", 1, "unreadable", False)


async def test_letter_whose_content_was_swapped_is_not_sent(
    database: Database, josie: Person
) -> None:
    ids = [await _post(database, letter_to(josie.id, f"letter-{n}"), f"{n}") for n in range(2)]
    async with database.transaction() as session:
        rows = [await _stored(session, letter_id) for letter_id in ids]
        rows[1].content_sealed = rows[0].content_sealed
    assert [content for _, content in await _claim(database, *ids)] == ["0"]
    assert await _fate(database, ids[1]) == ("failed", 1, "unreadable", False)


async def test_letters_are_counted_by_state_and_age(database: Database, josie: Person) -> None:
    old = await _post(database, letter_to(josie.id, "old", Lane.BULK))
    await _post(database, letter_to(josie.id, "new", Lane.BULK, now=LATER))
    await _post(database, letter_to(josie.id, "crisis", Lane.CRISIS, now=LATER))
    async with database.reading() as session:
        assert await outbox_counts(session) == {"waiting": 3}
        assert await oldest_waiting(session) == {Lane.BULK: START, Lane.CRISIS: LATER}
    await _claim(database, old)
    async with database.reading() as session:
        assert await outbox_counts(session) == {"waiting": 2, "sending": 1}
        assert await oldest_waiting(session) == {Lane.BULK: LATER, Lane.CRISIS: LATER}


async def test_sent_letters_are_forgotten_when_old(database: Database, josie: Person) -> None:
    ids = [await _post(database, letter_to(josie.id, f"letter-{n}")) for n in range(3)]
    for letter, _ in await _claim(database, *ids[:2]):
        async with database.transaction() as session:
            await mark_sent(session, letter, 1, START if letter.id == ids[0] else LATER)
    async with database.transaction() as session:
        assert await forget_sent(session, LATER) == 1
    async with database.reading() as session:
        assert await outbox_counts(session) == {"sent": 1, "waiting": 1}


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
