from datetime import timedelta

from db.waits import (
    days_waited,
    end_wait,
    lengths_of_waits,
    pause_wait,
    resume_wait,
    wait_of,
    waits_to_look_at,
)
from tests.factories import HANNAH, make_member, make_person, make_programme

A_DAY = timedelta(days=1)


async def waiting(session, now, telegram_id=1, programme=None):
    programme = programme or await make_programme(session, now=now)
    someone = await make_person(session, telegram_id, now=now)
    return await make_member(session, someone, programme, now=now)


async def test_wait_begins_when_the_role_came_to_its_stage(database, now):
    async with database.transaction() as session:
        membership = await waiting(session, now)
        begun = await wait_of(session, membership)
        again = await wait_of(session, membership)
    assert (begun.began_at, begun.id) == (now, again.id)


async def test_days_waited_leave_breaks_out(database, now):
    async with database.transaction() as session:
        wait = await wait_of(session, await waiting(session, now))
        pause_wait(session, wait, now + 3 * A_DAY)
        assert days_waited(wait, now + 9 * A_DAY) == 3
        resume_wait(session, wait, now + 10 * A_DAY)
        assert days_waited(wait, now + 12 * A_DAY) == 5


async def test_matched_wait_keeps_its_length_and_another_can_begin(database, now):
    async with database.transaction() as session:
        membership = await waiting(session, now)
        wait = await wait_of(session, membership)
        end_wait(session, wait, "matched", now + 8 * A_DAY)
        await session.flush()
        second = await wait_of(session, membership)
        assert (wait.waited_days, wait.outcome) == (8, "matched")
        assert second.id != wait.id


async def test_lengths_are_the_latest_of_this_programme_and_of_the_matched(database, now):
    async with database.transaction() as session:
        here = await make_programme(session, "Here")
        there = await make_programme(session, "There")
        cases = (
            (here, "matched", 4),
            (here, "left", 9),
            (here, "matched", 6),
            (there, "matched", 2),
        )
        for n, (where, outcome, days) in enumerate(cases):
            wait = await wait_of(session, await waiting(session, now, HANNAH + n, where))
            end_wait(session, wait, outcome, now + days * A_DAY)
        await session.flush()
        assert await lengths_of_waits(session, here.id, 20) == [6, 4]
        assert await lengths_of_waits(session, here.id, 1) == [6]


async def test_waits_to_look_at_are_open_and_due(database, now):
    async with database.transaction() as session:
        where = await make_programme(session)
        due, later, ended = [
            await wait_of(session, await waiting(session, now, HANNAH + n, where)) for n in range(3)
        ]
        due.look_at, later.look_at, ended.look_at = now, now + A_DAY, now
        end_wait(session, ended, "left", now)
        session.add_all([due, later])
        await session.flush()
        assert [w.id for w in await waits_to_look_at(session, now, 10)] == [due.id]
