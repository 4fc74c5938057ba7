from datetime import UTC, datetime, timedelta

import pytest

from db.alerts import Alert
from db.answers import FormSession
from db.checkin_plans import CheckinPlan
from db.checkins import Checkin
from db.consents import Consent
from db.memberships import Membership
from db.pairings import Pairing
from db.people import Person
from db.programmes import Programme
from tests.flows.people import change, join, pair, row, rows

A_DAY = timedelta(days=1)
FRIDAY = datetime(2026, 11, 27, tzinfo=UTC)
ASKED = "Would you like to answer 3 short questions now"


@pytest.fixture
async def asked(stage, josie, paired):
    """It is the morning after the pairing began, and Josie was asked about her week."""
    del paired
    stage.clock.set(FRIDAY.replace(hour=10, minute=30))
    await stage.beat()
    assert ASKED in josie.text
    return await row(stage, Checkin)


async def outcomes(stage, measure="weekly"):
    found = [c for c in await rows(stage, Checkin) if c.measure == measure]
    return [(c.local_date.isoformat(), c.state, c.reason) for c in found]


async def plan_of(stage, someone, measure="weekly"):
    return await row(stage, CheckinPlan, person_id=someone.person_id, name=measure)


async def test_check_in_comes_next_morning_on_the_persons_clock(stage, josie, paired):
    del paired
    said = len(josie.texts)
    stage.clock.set(FRIDAY.replace(hour=9, minute=59))
    await stage.beat()
    assert josie.texts[said:] == []
    stage.clock.set(FRIDAY.replace(hour=10, minute=20))
    await stage.beat()
    assert josie.labels == [
        "Answer now",
        "Later",
        "Not this time",
        "Change when I am asked",
        "Urgent help",
    ]
    assert "Your coordinator can see your answers. Nobody you are paired with can." in josie.text


async def test_check_in_follows_the_zone_of_the_person(stage, hannah, josie):
    await change(stage, Person, josie.person_id, time_zone="America/New_York")
    await pair(stage, josie, hannah)
    plan = await plan_of(stage, josie)
    assert plan.next_due_at.replace(minute=0) == FRIDAY.replace(hour=15)


async def test_check_in_once_whatever_the_beats_do(stage, josie, asked):
    said = len(josie.texts)
    for _ in range(3):
        await stage.beat()
    await change(
        stage,
        CheckinPlan,
        asked.plan_id,
        next_due_at=asked.due_at,
        next_local_date=asked.local_date,
    )
    await stage.beat()
    assert josie.texts[said:] == []
    assert await outcomes(stage) == [("2026-11-27", "sent", None)]


async def test_check_in_answered_to_the_end(stage, josie, asked):
    await josie.tap("Answer now")
    assert "Question 1 of 3" in josie.text
    for label in ("Good", "Yes", "Yes"):
        await josie.tap(label)
    assert josie.text == "Thank you. Your answers are saved."
    checkin = await row(stage, Checkin, id=asked.id)
    assert (checkin.state, checkin.answered_at) == ("answered", stage.clock.now())
    assert checkin.score_sealed is not None
    assert await rows(stage, Alert) == []


async def test_check_in_two_are_never_asked_twice_after_a_break(stage, josie, paired):
    del paired
    said = len(josie.texts)
    stage.clock.set(FRIDAY.replace(hour=12) + timedelta(days=15))
    await stage.beat()
    await stage.beat()
    assert len([t for t in josie.texts[said:] if ASKED in t]) <= 1
    missed = await outcomes(stage)
    assert missed[0] == ("2026-11-27", "missed", "late.day_over")
    assert ("2026-12-04", "missed", "passed_over") in missed


async def test_check_in_late_in_the_evening_waits_for_no_night(stage, josie, paired):
    del paired
    said = len(josie.texts)
    stage.clock.set(FRIDAY.replace(hour=22))
    await stage.beat()
    assert josie.texts[said:] == []
    assert await outcomes(stage) == [("2026-11-27", "missed", "late.day_over")]


