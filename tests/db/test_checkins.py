from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from db.checkin_plans import CheckinPlan, plans_due, plans_of
from db.checkins import (
    Checkin,
    add_checkin,
    asked_since,
    checkin_of_form,
    checkin_on,
    checkins_to_look_at,
    last_scores,
    log_of,
    set_score,
)
from db.engine import Database
from db.errors import SealBroken
from db.ids import FormSessionId
from db.people import Person
from tests.databases import failing_story, open_database
from tests.factories import JOSIE, make_form, make_person, make_plan, make_programme
from tests.fakes.clock import START

WEEK = timedelta(days=7)
TODAY = START.date()


@pytest.fixture
async def plan(database: Database) -> CheckinPlan:
    async with database.transaction() as session:
        josie = await make_person(session, JOSIE, "Josie")
        programme = await make_programme(session)
        return await make_plan(session, josie.id, programme.id)


def _add(session: AsyncSession, plan: CheckinPlan, form: FormSessionId | None = None) -> Checkin:
    return add_checkin(
        session, plan, form_session_id=form, state="sent", reason=None, sent_at=plan.next_due_at
    )


async def test_plan_is_due_from_its_instant_on(database: Database, plan: CheckinPlan) -> None:
    async with database.transaction() as session:
        assert await plans_due(session, START - timedelta(microseconds=1), 10) == []
        assert await plans_due(session, START, 10) == [plan]
        assert await plans_due(session, START + 52 * WEEK, 10) == [plan]
        assert await plans_due(session, START, 0) == []


async def test_plan_that_is_off_is_never_due(database: Database, plan: CheckinPlan) -> None:
    async with database.transaction() as session:
        [found] = await plans_due(session, START, 10)
        found.state = "off"
    async with database.transaction() as session:
        assert await plans_due(session, START + WEEK, 10) == []
        assert [p.state for p in await plans_of(session, plan.person_id)] == ["off"]


async def test_plans_due_longest_come_first_and_only_so_many(
    database: Database, plan: CheckinPlan
) -> None:
    async with database.transaction() as session:
        earlier = [
            await make_plan(session, plan.person_id, plan.programme_id, START - n * WEEK)
            for n in (1, 3, 2)
        ]
    async with database.transaction() as session:
        due = await plans_due(session, START, 3)
        assert [p.id for p in due] == [earlier[1].id, earlier[2].id, earlier[0].id]


async def test_plans_that_one_worker_holds_are_left_to_it(postgres_url: str) -> None:
    async with open_database(postgres_url) as database:
        async with database.transaction() as session:
            josie, programme = await make_person(session), await make_programme(session)
            for n in range(3):
                await make_plan(session, josie.id, programme.id, START - n * WEEK)
        async with database.transaction() as first, database.transaction() as second:
            mine = await plans_due(first, START, 2)
            rest = await plans_due(second, START, 2)
            assert (len(mine), len(rest)) == (2, 1)
            assert not {p.id for p in mine} & {p.id for p in rest}


async def test_checkin_is_found_by_day_and_by_form(database: Database, plan: CheckinPlan) -> None:
    async with database.transaction() as session:
        josie = await session.get(Person, plan.person_id)
        assert josie is not None
        form = await make_form(session, josie, "who5")
        checkin = _add(session, plan, form.id)
    async with database.reading() as session:
        assert await checkin_on(session, plan.id, TODAY) == checkin
        assert await checkin_on(session, plan.id, TODAY + WEEK) is None
        assert await checkin_of_form(session, form.id) == checkin
        assert await checkin_of_form(session, FormSessionId("none")) is None
    assert (checkin.measure, checkin.local_date, checkin.due_at) == ("who5", TODAY, START)


async def test_second_checkin_of_a_plan_on_one_day_is_refused(
    database: Database, plan: CheckinPlan
) -> None:
    async with database.transaction() as session:
        _add(session, plan)
    async with failing_story(database) as session:
        _add(session, plan)
        with pytest.raises(IntegrityError):
            await session.flush()
    async with database.transaction() as session:
        plan.next_local_date += WEEK
        _add(session, plan)


async def test_checkins_that_were_not_answered_are_found(
    database: Database, plan: CheckinPlan
) -> None:
    async with database.transaction() as session:
        checkin = _add(session, plan)
        plan.next_local_date += WEEK
        later = _add(session, plan)
        later.look_at = START + WEEK
    async with database.transaction() as session:
        early = START - timedelta(microseconds=1)
        assert await checkins_to_look_at(session, early, 10) == []
        [found] = await checkins_to_look_at(session, START, 10)
        assert found == checkin
        found.look_at = START + 2 * WEEK
    async with database.transaction() as session:
        [found] = await checkins_to_look_at(session, START + 2 * WEEK, 1)
        assert found.id == later.id
        found.state = "answered"
    async with database.transaction() as session:
        left = await checkins_to_look_at(session, START + 2 * WEEK, 10)
        assert [one.id for one in left] == [checkin.id]


async def test_nobody_is_asked_twice_on_one_day(database: Database, plan: CheckinPlan) -> None:
    async with database.transaction() as session:
        other = await make_plan(session, plan.person_id, plan.programme_id)
        _add(session, plan).asked_on = TODAY
    async with failing_story(database) as session:
        _add(session, other).asked_on = TODAY
        with pytest.raises(IntegrityError):
            await session.flush()
    async with database.transaction() as session:
        _add(session, other).asked_on = TODAY + WEEK
    async with database.reading() as session:
        asked = await asked_since(session, plan.person_id, START)
        assert sorted(asked) == [("who5", START, TODAY), ("who5", START, TODAY + WEEK)]
        log = await log_of(session, plan.person_id, [plan.id], TODAY)
        assert [row.asked_on for row in log] == [TODAY]
        assert await log_of(session, plan.person_id, [plan.id], TODAY + WEEK) == []


async def test_last_scores_come_the_newest_first(database: Database, plan: CheckinPlan) -> None:
    async with database.transaction() as session:
        for week, total in enumerate([4, 25, 0, None]):
            plan.next_local_date = TODAY + week * WEEK
            checkin = _add(session, plan)
            if total is not None:
                await set_score(session, checkin, total)
    async with database.reading() as session:
        expected = [(TODAY + 2 * WEEK, 0), (TODAY + WEEK, 25)]
        assert await last_scores(session, plan.person_id, "who5", 2) == expected
        assert await last_scores(session, plan.person_id, "phq2", 2) == []


async def test_score_copied_to_another_day_does_not_open(
    database: Database, plan: CheckinPlan
) -> None:
    async with database.transaction() as session:
        first = _add(session, plan)
        await set_score(session, first, 25)
        plan.next_local_date = date(2026, 12, 24)
        second = _add(session, plan)
        second.score_sealed = first.score_sealed
        await session.flush()
        with pytest.raises(SealBroken):
            await last_scores(session, plan.person_id, "who5", 2)
