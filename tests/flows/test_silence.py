"""Silence after a worrying answer, and a blocked bot, reach a coordinator, not the person."""

from datetime import UTC, datetime, timedelta

import pytest

from db.alerts import Alert, AlertStep, alert_reasons
from db.checkin_plans import CheckinPlan
from db.checkins import Checkin
from db.pairings import Pairing
from flows.silence import missed_in_a_row
from tests.flows.people import change, join, pair, row, rows

A_WEEK = timedelta(days=7)
MISSED = timedelta(days=3, hours=1)
FRIDAY = datetime(2026, 11, 27, 10, 30, tzinfo=UTC)


async def silences(stage):
    return await rows(stage, Alert, kind="silence")


async def reasons(stage, alert):
    async with stage.database.reading() as session:
        return await alert_reasons(session, await session.get(Alert, alert.id))


async def weekly_alone(stage):
    """Keep the other plans out of the way, so that weeks can be counted."""
    for plan in await rows(stage, CheckinPlan):
        if plan.measure != "weekly":
            await change(stage, CheckinPlan, plan.id, state="ended")


async def miss_week(stage, n):
    """The check-in of week `n` is asked, reminded of, and missed."""
    for later in (timedelta(0), timedelta(days=1, hours=2), MISSED):
        stage.clock.set(FRIDAY + n * A_WEEK + later)
        await stage.beat()


@pytest.fixture
async def unsafe(stage, josie, paired):
    """Josie answered her first check-in to the end, and did not feel safe."""
    del paired
    await weekly_alone(stage)
    stage.clock.set(FRIDAY)
    await stage.beat()
    await josie.tap("Answer now")
    for label in ("Hard", "Yes", "No"):
        await josie.tap(label)
    assert (await row(stage, Alert)).kind == "answer"


async def test_two_missed_check_ins_after_a_worrying_one(stage, sam, josie, unsafe):
    del unsafe
    await miss_week(stage, 1)
    assert await silences(stage) == []
    said = len(josie.texts)
    await miss_week(stage, 2)
    alert = await row(stage, Alert, kind="silence")
    assert (alert.urgent, alert.person_id) == (False, josie.person_id)
    assert [t for t in josie.texts[said:] if "116 123" in t or "safe" in t] == []
    await sam.press(f"ao:{alert.id}:")
    assert "They did not answer 2 check-ins in a row, after one that raised an alert." in sam.text


async def test_a_third_one_takes_the_place_of_the_second_in_the_alert(stage, unsafe):
    del unsafe
    for n in (1, 2, 3):
        await miss_week(stage, n)
    alert = await row(stage, Alert, kind="silence")
    assert alert.times == 2
    assert await reasons(stage, alert) == '[{"code": "safety.missed", "params": {"missed": 3}}]'


async def test_closed_silence_is_counted_anew(stage, sam, unsafe):
    del unsafe
    for n in (1, 2):
        await miss_week(stage, n)
    alert = await row(stage, Alert, kind="silence")
    await sam.press(f"aa:{alert.id}:")
    await sam.press(f"ac:{alert.id}:contacted")
    await miss_week(stage, 3)
    assert [one.state for one in await silences(stage)] == ["closed"]
    await miss_week(stage, 4)
    assert sorted(one.state for one in await silences(stage)) == ["closed", "open"]


async def test_sign_of_the_person_begins_the_count_again(stage, josie, unsafe):
    del unsafe
    await miss_week(stage, 1)
    stage.clock.set(FRIDAY + 2 * A_WEEK)
    await stage.beat()
    await josie.tap("Not this time")
    await miss_week(stage, 3)
    assert await silences(stage) == []
    await miss_week(stage, 4)
    assert len(await silences(stage)) == 1