WHY_NOT = {
    "unreachable": ("missed", "unreachable", "on"),
    "paused": ("skipped", "paused", "on"),
    "no_consent": ("skipped", "no_consent", "on"),
    "nobody_responds": ("skipped", "nobody_responds", "on"),
    "pairing_ended": ("skipped", "pairing_ended", "ended"),
    "left": ("skipped", "left", "ended"),
}


@pytest.mark.parametrize("why", WHY_NOT)
async def test_check_in_not_asked_and_why(stage, josie, paired, why):
    now = stage.clock.now()
    if why == "unreachable":
        await change(stage, Person, josie.person_id, unreachable_since=now)
    elif why == "paused":
        await change(stage, Pairing, paired, state="paused")
    elif why == "no_consent":
        for consent in await rows(stage, Consent, person_id=josie.person_id):
            await change(stage, Consent, consent.id, withdrawn_at=now)
    elif why == "nobody_responds":
        where = await row(stage, Programme)
        await change(stage, Programme, where.id, response_recorded_at=None)
    elif why == "pairing_ended":
        await change(stage, Pairing, paired, state="ended")
    else:
        await change(stage, Membership, josie.membership_id, stage="left")
    said = len(josie.texts)
    stage.clock.set(FRIDAY.replace(hour=10, minute=30))
    await stage.beat()
    state, reason, plan_state = WHY_NOT[why]
    assert await outcomes(stage) == [("2026-11-27", state, reason)]
    assert (await plan_of(stage, josie)).state == plan_state
    assert josie.texts[said:] == []


async def test_check_in_ends_after_the_weeks_of_its_plan(stage, josie, paired):
    plan = await plan_of(stage, josie, "who5")
    await change(stage, Pairing, paired, active_at=stage.clock.now() - timedelta(weeks=12))
    stage.clock.set(plan.next_due_at)
    await stage.beat()
    assert await outcomes(stage, "who5") == [("2026-11-28", "skipped", "weeks_over")]
    assert (await plan_of(stage, josie, "who5")).state == "ended"


async def test_check_ins_go_on_with_the_next_peer(stage, hannah, josie, paired):
    await change(stage, Pairing, paired, state="ended")
    stage.clock.advance(minutes=5)
    second = await pair(stage, josie, hannah)
    assert (await plan_of(stage, josie)).pairing_id == second
    stage.clock.set(FRIDAY.replace(hour=10, minute=30))
    await stage.beat()
    assert ASKED in josie.text


async def test_peer_worker_who_once_looked_for_a_peer_is_asked(stage, sam, josie):
    del sam
    former = await join(stage, 5_005, "service_user", "Mia", at="left")
    await join(stage, 5_005, "peer_worker", "Mia")
    await pair(stage, josie, former)
    plan = await row(stage, CheckinPlan, measure="peer_week")
    stage.clock.set(plan.next_due_at)
    await stage.beat()
    asked = "Hello Mia. Would you like to answer 3 short questions"
    assert [text for text in former.texts if text.startswith(asked)]


async def test_check_in_without_answer_is_asked_once_more_then_missed(stage, josie, asked):
    reminder = "Your 3 short questions are still here."
    for hours in (24, 48, 72):
        stage.clock.set(asked.sent_at + timedelta(hours=hours))
        await stage.beat()
        assert len([text for text in josie.texts if reminder in text]) == 1
    checkin = await row(stage, Checkin, id=asked.id)
    assert (checkin.state, checkin.reason, checkin.reminders) == ("missed", "no_answer", 1)
    await josie.press(f"qr:{asked.form_session_id}:")
    assert josie.notice == "This is closed now. Nothing is lost."


async def test_reminder_is_not_sent_at_night_nor_to_the_unreachable(stage, josie, asked):
    said = len(josie.texts)
    stage.clock.set(asked.sent_at + timedelta(hours=35, minutes=30))
    await stage.beat()
    await change(stage, Person, josie.person_id, unreachable_since=stage.clock.now())
    await stage.advance(timedelta(hours=12))
    assert [t for t in josie.texts[said:] if "still here" in t] == []


async def test_later_keeps_the_check_in_open(stage, josie, asked):
    await josie.tap("Later")
    assert josie.text == "That is fine. The questions wait here for you."
    assert (await row(stage, Checkin, id=asked.id)).state == "sent"
    await stage.advance(timedelta(hours=20))
    await josie.tap("Answer now")
    assert "Question 1 of 3" in josie.text


