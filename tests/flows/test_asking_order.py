"""Whose turn it is when several check-ins of one person fall on one day."""

from datetime import UTC, datetime, timedelta

import pytest

from db.checkin_plans import CheckinPlan
from db.checkins import Checkin
from tests.flows.people import change, row, rows

FRIDAY = datetime(2026, 11, 27, tzinfo=UTC)
IN_A_MONTH = FRIDAY + timedelta(days=30)
A_DAY = timedelta(days=1)


@pytest.fixture
async def let_be_due(stage, josie, paired):
    """Make a plan of Josie's due today at this hour, and all others in a month."""
    del paired
    for plan in await rows(stage, CheckinPlan):
        await due_at(stage, plan, IN_A_MONTH)

    async def let_be_due(name, day=0, hour=10):
        plan = await row(stage, CheckinPlan, name=name, person_id=josie.person_id)
        await due_at(stage, plan, FRIDAY.replace(hour=hour) + day * A_DAY)

    return let_be_due


async def due_at(stage, plan, at):
    due = {"next_due_at": at, "next_local_date": at.date(), "at_minute": 60 * at.hour}
    await change(stage, CheckinPlan, plan.id, **due)


async def beat_at(stage, day, hour):
    stage.clock.set(FRIDAY.replace(hour=hour, minute=30) + day * A_DAY)
    await stage.beat()


async def outcomes(stage):
    """(day from Friday on, measure, state, reason) of all that was due."""
    found = [
        ((one.local_date - FRIDAY.date()).days, one.measure, one.state, one.reason)
        for one in await rows(stage, Checkin)
    ]
    return sorted(found, key=str)


async def test_what_was_moved_yesterday_goes_first_today(stage, let_be_due):
    await let_be_due("weekly")
    await let_be_due("goals")
    await beat_at(stage, 0, 10)
    await let_be_due("weekly", day=1)
    await beat_at(stage, 1, 10)
    assert await outcomes(stage) == [
        (0, "goals", "moved", "one_a_day"),
        (0, "weekly", "sent", None),
        (1, "goals", "sent", None),
        (1, "weekly", "moved", "recall"),
    ]


async def test_what_comes_rarely_goes_before_what_comes_round_again(stage, let_be_due):
    await let_be_due("who5")
    await let_be_due("ucla3")
    await beat_at(stage, 0, 10)
    assert await outcomes(stage) == [
        (0, "ucla3", "sent", None),
        (0, "who5", "moved", "one_a_day"),
    ]


async def test_what_asks_about_safety_goes_before_the_rest(stage, let_be_due):
    await let_be_due("who5")
    await let_be_due("weekly")
    await beat_at(stage, 0, 10)
    assert await outcomes(stage) == [
        (0, "weekly", "sent", None),
        (0, "who5", "moved", "one_a_day"),
    ]


async def test_what_was_moved_has_its_turn_though_it_comes_late_in_the_day(stage, let_be_due):
    await let_be_due("weekly")
    await let_be_due("goals", hour=18)
    await beat_at(stage, 0, 10)
    await beat_at(stage, 0, 18)
    await let_be_due("who5", day=1)
    await beat_at(stage, 1, 10)
    assert (1, "who5", "moved", "one_a_day") in await outcomes(stage)
    await beat_at(stage, 1, 18)
    assert await outcomes(stage) == [
        (0, "goals", "moved", "one_a_day"),
        (0, "weekly", "sent", None),
        (1, "goals", "sent", None),
        (1, "who5", "moved", "one_a_day"),
    ]


async def test_nothing_gives_way_to_what_was_not_moved(stage, let_be_due):
    await let_be_due("weekly")
    await let_be_due("goals", hour=18)
    await beat_at(stage, 0, 10)
    assert await outcomes(stage) == [(0, "weekly", "sent", None)]
