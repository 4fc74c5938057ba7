"""Scores over time: what they are compared with, and when a coordinator is told."""

import json
from datetime import timedelta

import pytest

from db.alerts import Alert, alert_reasons
from db.answers import FormSession
from db.checkin_plans import CheckinPlan
from db.checkins import Checkin
from tests.flows.people import change, row, rows

pytestmark = pytest.mark.sqlite_alone("nothing here depends on the kind of database")

FIVE = {5: "All of the time", 4: "Most of the time", 3: "More than half", 2: "Less than half"}


@pytest.fixture
async def josie(josie, paired, stage):
    """Josie, who is asked the WHO-5 alone."""
    del paired
    (kept,) = [
        plan
        for plan in await rows(stage, CheckinPlan, person_id=josie.person_id)
        if (plan.measure, plan.every_days) == ("who5", 14)
    ]
    for plan in await rows(stage, CheckinPlan):
        if plan.id != kept.id:
            await change(stage, CheckinPlan, plan.id, state="ended")
    return josie


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


async def test_small_steps_down_are_told_once_they_are_a_long_way(stage, josie):
    await answer(stage, josie, 4, 4, 4, 4, 4)  # 80
    await answer(stage, josie, 4, 4, 4, 4, 3)  # 76
    await answer(stage, josie, 4, 4, 4, 3, 3)  # 72
    assert await told(stage) == []
    await answer(stage, josie, 4, 4, 3, 3, 3)  # 68
    assert await told(stage) == [("score", ["safety.worse_since_first"])]
    await answer(stage, josie, 4, 3, 3, 3, 3)  # 64
    assert (await row(stage, Alert)).times == 1


async def test_check_in_without_a_score_is_passed_over(stage, josie):
    await answer(stage, josie, 4, 4, 4, 4, 4)
    await answer(stage, josie, 4, 4, None, 4, 4)
    assert await told(stage) == []
    await answer(stage, josie, 4, 4, 3, 3, 3)
    assert await told(stage) == [("score", ["safety.worse"])]


async def test_scores_of_another_version_are_not_compared(stage, josie):
    await answer(stage, josie, 5, 5, 5, 5, 5)
    form = await row(stage, FormSession, form="measure.who5")
    await change(stage, FormSession, form.id, version=form.version + 1)
    await answer(stage, josie, 3, 3, 3, 3, 3)
    assert await told(stage) == []


async def test_score_is_compared_with_days_before_its_own(stage, josie):
    await answer(stage, josie, 3, 3, 3, 3, 3)
    first = await row(stage, Checkin, measure="who5")
    await change(stage, Checkin, first.id, local_date=first.local_date + timedelta(days=100))
    await answer(stage, josie, 2, 2, 2, 2, 2)
    assert await told(stage) == []
