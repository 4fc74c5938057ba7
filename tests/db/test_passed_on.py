"""Letters of one message: found together, taken back while they wait, are sent, or have arrived."""

import asyncio
from datetime import timedelta

import pytest

from db.engine import Database
from db.message_map import copies_of, copy_of_part, forget_copy, map_message
from db.outbox import claim_letters, mark_all_sent, waiting_letters
from db.pairings import Pairing
from db.parked_edits import park_edit, parked_by, take_parked
from db.passed_on import (
    UNSENT,
    fingerprint,
    last_passed_on,
    letters_between,
    letters_of,
    note_fingerprint,
    recalls,
    take_back,
)
from db.people import erase_person, person
from db.slots import let_buttons_go, set_slot_message, take_slots_to_strip
from flows.letters import Words, body
from flows.story import Story
from tests.factories import make_pairing
from tests.fakes.clock import START

WRITTEN = 2**40
LATER = START + timedelta(minutes=1)


@pytest.fixture
async def pairing(database: Database) -> Pairing:
    async with database.transaction() as session:
        return await make_pairing(session)


async def pass_on(database: Database, pairing: Pairing, source: int = WRITTEN, **more) -> int:
    """The id of the letter that takes what Josie wrote to Hannah."""
    async with database.transaction() as session:
        story = Story(session, START, f"test:{source}:{more}")
        await story.pass_on(
            pairing.peer_worker_id,
            body(Words("Hello.")),
            pairing_id=pairing.id,
            source=(pairing.service_user_id, source),
            silent=False,
            **more,
        )
        return (await waiting_letters(session))[-1].id


async def claim(database: Database, letter_id: int) -> bool:
    async with database.transaction() as session:
        return bool(await claim_letters(session, [letter_id], START))


async def unsend(database: Database, pairing: Pairing) -> list[tuple[str, int | None]]:
    """What state the letters were in as they were taken back, and their copies."""
    async with database.transaction() as session:
        letters = await letters_of(session, pairing.service_user_id, WRITTEN)
        found = [(letter.state, letter.message_id) for letter in letters]
        await take_back(session, letters, UNSENT)
        return found


async def state(database: Database, pairing: Pairing) -> list[tuple[str, str | None, bool]]:
    async with database.transaction() as session:
        letters = await letters_of(session, pairing.service_user_id, WRITTEN)
        return [(x.state, x.recall, x.content_sealed is None) for x in letters]


async def test_letter_is_claimed_or_withdrawn_and_never_both(
    database: Database, pairing: Pairing
) -> None:
    letter_id = await pass_on(database, pairing)
    claimed, _ = await asyncio.gather(claim(database, letter_id), unsend(database, pairing))
    expected = ("sending", UNSENT, False) if claimed else ("withdrawn", UNSENT, True)
    assert await state(database, pairing) == [expected]
    assert await claim(database, letter_id) is False


async def test_copy_is_known_to_whoever_comes_second(database: Database, pairing: Pairing) -> None:
    letter_id = await pass_on(database, pairing)
    async with database.transaction() as session:
        [(letter, _)] = await claim_letters(session, [letter_id], START)

    async def record() -> dict[int, str]:
        async with database.transaction() as session:
            taken_back = await recalls(session, [letter_id])
            await mark_all_sent(session, [(letter, 900)], LATER)
            return taken_back

    known, found = await asyncio.gather(record(), unsend(database, pairing))
    assert (known, found) in (
        ({letter_id: UNSENT}, [("sending", None)]),
        ({}, [("sent", 900)]),
    )


async def test_letters_are_found_by_their_source_alone(
    database: Database, pairing: Pairing
) -> None:
    ids = [await pass_on(database, pairing, part=part) for part in (0, 1)]
    await pass_on(database, pairing, WRITTEN + 1)
    async with database.transaction() as session:
        mine = await letters_of(session, pairing.service_user_id, WRITTEN)
        assert [(letter.id, letter.part) for letter in mine] == list(zip(ids, (0, 1), strict=True))
        assert await letters_of(session, pairing.peer_worker_id, WRITTEN) == []
        assert len(await letters_between(session, pairing.id)) == 3


