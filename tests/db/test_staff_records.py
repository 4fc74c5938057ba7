"""Records about peer workers and coordinators: standing, dates, cover, and the end of a role."""

import itertools
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from db.covers import add_cover, cover_for, cover_or_none, covers_naming, set_cover_state
from db.expiries import add_expiry, expiries_due, expiries_of
from db.ids import CoverId, RoleEndingId
from db.peer_standings import (
    digest_of,
    keep_sent_back,
    sent_back_words,
    standing_of,
    standing_or_none,
    standings_back,
    standings_to_look_at,
)
from db.role_endings import add_role_ending, open_role_ending, role_ending_or_none
from tests.factories import make_member, make_person, make_programme

telegram_ids = itertools.count(8_800_000_001)


async def worker(session, where=None):
    where = where or await make_programme(session)
    someone = await make_person(session, next(telegram_ids), "Hannah")
    return await make_member(session, someone, where, "peer_worker", "active"), where


async def test_standing_is_made_once_and_kept(database):
    async with database.transaction() as session:
        membership, _ = await worker(session)
        assert await standing_or_none(session, membership.id) is None
        standing = await standing_of(session, membership)
        await keep_sent_back(session, standing, "Please add a date.")
        assert await standing_of(session, membership) == standing
    async with database.transaction() as session:
        kept = await standing_or_none(session, membership.id)
        assert await sent_back_words(session, kept) == "Please add a date."
        assert b"Please" not in kept.sent_back_sealed
        kept.sent_back_sealed = None
        assert await sent_back_words(session, kept) == ""


async def test_standings_back_and_to_look_at(database, now):
    async with database.transaction() as session:
        membership, where = await worker(session)
        other, _ = await worker(session, where)
        standing = await standing_of(session, membership)
        await standing_of(session, other)
        assert await standings_back(session, now, 9) == []
        standing.away_until, standing.back_at = date(2026, 11, 25), now
        standing.look_since = now
        session.add(standing)
        await session.flush()
        assert await standings_back(session, now, 9) == [standing]
        assert await standings_back(session, now - timedelta(seconds=1), 9) == []
        assert await standings_to_look_at(session, where.id) == [standing]


async def test_digest_tells_answers_and_people_apart(database):
    async with database.transaction() as session:
        mine, where = await worker(session)
        other, _ = await worker(session, where)
        digests = {
            digest_of(session, mine.id, "a"),
            digest_of(session, mine.id, "b"),
            digest_of(session, other.id, "a"),
        }
        assert len(digests) == 3
        assert digest_of(session, mine.id, "a") in digests


async def test_expiries_are_due_by_their_time_and_once_for_each_thing(database, now):
    async with database.transaction() as session:
        membership, _ = await worker(session)
        days = {"until": date(2027, 1, 1), "known_since": date(2026, 11, 25)}
        soon = add_expiry(session, membership, what="training", next_at=now, **days)
        add_expiry(session, membership, what="supervision", next_at=None, **days)
        await session.flush()
        assert await expiries_due(session, now, 9) == [soon]
        assert await expiries_due(session, now - timedelta(seconds=1), 9) == []
        assert set(await expiries_of(session, membership.id)) == {"training", "supervision"}
    with pytest.raises(IntegrityError):
        async with database.transaction() as session:
            add_expiry(session, membership, what="training", next_at=now, **days)


async def test_cover_is_found_from_both_sides_until_it_is_over(database, now):
    async with database.transaction() as session:
        mine, where = await worker(session)
        other, _ = await worker(session, where)
        cover = add_cover(session, mine.id, other.id, now)
        await session.flush()
        assert await cover_or_none(session, cover.id) == cover
        assert await cover_or_none(session, CoverId("none")) is None
        assert await cover_for(session, mine.id) == cover
        assert await cover_for(session, other.id) is None
        assert await covers_naming(session, other.id) == [cover]
        set_cover_state(session, cover, "ended", now)
        await session.flush()
        assert await cover_for(session, mine.id) is None
        assert await covers_naming(session, other.id) == []


async def test_role_ending_is_open_until_decided(database, now):
    async with database.transaction() as session:
        membership, where = await worker(session)
        asked = add_role_ending(session, where.id, membership.id, membership.person_id, now)
        await session.flush()
        assert await role_ending_or_none(session, asked.id) == asked
        assert await role_ending_or_none(session, RoleEndingId("none")) is None
        assert await open_role_ending(session, membership.id) == asked
        asked.state = "refused"
        session.add(asked)
        await session.flush()
        assert await open_role_ending(session, membership.id) is None
