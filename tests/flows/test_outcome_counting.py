"""Counting outcomes: by small bites, once a day or asked, and never a name in what is kept."""

from datetime import timedelta

import pytest
from sqlmodel import select

from care.outcomes_tally import read_tally
from db.audit import AuditRow
from db.outcome_counts import OutcomeCount, count_under_way, latest_count, tally_in
from flows.actor import actor_of
from flows.outcome_bites import BITE
from flows.outcome_counting import EVERY, ask_to_count, count_outcomes
from flows.story import Story
from pairwell.demo.history import PAIRS, PEERS, add_past_of
from tests.factories import make_member, make_person, make_programme
from tests.fakes.clock import START


async def count_all(database, now=START):
    """Let the beat run until nothing is due; how many bites it took."""
    bites = 0
    while True:
        async with database.transaction() as session:
            if not await count_outcomes(Story(session, now, f"beat:{bites}")):
                return bites
        bites += 1


async def tally_of(database, where):
    async with database.reading() as session:
        found = await latest_count(session, where.id)
        return read_tally(tally_in(session, found))


@pytest.fixture
async def where(database):
    async with database.transaction() as session:
        made = await make_programme(session)
        await add_past_of(session, made, START)
        return made


async def test_a_past_year_is_counted(database, where):
    await count_all(database)
    tally = await tally_of(database, where)
    assert sum(tally.values("wait_days").values()) == PAIRS
    assert tally.words("matched?") == {"yes": PAIRS}
    assert tally.words("accepted?") == {"yes": PAIRS}
    assert sum(tally.words("first_contact?").values()) == PAIRS
    assert sum(tally.values("peer_people").values()) == PEERS
    assert sum(tally.words("user.who5.change").values()) == sum(
        tally.values("user.who5.start").values()
    )
    assert {"kind:text", "2026/kind:text", "length:middle", "fit:high", "2026-Q3"} <= tally.cuts()
    assert sum(tally.values("peer.burnout.end").values()) > 0


async def test_bites_are_small_and_a_count_goes_on_where_it_was(database, where):
    async with database.transaction() as session:
        await add_past_of(session, where, START)
    bites = await count_all(database)
    assert bites > 2 * PAIRS / BITE
    assert sum((await tally_of(database, where)).values("wait_days").values()) == 2 * PAIRS


async def test_a_programme_is_counted_once_a_day(database, where):
    del where
    assert await count_all(database) > 0
    assert await count_all(database, START + EVERY - timedelta(seconds=1)) == 0
    assert await count_all(database, START + EVERY + timedelta(seconds=1)) > 0
    async with database.reading() as session:
        (kept,) = (await session.exec(select(OutcomeCount))).all()
    assert kept.ready_at == START + EVERY + timedelta(seconds=1)


async def test_a_count_that_is_asked_for_comes_once_and_is_audited(database, where):
    await count_all(database)
    async with database.transaction() as session:
        someone = await make_person(session)
        await make_member(session, someone, where, "coordinator", "active")
        story = Story(session, START, "press")
        actor = await actor_of(session, someone)
        await ask_to_count(story, actor, where.id)
        await session.flush()
        await ask_to_count(story, actor, where.id)
        assert await count_under_way(session, where.id) is not None
        acts = [row.act for row in await session.exec(select(AuditRow))]
    assert acts == ["outcomes.counted"]
    assert await count_all(database, START + timedelta(hours=1)) > 0


async def test_an_empty_programme_is_counted_too(database):
    async with database.transaction() as session:
        empty = await make_programme(session, "Empty")
    await count_all(database)
    assert (await tally_of(database, empty)).figures() == set()


async def test_a_person_who_was_erased_is_in_the_states_and_not_in_the_contacts(database, where):
    from db.erasure import erase_person_rows
    from db.pairings import Pairing
    from db.people import person

    async with database.transaction() as session:
        first = (await session.exec(select(Pairing).order_by(Pairing.id))).first()
        await erase_person_rows(session, await person(session, first.service_user_id), START)
    await count_all(database)
    tally = await tally_of(database, where)
    assert tally.words("accepted?") == {"yes": PAIRS}
    assert sum(tally.values("dose_percent").values()) == PAIRS - 1