async def test_last_message_is_one_that_was_not_taken_back(
    database: Database, pairing: Pairing
) -> None:
    await pass_on(database, pairing, WRITTEN - 1)
    await pass_on(database, pairing)
    await unsend(database, pairing)
    async with database.transaction() as session:
        last = await last_passed_on(session, pairing.service_user_id, pairing.id)
        assert last is not None
        assert (last.message_id, last.pairing_id) == (WRITTEN - 1, pairing.id)
        assert await last_passed_on(session, pairing.peer_worker_id) is None


async def test_fingerprint_tells_words_from_media_and_writers_apart(
    database: Database, pairing: Pairing
) -> None:
    josie, hannah = pairing.service_user_id, pairing.peer_worker_id
    async with database.transaction() as session:
        one = fingerprint(session, josie, "Hello", "1")
        assert fingerprint(session, josie, "Hello", "1") == one
        others = [
            fingerprint(session, josie, "Hello!", "1"),
            fingerprint(session, josie, "Hello", "2"),
            fingerprint(session, hannah, "Hello", "1"),
        ]
    halves = [(other[:16] == one[:16], other[16:] == one[16:]) for other in others]
    assert halves == [(False, True), (True, False), (False, False)]


async def test_fingerprint_is_noted_for_all_parts(database: Database, pairing: Pairing) -> None:
    for part in (0, 1):
        await pass_on(database, pairing, part=part, words_hash=b"old")
    async with database.transaction() as session:
        await note_fingerprint(session, pairing.service_user_id, WRITTEN, b"new")
    async with database.transaction() as session:
        letters = await letters_of(session, pairing.service_user_id, WRITTEN)
        assert [letter.words_hash for letter in letters] == [b"new"] * 2


async def test_newest_copy_of_a_part_counts_until_it_is_gone(
    database: Database, pairing: Pairing
) -> None:
    josie, hannah = pairing.service_user_id, pairing.peer_worker_id
    async with database.transaction() as session:
        for copy, part in ((7, 0), (8, 1), (9, 0)):
            await map_message(
                session, pairing.id, sender=josie, source=WRITTEN, recipient=hannah,
                copy=copy, now=START, part=part,
            )  # fmt: skip
            await session.flush()
    async with database.transaction() as session:
        assert await copy_of_part(session, josie, WRITTEN, 0) == 9
        await forget_copy(session, hannah, 9)
    async with database.transaction() as session:
        assert await copy_of_part(session, josie, WRITTEN, 0) == 7
        assert await copies_of(session, josie, WRITTEN) == [7, 8]
        assert await copy_of_part(session, hannah, WRITTEN, 0) is None


async def test_parked_edit_keeps_the_latest_words_and_is_taken_once(
    database: Database, pairing: Pairing
) -> None:
    josie = pairing.service_user_id
    async with database.transaction() as session:
        for words in ("Helo", "Hello"):
            await park_edit(session, josie, WRITTEN, words, START)
        await park_edit(session, josie, WRITTEN + 1, "Later", LATER)
    async with database.transaction() as session:
        assert await parked_by(session, josie) == ["Hello", "Later"]
    async with database.transaction() as session:
        assert await take_parked(session, START, 10) == [(josie, WRITTEN, "Hello")]
        assert await take_parked(session, START, 10) == []


async def test_parked_edit_of_an_erased_person_is_nothing(
    database: Database, pairing: Pairing
) -> None:
    josie = pairing.service_user_id
    async with database.transaction() as session:
        await park_edit(session, josie, WRITTEN, "Hello", START)
    async with database.transaction() as session:
        await erase_person(session, await person(session, josie), START)
    async with database.transaction() as session:
        assert await take_parked(session, LATER, 10) == []


async def test_buttons_of_a_slot_go_once(database: Database, pairing: Pairing) -> None:
    josie = pairing.service_user_id
    async with database.transaction() as session:
        await let_buttons_go(session, josie, "status", START)
        await set_slot_message(session, josie, "status", 7)
        await let_buttons_go(session, josie, "status", LATER)
    async with database.transaction() as session:
        assert await take_slots_to_strip(session, START, 10) == []
        assert await take_slots_to_strip(session, LATER, 10) == [(josie, "status")]
        assert await take_slots_to_strip(session, LATER, 10) == []