async def test_not_this_time_skips_and_asks_for_no_reason(stage, josie, asked):
    await josie.tap("Not this time")
    assert josie.text == "That is fine. No reason is needed."
    checkin = await row(stage, Checkin, id=asked.id)
    assert (checkin.state, checkin.reason) == ("skipped", "person")
    await josie.press(f"kn:{asked.id}:")
    assert josie.notice == "This is closed now. Nothing is lost."


async def test_check_in_of_somebody_else_is_not_shown(stage, josie, anna, asked):
    del josie
    for data in (f"kn:{asked.id}:", f"kl:{asked.id}:", f"qr:{asked.form_session_id}:"):
        await anna.press(data)
        assert anna.notice == "This is not open any more. Here is where you are."
    assert (await row(stage, Checkin, id=asked.id)).state == "sent"
    assert [t for t in anna.texts if "How has your week been" in t] == []


async def test_safety_answer_counts_at_the_press_though_the_form_is_left(stage, sam, josie, asked):
    await josie.tap("Answer now")
    for label in ("Hard", "Yes", "No"):
        await josie.tap(label)
    assert any("Are you safe right now?" in t and "116 123" in t for t in josie.texts)
    assert (await row(stage, Alert)).kind == "answer"
    assert sam.text.startswith("Someone in Perinatal may need help now.")
    del asked


async def test_safety_answer_first_and_the_rest_never_answered(stage, josie, paired):
    del paired
    stage.clock.set((await plan_of(stage, josie, "weekly")).next_due_at)
    await stage.beat()
    form = await row(stage, FormSession, form="measure.weekly")
    await change(stage, FormSession, form.id, at="safe")
    await josie.type("not sure at all")
    await josie.type("I am not sure")
    assert (await row(stage, Alert)).kind == "answer"
    assert (await row(stage, Checkin)).state == "sent"


async def test_very_low_wellbeing_tells_coordinators_without_hurry(stage, sam, josie, paired):
    del paired
    stage.clock.set((await plan_of(stage, josie, "who5")).next_due_at)
    await stage.beat()
    who5 = await row(stage, Checkin, measure="who5")
    await josie.press(f"qr:{who5.form_session_id}:")
    for _ in range(5):
        await josie.tap("At no time")
    assert josie.text == "Thank you. Your coordinator will read this and may write to you."
    alert = await row(stage, Alert)
    assert (alert.kind, alert.urgent) == ("score", False)
    assert "Are you safe right now?" not in " ".join(josie.texts)
    # It is Saturday: nobody is on duty, everybody is told once, and the ladder waits for hours.
    assert sam.text == "Someone in Perinatal may need you. Please open this today."


async def test_worried_peer_worker_is_thanked_for_the_other(stage, hannah, sam, paired):
    del paired
    plan = await row(stage, CheckinPlan, measure="peer_week")
    stage.clock.set(plan.next_due_at)
    await stage.beat()
    await hannah.tap("Answer now")
    await hannah.tap("A lot")
    await hannah.tap("Yes")
    helped = [t for t in hannah.texts if "116 123" in t]
    assert helped[0].startswith("Thank you for telling us. You are not alone with this.")
    await sam.tap("Open the alert")
    assert "About Hannah" in sam.text
    assert "They said in a check-in that they are worried about someone they support." in sam.text


@pytest.mark.parametrize(
    ("text", "minutes", "is_answer"),
    [
        ("Good", 5, True),
        ("2", 5, True),
        ("I had a bad night, did you?", 5, False),
        ("Good", 31, False),
    ],
)
async def test_typed_text_beside_an_open_check_in(
    stage, hannah, josie, asked, text, minutes, is_answer
):
    del asked
    await josie.tap("Answer now")
    stage.clock.advance(minutes=minutes)
    await josie.type(text)
    assert (f"Josie\n{text}" in hannah.texts) is not is_answer
    assert ("Question 2 of 3" in josie.text) is is_answer


async def test_text_before_the_check_in_is_begun_is_for_the_peer(stage, hannah, josie, asked):
    del stage, asked
    await josie.type("Good")
    assert "Josie\nGood" in hannah.texts