async def test_good_answer_since_ends_the_watching(stage, josie, unsafe):
    del unsafe
    stage.clock.set(FRIDAY + A_WEEK)
    await stage.beat()
    await josie.tap("Answer now")
    for label in ("Good", "Yes", "Yes"):
        await josie.tap(label)
    for n in (2, 3, 4):
        await miss_week(stage, n)
    assert await silences(stage) == []


async def test_missed_check_ins_without_a_concern_tell_nobody(stage, paired):
    del paired
    await weekly_alone(stage)
    for n in range(4):
        await miss_week(stage, n)
    assert await rows(stage, Alert) == []


async def test_false_alarm_is_no_concern_to_watch_after(stage, sam, unsafe):
    del unsafe
    alert = await row(stage, Alert)
    await sam.press(f"aa:{alert.id}:")
    await sam.press(f"ac:{alert.id}:false_alarm")
    for n in (1, 2, 3):
        await miss_week(stage, n)
    assert await silences(stage) == []


async def test_form_left_after_the_worrying_answer_counts_as_the_concern(stage, josie, paired):
    del paired
    await weekly_alone(stage)
    stage.clock.set(FRIDAY)
    await stage.beat()
    await josie.tap("Answer now")
    for label in ("Hard", "Yes"):
        await josie.tap(label)
    await josie.type("I am not sure")
    for n in (1, 2):
        await miss_week(stage, n)
    assert len(await silences(stage)) == 1


def test_missed_in_a_row_counts_what_the_person_left_unanswered():
    def asked(*fates):
        return [Checkin(state=state, reason=reason) for state, reason in fates]

    missed, paused = ("missed", "no_answer"), ("skipped", "paused")
    assert missed_in_a_row([]) == 0
    assert missed_in_a_row(asked(missed, paused, missed, ("answered", None), missed)) == 2
    assert missed_in_a_row(asked(("sent", None), missed, ("skipped", "person"), missed)) == 1


async def test_blocked_bot_in_an_active_pair_is_an_alert(stage, sam, josie, paired):
    del paired
    await stage.blocks(josie.id)
    alert = await row(stage, Alert)
    assert (alert.kind, alert.urgent, alert.person_id) == ("silence", False, josie.person_id)
    assert sam.text == "Someone in Perinatal may need you. Please open this today."
    await sam.tap("Open the alert")
    assert "They blocked the bot while they are paired. Nothing from here reaches them" in sam.text


async def test_blocked_bot_again_adds_to_its_alert(stage, josie, paired):
    del paired
    for status in ("kicked", "member", "kicked"):
        await stage.blocks(josie.id, status)
        stage.clock.advance(minutes=1)
    assert (await row(stage, Alert)).times == 2
    assert [s.step for s in await rows(stage, AlertStep)].count("raised") == 1


async def test_blocked_bot_during_a_break_is_told_and_no_alert(stage, sam, josie, paired):
    await change(stage, Pairing, paired, state="paused")
    await stage.blocks(josie.id)
    assert sam.text.startswith("Josie blocked the bot, so nothing reaches them now.")
    assert await rows(stage, Alert) == []


async def test_peer_worker_who_blocks_the_bot_is_one_alert_for_all_their_pairs(
    stage, sam, hannah, anna, paired
):
    del sam, paired
    await pair(stage, anna, hannah)
    await stage.blocks(hannah.id)
    assert (await row(stage, Alert)).person_id == hannah.person_id


async def test_blocked_bot_in_two_programmes_tells_both(stage, josie, paired):
    del paired
    await stage.programme("Second")
    ida = await join(stage, 2_003, "peer_worker", "Ida", within="Second")
    again = await join(stage, josie.id, "service_user", "Josie", within="Second")
    await pair(stage, again, ida)
    await stage.blocks(josie.id)
    alerts = await silences(stage)
    assert len({alert.programme_id for alert in alerts}) == len(alerts) == 2


async def test_person_without_a_peer_who_blocks_the_bot_raises_nothing(stage, sam, josie):
    del sam
    await stage.blocks(josie.id)
    assert await rows(stage, Alert) == []
