from datetime import UTC, datetime, timedelta

import pytest

from db.audit import AuditRow
from db.checkin_plans import CheckinPlan
from db.checkins import Checkin
from db.people import Person
from db.plan_spans import PlanSpan
from tests.flows.people import change, row, rows

A_DAY = timedelta(days=1)
FRIDAY = datetime(2026, 11, 27, 10, 30, tzinfo=UTC)
ASKED = "Would you like to answer"


@pytest.fixture
async def asked(stage, josie, paired):
    """Josie was asked about her week, and opened what can be changed about it."""
    del paired
    stage.clock.set(FRIDAY)
    await stage.beat()
    assert ASKED in josie.text
    stage.clock.advance(minutes=1)
    await josie.tap("Change when I am asked")


async def plan_of(stage, someone, measure="weekly"):
    return await row(stage, CheckinPlan, person_id=someone.person_id, measure=measure)


async def test_less_often_and_as_often_as_before(stage, josie, asked):
    del asked
    assert josie.text == (
        "Your week: every 7 days at about 10:00\n\nWhat would you like to change?"
    )
    assert josie.labels == [
        "Less often",
        "Another time of day",
        "Not this one",
        "All that we ask you",
        "Urgent help",
    ]
    await josie.tap("Less often")
    assert josie.text.startswith("Done. It counts from now on.\n\nYour week: every 14 days")
    assert (await plan_of(stage, josie)).every_days == 14
    await josie.tap("As often as before")
    assert "every 7 days" in josie.text
    assert (await plan_of(stage, josie)).every_days == 7
    assert (await row(stage, Checkin, measure="weekly")).state == "sent"


async def test_not_this_one_until_it_is_turned_on_again(stage, josie, asked):
    del asked
    await josie.tap("Not this one")
    assert "Your week: not asked, as the person chose" in josie.text
    said = len(josie.texts)
    stage.clock.set(FRIDAY + 14 * A_DAY)
    await stage.beat()
    assert [t for t in josie.texts[said:] if f"{ASKED} 3" in t] == []
    await josie.type("/mydata")
    await josie.tap("All that we ask you")
    await josie.tap("Your week")
    await josie.tap("Ask this again")
    assert "every 7 days" in josie.text
    plan = await plan_of(stage, josie)
    assert (plan.state, plan.off_by) == ("on", None)
    assert plan.next_due_at > stage.clock.now()


@pytest.mark.parametrize(
    ("answer", "at", "told"),
    [
        ("18:00", 18 * 60, "18:00"),
        ("18:30", 1110, "18:30"),
        ("6.30 pm", 1110, "18:30"),
        ("22:00", None, "We ask between 08:00 and 21:00. Please type a time such as 18:30."),
        ("2", None, "We ask between 08:00 and 21:00. Please type a time such as 18:30."),
        ("half past six, or so", None, "Sent to Hannah"),  # what is no time is for the peer
    ],
)
async def test_another_time_of_day_tapped_or_typed(stage, josie, asked, answer, at, told):
    del asked
    before = (await plan_of(stage, josie)).at_minute
    await josie.tap("Another time of day")
    stage.clock.advance(minutes=1)
    await josie.type(answer)
    plan = await plan_of(stage, josie)
    if at is None:
        assert josie.text.startswith(told)
        assert plan.at_minute == before
        return
    assert f"every 7 days at about {told}" in josie.text
    assert 0 <= plan.at_minute - at < 20
    local = plan.next_due_at.hour * 60 + plan.next_due_at.minute
    assert (local, plan.next_local_date.isoformat()) == (plan.at_minute, "2026-12-04")


async def test_rest_until_a_day_moves_what_is_due_and_says_why(stage, josie, asked):
    del asked
    await josie.tap("All that we ask you")
    await josie.tap("Nothing until a day I choose")
    await josie.type("10 December 2026")
    assert josie.text == "Nothing is asked before 10 December 2026."
    said = len(josie.texts)
    for _ in range(12):
        stage.clock.advance(days=1)
        await stage.beat()
    moved = [
        (c.measure, c.local_date.isoformat())
        for c in await rows(stage, Checkin, person_id=josie.person_id, reason="resting")
    ]
    assert ("weekly", "2026-12-04") in moved
    assert [t for t in josie.texts[said:] if ASKED in t or "still here" in t] == []
    await josie.type("/mydata")
    await josie.tap("All that we ask you")
    await josie.tap("Ask me again from now on")
    assert (await row(stage, Person, id=josie.person_id)).asked_from is None


