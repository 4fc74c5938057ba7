"""Stopping half-way through a measure, and coming back: minutes, days or weeks later."""

from datetime import timedelta

import pytest

from db.answers import Answer, FormSession
from db.checkin_plans import CheckinPlan
from db.checkins import Checkin
from db.people import person
from flows.actor import actor_of
from flows.person_file import person_file
from flows.story import Story
from tests.flows.people import change, row, rows
from tests.flows.test_answers_over_time import asked

pytestmark = pytest.mark.sqlite_alone("nothing here depends on the kind of database")


@pytest.fixture
async def half(stage, josie, paired):
    """Josie answered two of the five questions of the WHO-5, and stopped for that day."""
    del paired
    checkin = await asked(stage, josie, "who5")
    await josie.press(f"qr:{checkin.form_session_id}:")
    await josie.tap("At no time")
    await josie.tap("At no time")
    await josie.tap("Stop for today")
    return checkin


async def unfinished(stage, someone):
    """What the person's copy holds of measures that began again: the day, and the answers."""
    async with stage.database.transaction() as session:
        story = Story(session, stage.clock.now(), "test")
        actor = await actor_of(session, await person(session, someone.person_id))
        found = (await person_file(story, actor))["begun_and_not_finished"]
    return [(one["day"], [a["answer"] for a in one["answers"]]) for one in found]


def reads(someone, *words):
    """Whether one message on the phone shows all of these words now."""
    return any(all(one in text for one in words) for text in someone.texts)


async def missed(stage, half):
    """Its time is over."""
    stage.clock.set(half.sent_at + timedelta(days=4))
    await stage.beat()
    assert (await row(stage, Checkin, id=half.id)).state == "missed"


async def alone(stage):
    """No further check-in comes."""
    for plan in await rows(stage, CheckinPlan):
        await change(stage, CheckinPlan, plan.id, state="off")


async def test_stop_for_today_keeps_what_was_answered_and_the_way_back(josie, half):
    del half
    told = (
        "That is enough for today. Your answers so far are saved, and you can go on when you like."
    )
    shown = next(m for m in josie.phone.messages.values() if m.text == told)
    assert [label for label, _ in shown.buttons] == ["Go on", "Urgent help"]
    await josie.tap("Go on")
    assert reads(josie, "Question 3 of 5")


async def test_half_answered_goes_on_after_its_time_within_its_days(stage, josie, half):
    await missed(stage, half)
    stage.clock.set(half.sent_at + timedelta(days=10))
    await josie.press(f"qr:{half.form_session_id}:")
    assert reads(josie, "Question 3 of 5")
    for _ in range(3):
        await josie.tap("All of the time")
    found = await row(stage, Checkin, id=half.id)
    assert (found.state, found.reason, found.answered_at) == ("answered", None, stage.clock.now())
    assert len(await rows(stage, Checkin, measure="who5", state="answered")) == 1
    await josie.press("ms::who5")
    assert "8 December 2026: 60" in josie.text


async def test_half_answered_begins_again_after_three_weeks_and_keeps_what_was_said(
    stage, josie, half
):
    await alone(stage)
    await missed(stage, half)
    stage.clock.set(half.sent_at + timedelta(weeks=3))
    await josie.press(f"qr:{half.form_session_id}:")
    assert reads(josie, "Some time has passed, so these questions begin again.", "Question 1 of 5")
    kept = await rows(stage, Answer, form_session_id=half.form_session_id)
    assert {answer.answered_at for answer in kept} == {half.sent_at}
    assert (await row(stage, FormSession, id=half.form_session_id)).state == "left"
    assert await unfinished(stage, josie) == [("2026-11-28", ["0", "0"])]
    for _ in range(5):
        await josie.tap("All of the time")
    await josie.press("ms::who5")
    assert "19 December 2026: 100" in josie.text
    await josie.press(f"qr:{half.form_session_id}:")
    assert josie.notice == "This is closed now. Nothing is lost."


async def test_press_of_an_old_answer_after_three_weeks_answers_nothing(stage, josie, half):
    """The button of a question says what was felt then: it does not become an answer of today."""
    await alone(stage)
    await missed(stage, half)
    await josie.press(f"qr:{half.form_session_id}:")
    old = josie.data("All of the time")
    stage.clock.set(half.sent_at + timedelta(weeks=3))
    await josie.press(old)
    assert reads(josie, "Question 1 of 5")
    assert len(await rows(stage, Answer, form_session_id=half.form_session_id)) == 2
    fresh = (await row(stage, Checkin, id=half.id)).form_session_id
    assert await rows(stage, Answer, form_session_id=fresh) == []


async def test_half_answered_is_closed_once_the_next_one_came(stage, josie, half):
    await missed(stage, half)
    newer = await asked(stage, josie, "who5")
    await josie.press(f"qr:{half.form_session_id}:")
    assert josie.notice == "Newer questions have come since then. What you answered is kept."
    await josie.press(f"qr:{newer.form_session_id}:")
    assert reads(josie, "Question 1 of 5")


async def test_missed_check_in_that_was_never_begun_stays_closed(stage, josie, paired):
    del paired
    checkin = await asked(stage, josie, "who5")
    stage.clock.set(checkin.sent_at + timedelta(days=4))
    await stage.beat()
    await josie.press(f"qr:{checkin.form_session_id}:")
    assert josie.notice == "This is closed now. Nothing is lost."


@pytest.mark.parametrize(("hour", "minute", "day"), [(23, 59, "28"), (0, 1, "29")])
async def test_answer_around_midnight_belongs_to_its_own_day(stage, josie, half, hour, minute, day):
    at = half.sent_at.replace(hour=hour, minute=minute)
    stage.clock.set(at if hour else at + timedelta(days=1))
    await josie.tap("Go on")
    for _ in range(3):
        await josie.tap("At no time")
    assert (await row(stage, Checkin, id=half.id)).state == "answered"
    await josie.press("ms::who5")
    assert f"{day} November 2026: 0" in josie.text
