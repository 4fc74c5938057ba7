"""People who left long ago are told, and forgotten two weeks later, where a programme says so."""

from datetime import timedelta

import pytest
from sqlmodel import select

from db.outbox import Letter
from db.people import person
from db.programmes import programme
from flows.retention import NOTICE, look_for_long_gone
from flows.story import Story
from tests.factories import HANNAH, make_member, make_person, make_programme
from tests.fakes.clock import START

LONG_AGO = START - timedelta(days=400)


@pytest.fixture
async def gone(database):
    """Josie, who left the one programme that she was in a year ago."""
    async with database.transaction() as session:
        where = await make_programme(session)
        josie = await make_person(session)
        await make_member(session, josie, where, stage="left", now=LONG_AGO)
    return josie, where


async def look(database, at):
    async with database.transaction() as session:
        story = Story(session, at, f"retention:{at}")
        return await (await look_for_long_gone(story))(story)


async def keep_for(database, where, months):
    async with database.transaction() as session:
        found = await programme(session, where.id)
        found.erase_after_months = months
        session.add(found)


async def state_of(database, josie):
    async with database.reading() as session:
        letters = list(await session.exec(select(Letter)))
        return (await person(session, josie.id)).erase_at, len(letters)


async def test_nobody_is_forgotten_unless_a_programme_says_so(database, gone):
    assert await look(database, START) == 0
    assert await state_of(database, gone[0]) == (None, 0)


async def test_whoever_left_is_told_and_two_weeks_later_forgotten(database, gone):
    josie, where = gone
    await keep_for(database, where, 12)
    assert await look(database, START) == 1
    assert await state_of(database, josie) == (None, 1)
    almost = START + NOTICE - timedelta(seconds=1)
    assert await look(database, almost) == 0
    assert await state_of(database, josie) == (None, 1)
    assert await look(database, START + NOTICE) == 1
    assert await state_of(database, josie) == (START + NOTICE, 1)


async def test_it_is_not_time_yet(database, gone):
    josie, where = gone
    await keep_for(database, where, 24)
    assert await look(database, START) == 0
    assert await state_of(database, josie) == (None, 0)


@pytest.mark.parametrize("stage", ["waiting", "left"])
async def test_a_role_elsewhere_keeps_them(database, gone, stage):
    """One that stands, or one that ended where nobody is forgotten by time."""
    josie, where = gone
    await keep_for(database, where, 12)
    async with database.transaction() as session:
        other = await make_programme(session, "Students")
        await make_member(session, josie, other, stage=stage, now=LONG_AGO)
    assert await look(database, START) == 0
    assert await state_of(database, josie) == (None, 0)


async def test_whoever_was_told_before_the_months_became_more_is_told_again(database, gone):
    josie, where = gone
    await keep_for(database, where, 12)
    assert await look(database, START) == 1
    await keep_for(database, where, 24)
    later = START + timedelta(days=365)
    assert await look(database, later) == 1
    assert await state_of(database, josie) == (None, 2)
    assert await look(database, later + NOTICE) == 1
    assert await state_of(database, josie) == (later + NOTICE, 2)


async def test_those_who_were_told_do_not_stand_before_the_next(database, gone, monkeypatch):
    monkeypatch.setattr("flows.retention.MOST_AT_ONCE", 1)
    await keep_for(database, gone[1], 12)
    async with database.transaction() as session:
        hannah = await make_person(session, HANNAH, "Hannah")
        await make_member(session, hannah, gone[1], stage="left", now=LONG_AGO + timedelta(days=1))
    looks = [await look(database, START + timedelta(seconds=n)) for n in range(3)]
    assert looks == [1, 1, 0]
    assert await state_of(database, hannah) == (None, 2)


async def test_whoever_came_back_between_look_and_act_stays(database, gone):
    josie, where = gone
    await keep_for(database, where, 12)
    async with database.reading() as session:
        act = await look_for_long_gone(Story(session, START, "look"))
    async with database.transaction() as session:
        other = await make_programme(session, "Students")
        await make_member(session, josie, other, stage="waiting", now=START)
    async with database.transaction() as session:
        assert await act(Story(session, START, "act")) == 0
