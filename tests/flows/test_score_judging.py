"""Scores over time: what they are compared with, and when a coordinator is told."""

import json
from datetime import timedelta

import pytest

from db.alerts import Alert, alert_reasons
from db.answers import FormSession
from db.checkin_plans import CheckinPlan
from db.checkins import Checkin
from tests.flows.people import change, row, rows

FIVE = {5: "All of the time", 4: "Most of the time", 3: "More than half", 2: "Less than half"}


@pytest.fixture
async def josie(sqlite_paired, sqlite_stage):
    """Josie, who is asked the WHO-5 alone."""
    someone = sqlite_paired[0]
    (kept,) = [
        plan
        for plan in await rows(sqlite_stage, CheckinPlan, person_id=someone.person_id)
        if (plan.measure, plan.every_days) == ("who5", 14)
    ]
    for plan in await rows(sqlite_stage, CheckinPlan):
        if plan.id != kept.id:
            await change(sqlite_stage, CheckinPlan, plan.id, state="ended")
    return someone


async def answer(stage, josie, *points):
    """The next WHO-5 is asked and answered with these points; None skips the item."""
    plan = await row(stage, CheckinPlan, measure="who5", state="on")
    stage.clock.set(plan.next_due_at + timedelta(minutes=1))
    await stage.beat()
    await josie.tap("Answer now")
    for one in points:
        await josie.tap("Skip" if one is None else FIVE[one])


async def told(stage):
    async with stage.database.reading() as session:
        found = [await session.get(Alert, one.id) for one in await rows(stage, Alert)]
        return [
            (
                alert.kind,
                [reason["code"] for reason in json.loads(await alert_reasons(session, alert))],
            )
            for alert in found
        ]


async def test_small_steps_down_are_told_once_they_are_a_long_way(sqlite_stage, josie):
    await answer(sqlite_stage, josie, 4, 4, 4, 4, 4)  # 80
    await answer(sqlite_stage, josie, 4, 4, 4, 4, 3)  # 76
    await answer(sqlite_stage, josie, 4, 4, 4, 3, 3)  # 72
    assert await told(sqlite_stage) == []
    await answer(sqlite_stage, josie, 4, 4, 3, 3, 3)  # 68
    assert await told(sqlite_stage) == [("score", ["safety.worse_since_first"])]
    await answer(sqlite_stage, josie, 4, 3, 3, 3, 3)  # 64
    assert (await row(sqlite_stage, Alert)).times == 1


async def test_check_in_without_a_score_is_passed_over(sqlite_stage, josie):
    await answer(sqlite_stage, josie, 4, 4, 4, 4, 4)
    await answer(sqlite_stage, josie, 4, 4, None, 4, 4)
    assert await told(sqlite_stage) == []
    await answer(sqlite_stage, josie, 4, 4, 3, 3, 3)
    assert await told(sqlite_stage) == [("score", ["safety.worse"])]


async def test_scores_of_another_version_are_not_compared(sqlite_stage, josie):
    await answer(sqlite_stage, josie, 5, 5, 5, 5, 5)
    form = await row(sqlite_stage, FormSession, form="measure.who5")
    await change(sqlite_stage, FormSession, form.id, version=form.version + 1)
    await answer(sqlite_stage, josie, 3, 3, 3, 3, 3)
    assert await told(sqlite_stage) == []


async def test_score_is_compared_with_days_before_its_own(sqlite_stage, josie):
    await answer(sqlite_stage, josie, 3, 3, 3, 3, 3)
    first = await row(sqlite_stage, Checkin, measure="who5")
    await change(sqlite_stage, Checkin, first.id, local_date=first.local_date + timedelta(days=100))
    await answer(sqlite_stage, josie, 2, 2, 2, 2, 2)
    assert await told(sqlite_stage) == []