async def test_home_of_either_side_leads_to_what_is_asked(josie, hannah, anna, paired):
    del paired
    for someone, line in ((josie, "Your week: every 7 days"), (hannah, "Your week as a peer")):
        await someone.type("/menu")
        await someone.tap("My check-ins")
        assert line in someone.text
        await someone.tap("Where I am")
        assert "My check-ins" in someone.labels
    await anna.type("/menu")
    assert "My check-ins" not in anna.labels


async def test_plan_of_somebody_else_is_neither_shown_nor_changed(stage, anna, josie, asked):
    del asked
    plan = await plan_of(stage, josie)
    for verb in ("kc", "kf", "kb", "ko", "ky", "kt"):
        await anna.press(f"{verb}:{plan.id}:")
        assert anna.notice == "This is not yours to do. Nothing has changed."
    await anna.press(f"kp:{josie.membership_id}:")
    assert anna.notice == "This is not yours to do. Nothing has changed."
    await anna.press("kc:nothing:")
    assert anna.notice == "This is not asked any more. Nothing has changed."
    assert await plan_of(stage, josie) == plan


async def test_coordinator_sees_reasons_and_changes_what_the_person_hears_of(
    stage, sam, josie, paired
):
    del paired
    await change(stage, Person, josie.person_id, unreachable_since=stage.clock.now())
    stage.clock.set(FRIDAY)
    await stage.beat()
    await change(stage, Person, josie.person_id, unreachable_since=None)
    await sam.press(f"kp:{josie.membership_id}:")
    assert sam.text.startswith("This is what Josie is asked, and when.")
    assert "Your week: 27 November 2026, Not answered, the person could not be reached" in sam.text
    await sam.tap("Your week")
    await sam.tap("Not this one")
    assert "Your week: turned off by a coordinator" in sam.text
    assert josie.text.startswith("Your coordinator changed when we ask you this.")
    await josie.tap("Change when I am asked")
    await josie.tap("Ask this again")
    assert (await plan_of(stage, josie)).state == "on"
    acts = [audit.act for audit in await rows(stage, AuditRow, actor=sam.person_id)]
    assert acts == ["checkins.read", "checkins.changed"]


async def test_days_on_end_without_questions_have_one_reason(stage, sam, josie, asked):
    del asked
    plan = await plan_of(stage, josie)
    await josie.tap("Not this one")
    for n in range(1, 16):
        stage.clock.set(FRIDAY + n * A_DAY)
        await stage.beat()
    await sam.press(f"kp:{josie.membership_id}:")
    assert "Your week: since 27 November 2026, not asked, as the person chose" in sam.text
    await josie.press(f"ky:{plan.id}:")
    found = [
        (span.reason, span.since.isoformat(), span.until and span.until.isoformat())
        for span in await rows(stage, PlanSpan, plan_id=plan.id)
    ]
    assert found == [("off.person", "2026-11-27", "2026-12-12")]
    days = {c.local_date.isoformat() for c in await rows(stage, Checkin, plan_id=plan.id)}
    assert days == {"2026-11-27"}
    await sam.press(f"kp:{josie.membership_id}:")
    told = "Your week: 27 November 2026 to 12 December 2026, not asked, as the person chose"
    assert told in sam.text


async def test_coordinator_cannot_turn_on_what_the_person_turned_off(stage, sam, josie, asked):
    del asked
    await josie.tap("Not this one")
    plan = await plan_of(stage, josie)
    await sam.press(f"ky:{plan.id}:")
    assert sam.notice == ("They chose not to be asked this. They can turn it on again themselves.")
    await sam.press(f"kc:{plan.id}:")
    assert sam.labels == ["Back"]
    assert (await plan_of(stage, josie)).state == "off"


async def test_coordinator_reaches_what_a_peer_worker_is_asked(stage, sam, hannah, paired):
    del paired
    await sam.press(f"pw:{hannah.membership_id}:")
    await sam.tap("What they are asked")
    assert "Your week as a peer worker: every 7 days at about 18:00" in sam.text
    await sam.tap("Your week as a peer worker")
    await sam.tap("Less often")
    assert (await plan_of(stage, hannah, "peer_week")).every_days == 14
    assert "every 14 days" in hannah.text
