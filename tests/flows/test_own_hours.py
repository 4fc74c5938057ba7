"""A peer worker enters hours for pay, and reads them in their copy."""

import pytest

from db.audit import AuditRow
from db.memberships import Membership
from db.work_times import WorkTime
from flows.peer_facts import peer_facts
from flows.story import Story
from tests.flows.people import change, row, rows

pytestmark = pytest.mark.sqlite_alone("nothing here depends on the kind of database")


async def enter(someone, *answers):
    await someone.type("/menu")
    await someone.tap("What I can change")
    await someone.tap("Enter my hours")
    for answer in answers:
        await someone.type(answer)


async def test_hours_are_entered_in_three_answers(stage, hannah):
    await enter(hannah, "yesterday", "25", "Training")
    assert hannah.text == (
        "Noted: 25 minutes on 25 November 2026. You and your coordinators see it in your time log."
    )
    assert hannah.labels == ["Enter more hours", "Where I am", "Urgent help"]
    kept = await row(stage, WorkTime)
    told = (kept.day.isoformat(), kept.minutes, kept.spent_on, kept.entered_by)
    assert told == ("2026-11-25", 25, "training", hannah.person_id)
    assert len(await rows(stage, AuditRow, act="work_time.added")) == 1


async def test_a_day_to_come_and_too_many_minutes_are_asked_again(stage, hannah):
    await enter(hannah, "tomorrow")
    assert await rows(stage, WorkTime) == []
    await hannah.type("today")
    await hannah.type("721")
    assert await rows(stage, WorkTime) == []
    await hannah.type("720")
    await hannah.tap("Other work")
    assert (await row(stage, WorkTime)).minutes == 720


async def test_nothing_is_kept_of_somebody_who_left_meanwhile(stage, hannah):
    await enter(hannah, "today", "30")
    await change(stage, Membership, hannah.membership_id, stage="left")
    await hannah.type("Training")
    assert await rows(stage, WorkTime) == []


async def test_hours_are_in_the_copy_of_whoever_worked_them(stage, hannah):
    await enter(hannah, "today", "30", "Supervision")
    async with stage.database.reading() as session:
        membership = await session.get(Membership, hannah.membership_id)
        facts = await peer_facts(Story(session, stage.clock.now(), "copy"), membership)
    assert facts["hours"] == [{"day": "2026-11-26", "minutes": 30, "spent_on": "supervision"}]
