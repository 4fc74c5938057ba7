import asyncio
from datetime import timedelta

import pytest

from db.engine import Database
from db.errors import SealBroken
from db.ids import PairingId
from db.pairings import (
    OPEN,
    RUNNING,
    Pairing,
    add_pairing,
    pairing_or_none,
    pairings_in,
    pairings_of,
    pairings_past_answer_time,
    reasons_of,
    set_pairing_state,
)
from tests.factories import make_pairing, make_person
from tests.fakes.clock import START

LATER = START + timedelta(hours=48)


@pytest.fixture
async def pairing(database: Database) -> Pairing:
    async with database.transaction() as session:
        return await make_pairing(session, "suggested")


async def test_pairing_is_kept_with_its_reasons(database: Database, pairing: Pairing) -> None:
    async with database.reading() as session:
        found = await pairing_or_none(session, pairing.id)
        assert found == pairing
        assert found is not None
        assert await reasons_of(session, found) == "You both know the neonatal ward."
        assert await pairing_or_none(session, PairingId("none")) is None
        found.reasons_sealed = None
        assert await reasons_of(session, found) == ""


async def test_pairing_knows_the_other_side(pairing: Pairing) -> None:
    assert pairing.other(pairing.service_user_id) == pairing.peer_worker_id
    assert pairing.other(pairing.peer_worker_id) == pairing.service_user_id


async def test_reasons_of_another_pairing_do_not_open(database: Database, pairing: Pairing) -> None:
    async with database.transaction() as session:
        second = await add_pairing(
            session,
            pairing.programme_id,
            pairing.service_user_id,
            pairing.peer_worker_id,
            fit=1,
            reasons="Others.",
            now=START,
        )
        second.reasons_sealed = pairing.reasons_sealed
        with pytest.raises(SealBroken):
            await reasons_of(session, second)


async def test_pairings_are_found_from_both_sides_and_by_state(
    database: Database, pairing: Pairing
) -> None:
    async with database.transaction() as session:
        stranger = await make_person(session, 99, "Ada")
    async with database.reading() as session:
        for person_id in (pairing.service_user_id, pairing.peer_worker_id):
            assert await pairings_of(session, person_id, OPEN) == [pairing]
            assert await pairings_of(session, person_id, RUNNING) == []
        assert await pairings_of(session, stranger.id, OPEN) == []
        assert await pairings_in(session, pairing.programme_id, ["suggested"]) == [pairing]
        assert await pairings_in(session, pairing.programme_id, ["ended"]) == []


@pytest.mark.parametrize(
    ("states", "active_at", "ended_at"),
    [
        (["approved"], None, None),
        (["active"], LATER, None),
        (["active", "paused", "active"], LATER, None),
        (["active", "ended"], LATER, LATER + timedelta(hours=1)),
        (["declined"], None, LATER),
        (["expired"], None, LATER),
        (["withdrawn"], None, LATER),
    ],
)
async def test_pairing_keeps_when_it_began_and_ended(
    database: Database,
    pairing: Pairing,
    states: list[str],
    active_at: object,
    ended_at: object,
) -> None:
    for hours, state in enumerate(states):
        async with database.transaction() as session:
            found = await pairing_or_none(session, pairing.id, for_change=True)
            assert found is not None
            set_pairing_state(session, found, state, LATER + timedelta(hours=hours))
    async with database.reading() as session:
        found = await pairing_or_none(session, pairing.id)
        assert found is not None
        assert (found.state, found.version) == (states[-1], 1 + len(states))
        assert (found.active_at, found.ended_at) == (active_at, ended_at)
        assert found.since == LATER + timedelta(hours=len(states) - 1)


async def test_offers_that_ran_out_are_found(database: Database, pairing: Pairing) -> None:
    async with database.transaction() as session:
        found = await pairing_or_none(session, pairing.id, for_change=True)
        assert found is not None
        set_pairing_state(session, found, "offered", START, answer_by=LATER)
    async with database.transaction() as session:
        early = LATER - timedelta(microseconds=1)
        assert await pairings_past_answer_time(session, early, 10) == []
        assert await pairings_past_answer_time(session, LATER, 0) == []
        [found] = await pairings_past_answer_time(session, LATER, 10)
        set_pairing_state(session, found, "expired", LATER)
    async with database.transaction() as session:
        assert await pairings_past_answer_time(session, LATER, 10) == []


async def test_two_presses_at_once_move_a_pairing_once(
    database: Database, pairing: Pairing
) -> None:
    async def accept() -> bool:
        async with database.transaction() as session:
            found = await pairing_or_none(session, pairing.id, for_change=True)
            assert found is not None
            await asyncio.sleep(0)
            if found.state != "suggested":
                return False
            set_pairing_state(session, found, "approved", LATER)
            return True

    assert sorted(await asyncio.gather(*(accept() for _ in range(10)))) == [False] * 9 + [True]
