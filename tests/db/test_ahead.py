from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel.ext.asyncio.session import AsyncSession

from db.ahead import read_ahead
from db.checkin_plans import CheckinPlan, plans_due
from db.checkins import (
    add_checkin,
    asked_since,
    checkin_on,
    last_sent_at,
    open_checkins_of,
)
from db.consents import consents_of, give_consent, withdraw_consent
from db.engine import Database
from db.memberships import membership_in
from db.pairings import RUNNING, pairing_or_none, pairings_of, set_pairing_state
from db.people import name_of, person
from db.programmes import programme
from tests.databases import open_database
from tests.factories import make_member, make_pairing, make_plan
from tests.fakes.clock import START

WEEK = timedelta(days=7)
TODAY = START.date()


@dataclass(frozen=True)
class Looked:
    """What a beat finds out about one plan."""

    name: str
    consents: dict[str, int]
    stage: str | None
    pairing: str | None
    running: list[str]
    days: list[str | None]
    asked: list[tuple[str, datetime, date]]
    open: list[str]
    last: datetime | None


async def _look(session: AsyncSession, plan: CheckinPlan) -> Looked:
    someone = await person(session, plan.person_id)
    membership = await membership_in(session, someone.id, plan.programme_id, "service_user")
    pairing = await pairing_or_none(session, plan.pairing_id) if plan.pairing_id else None
    days = [await checkin_on(session, plan.id, TODAY - n * WEEK) for n in range(9)]
    return Looked(
        name=await name_of(session, someone),
        consents=await consents_of(session, someone.id, plan.programme_id),
        stage=membership.stage if membership else None,
        pairing=pairing.state if pairing else None,
        running=[one.id for one in await pairings_of(session, someone.id, RUNNING)],
        days=[found.state if found else None for found in days],
        asked=sorted(await asked_since(session, someone.id, START - 2 * WEEK)),
        open=[one.id for one in await open_checkins_of(session, someone.id)],
        last=await last_sent_at(session, plan.id),
    )


@pytest.fixture
async def due(database: Database) -> None:
    """Josie's plan with a past, a second one of hers without any, and Hannah's."""
    async with database.transaction() as session:
        pairing = await make_pairing(session)
        josie, hannah = pairing.service_user_id, pairing.peer_worker_id
        where = pairing.programme_id
        await make_member(
            session, await person(session, josie), await programme(session, where), stage="matched"
        )
        for kind, version in (("matching", 1), ("checkins", 2), ("photos", 1)):
            give_consent(session, josie, where, kind=kind, version=version, now=START)
        await session.flush()
        await withdraw_consent(session, josie, where, "photos", START)
        plan = await make_plan(session, josie, where, pairing_id=pairing.id)
        await make_plan(session, josie, where, pairing_id=pairing.id)
        await make_plan(session, hannah, where)
        for weeks in (1, 2, 8):
            _add(session, plan, weeks, "answered")
        await session.flush()


@pytest.mark.usefixtures("due")
async def test_reading_ahead_gives_the_same_answers(database: Database) -> None:
    async with database.transaction() as session:
        plans = await plans_due(session, START, 10)
        asked_for_each = {plan.id: await _look(session, plan) for plan in plans}
    async with database.transaction() as session:
        plans = await plans_due(session, START, 10)
        await read_ahead(session, plans, START)
        assert {plan.id: await _look(session, plan) for plan in plans} == asked_for_each


async def test_what_was_read_ahead_is_not_asked_again(database_url: str) -> None:
    async with open_database(database_url) as database, database.transaction() as session:
        pairing = await make_pairing(session)
        for person_id in (pairing.service_user_id, pairing.peer_worker_id):
            await make_plan(session, person_id, pairing.programme_id)
    async with open_database(database_url) as database, database.transaction() as session:
        plans = await plans_due(session, START, 10)
        await read_ahead(session, plans, START)
        with _statements(session) as asked:
            for plan in plans:
                await _only_recent(session, plan)
        assert asked == []


@pytest.mark.usefixtures("due")
async def test_second_plan_of_a_day_sees_what_the_first_one_asked(database: Database) -> None:
    async with database.transaction() as session:
        plans = [plan for plan in await plans_due(session, START, 10) if plan.pairing_id]
        await read_ahead(session, plans, START)
        first, second = sorted(plans, key=lambda plan: plan.id)
        added = _add(session, first, 0, "sent")
        await session.flush()
        assert (first.measure, START, TODAY) in await asked_since(session, second.person_id, START)
        assert [one.id for one in await open_checkins_of(session, second.person_id)] == [added.id]
        assert await checkin_on(session, first.id, TODAY) is added
        assert await last_sent_at(session, first.id) == START


@pytest.mark.usefixtures("due")
async def test_pairing_that_ends_meanwhile_does_not_run(database: Database) -> None:
    async with database.transaction() as session:
        plans = await plans_due(session, START, 10)
        await read_ahead(session, plans, START)
        [hannahs] = [plan for plan in plans if plan.pairing_id is None]
        [pairing] = await pairings_of(session, hannahs.person_id, RUNNING)
        set_pairing_state(session, pairing, "ended", START)
        assert await pairings_of(session, hannahs.person_id, RUNNING) == []


async def test_reading_ahead_for_nobody_asks_nothing(database: Database) -> None:
    async with database.transaction() as session:
        with _statements(session) as asked:
            await read_ahead(session, [], START)
        assert asked == []


async def _only_recent(session: AsyncSession, plan: CheckinPlan) -> None:
    someone = await person(session, plan.person_id)
    await name_of(session, someone)
    await consents_of(session, someone.id, plan.programme_id)
    await pairings_of(session, someone.id, RUNNING)
    await checkin_on(session, plan.id, TODAY)
    await asked_since(session, someone.id, START - 2 * WEEK)
    await open_checkins_of(session, someone.id)
    await last_sent_at(session, plan.id)


@contextmanager
def _statements(session: AsyncSession) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def _add(session: AsyncSession, plan: CheckinPlan, weeks: int, state: str) -> Any:
    return add_checkin(
        session,
        plan,
        form_session_id=None,
        state=state,
        reason=None,
        sent_at=START - weeks * WEEK,
        asked_on=TODAY - weeks * WEEK,
        local_date=TODAY - weeks * WEEK,
    )
