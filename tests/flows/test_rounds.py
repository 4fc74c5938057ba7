"""Rounds: made apart from the records, kept as far as they still hold."""

from datetime import timedelta
from multiprocessing.reduction import ForkingPickler

import pytest
from sqlalchemy import event

import console.apart  # noqa: F401  (teaches the pickler what the rules hold)
from db.blocks import add_block
from db.match_rounds import (
    WRITTEN_AT_ONCE,
    MatchRound,
    Place,
    keep_round,
    place_of,
    place_row,
    round_or_none,
)
from db.memberships import Membership, members, membership_or_none
from db.pair_choices import BAN, PIN, add_pair_choice
from db.pairings import Pairing, set_pairing_state
from db.programmes import programme_by_name
from flows.matching_list import read_list
from flows.matching_people import peer_worker_to_match, service_user_to_match
from flows.programmes import pack_of
from flows.round_keeping import keep_made, seal_made
from flows.rounds import make_round
from flows.story import Story
from flows.suggestions import suggest_anew
from flows.what_helps import advice_for
from flows.what_if import compare, with_weights
from tests.databases import open_database
from tests.factories import make_member, make_person, make_programme
from tests.fakes.clock import START
from tests.flows.people import change, join, pair, row, rows


async def listed(stage):
    async with stage.database.reading() as session:
        story = Story(session, stage.clock.now(), "list")
        return await read_list(story, await programme_by_name(session, "Perinatal"))


async def kept(stage, made, *, was_apart=True):
    async with stage.database.transaction() as session:
        story = Story(session, stage.clock.now(), "keep")
        where = await programme_by_name(session, "Perinatal")
        sealed = await seal_made(story, where, made)
        return await keep_made(story, where, sealed, was_apart=was_apart)


async def choose(stage, kind, user, peer, by):
    async with stage.database.transaction() as session:
        where = (await membership_or_none(session, user.membership_id)).programme_id
        await add_pair_choice(
            session,
            where,
            (user.person_id, peer.person_id),
            kind=kind,
            by=by.person_id,
            reason="They asked.",
            now=stage.clock.now(),
        )


async def couples(stage):
    found = await rows(stage, Pairing, state="suggested")
    return {(p.service_user_id, p.peer_worker_id) for p in found}


async def test_list_read_in_batches_is_what_each_row_says(stage, sam, hannah, josie, anna):
    """The batches give the same people as reading them one by one, refusals and blocks too."""
    del sam
    ida = await join(stage, 2_004, "peer_worker", "Ida", capacity=1)
    declined = await pair(stage, anna, ida, state="declined")
    await change(stage, Pairing, declined, end_reason="service_user")
    await pair(stage, await join(stage, 1_009, "service_user", "Mei"), hannah, state="offered")
    async with stage.database.transaction() as session:
        add_block(session, hannah.person_id, josie.person_id, declined, stage.clock.now())
    read = await listed(stage)
    async with stage.database.reading() as session:
        story = Story(session, stage.clock.now(), "one by one")
        where = await programme_by_name(session, "Perinatal")
        pack = pack_of(story, where)
        waiting = await members(session, where.id, "service_user", ("waiting",))
        people = [await service_user_to_match(story, pack, m) for m in waiting]
        peers = [
            await peer_worker_to_match(story, pack, m)
            for m in await members(session, where.id, "peer_worker", ("active",))
        ]
    assert list(read.people) == [p for p in people if p.id in (josie.person_id, anna.person_id)]
    assert list(read.peers) == peers
    assert {p.id: dict(p.apart) for p in read.people} == {
        josie.person_id: {hannah.person_id: "block"},
        anna.person_id: {ida.person_id: "refusal"},
    }


async def test_round_is_kept_with_what_it_came_to(stage, sam, hannah, josie):
    del sam
    alone = await join(stage, 1_008, "service_user", "Ada", languages=("urdu",))
    assert await kept(stage, make_round(await listed(stage)), was_apart=True) == 1
    assert await couples(stage) == {(josie.person_id, hannah.person_id)}
    async with stage.database.reading() as session:
        where = (await membership_or_none(session, josie.membership_id)).programme_id
        found = await round_or_none(session, where)
        assert (found.waiting, found.places, found.placed) == (2, 2, 1)
        assert await place_of(session, alone.membership_id) == Place(
            alone.membership_id, alone.person_id, "nobody_suits", 0, (), {"limit.language": 1}
        )
        placed = await place_of(session, josie.membership_id)
        assert (placed.outcome, placed.near) == ("placed", (hannah.person_id,))


async def test_second_round_keeps_the_row_of_a_pair_that_is_in_it_too(stage, hannah, josie):
    del hannah, josie
    await kept(stage, make_round(await listed(stage)))
    before = (await row(stage, Pairing)).id
    assert await kept(stage, make_round(await listed(stage))) == 0
    assert (await row(stage, Pairing)).id == before


async def test_ban_keeps_two_apart_in_every_round_and_a_pin_together(
    stage, sam, hannah, josie, anna
):
    ida = await join(stage, 2_004, "peer_worker", "Ida", experiences=(), capacity=1)
    await choose(stage, BAN, josie, hannah, sam)
    await choose(stage, PIN, anna, ida, sam)
    for _ in "ab":
        await kept(stage, make_round(await listed(stage)))
        assert (josie.person_id, hannah.person_id) not in await couples(stage)
        assert (anna.person_id, ida.person_id) in await couples(stage)


@pytest.mark.parametrize("what", ["gone", "full", "away from the list"])
async def test_pin_that_cannot_be_kept_stops_no_round(stage, sam, hannah, josie, anna, what):
    await choose(stage, PIN, josie, hannah, sam)
    if what == "gone":
        await change(stage, Membership, hannah.membership_id, stage="left")
    elif what == "full":
        for number in (1_010, 1_011):
            await pair(stage, await join(stage, number, "service_user", "Mei"), hannah)
    else:
        await change(stage, Membership, josie.membership_id, stage="paused")
    await kept(stage, make_round(await listed(stage)))
    assert (josie.person_id, hannah.person_id) not in await couples(stage)
    assert await couples(stage) == (
        {(anna.person_id, hannah.person_id)} if what == "away from the list" else set()
    )


@pytest.mark.parametrize("what", ["offered", "answered", "blocked", "banned", "left", "nothing"])
async def test_what_changed_while_a_round_was_made_is_left_as_it_is(
    stage, sam, hannah, josie, what
):
    made = make_round(await listed(stage))
    stage.clock.advance(timedelta(seconds=2))
    if what == "offered":
        await pair(stage, josie, hannah, state="offered")
    elif what == "banned":
        await choose(stage, BAN, josie, hannah, sam)
    elif what == "left":
        await change(stage, Membership, hannah.membership_id, stage="left")
    elif what == "blocked":
        old = await pair(stage, josie, hannah, state="ended")
        async with stage.database.transaction() as session:
            add_block(session, josie.person_id, hannah.person_id, old, stage.clock.now())
    elif what == "answered":
        await josie.type("/menu")
        await josie.tap("My answers")
    stage.clock.advance(timedelta(seconds=2))
    await kept(stage, made)
    expected = {(josie.person_id, hannah.person_id)} if what == "nothing" else set()
    assert await couples(stage) == expected


async def test_suggestion_that_was_decided_meanwhile_is_not_deleted(stage, hannah, josie):
    pairing_id = await pair(stage, josie, hannah, state="suggested")
    made = make_round(await listed(stage))
    async with stage.database.transaction() as session:
        set_pairing_state(
            session, await session.get(Pairing, pairing_id), "offered", stage.clock.now()
        )
    await kept(stage, made)
    assert (await row(stage, Pairing)).state == "offered"


async def test_round_of_a_story_tells_coordinators_once(stage, sam, hannah, josie):
    del hannah, josie
    async with stage.database.transaction() as session:
        story = Story(session, stage.clock.now(), "suggest")
        where = await programme_by_name(session, "Perinatal")
        found = await suggest_anew(story, where)
        assert len(found.pairs) == 1
        assert len((await suggest_anew(story, where)).pairs) == 1
    await stage.deliver()
    assert len([text for text in sam.texts if "pair" in text]) == 1


async def test_rounds_and_what_is_told_of_them_can_go_to_another_process(stage, sam, hannah, josie):
    """They are plain data: what comes back is what was sent."""
    del sam, hannah
    read = await listed(stage)
    changed = with_weights(read, {"experiences": 9})
    for one in (
        read,
        make_round(read),
        compare(read, changed),
        advice_for(read, josie.person_id),
    ):
        assert ForkingPickler.loads(ForkingPickler.dumps(one)) == one


async def test_much_is_written_a_little_at_a_time(sqlite_url):
    """However long the list, others have their turn after so many rows."""
    async with open_database(sqlite_url) as database:
        async with database.transaction() as session:
            where = await make_programme(session)
            people = [await make_person(session, 5_000 + n) for n in range(120)]
            roles = [await make_member(session, one, where) for one in people]
            found = [Place(m.id, m.person_id, "placed", 3) for m in roles]
            places = [await place_row(session, where.id, place) for place in found]
        for _ in "ab":
            async with database.transaction() as session:
                sizes: list[int] = []

                def note(_connection, _cursor, _statement, values, _context, _many, to=sizes):
                    to.append(len(values))

                event.listen(session.get_bind(), "before_cursor_execute", note)
                kept = MatchRound(programme_id=where.id, made_at=START)
                await keep_round(session, kept, places, "[]")
            assert max(sizes) == WRITTEN_AT_ONCE
            assert sum(sizes) >= len(places)
