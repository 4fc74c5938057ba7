"""My answers over time: a picture, the same in words, and nothing that judges."""

from datetime import timedelta

import pytest

from db.answers import FormSession
from db.checkin_plans import CheckinPlan
from db.checkins import Checkin
from db.people import Person
from flows.chart import Point
from tests.flows.people import change, rows

SEEN = "Your coordinator can see your answers. Nobody you are paired with can."
INTRO = (
    "WHO (Five) Well-Being Index (1998 version)\n\nThe total goes from 0 to 100. Higher is better."
)


pytestmark = pytest.mark.sqlite_alone(
    "what depends on the kind of database is tested in tests/db/test_answer_history.py"
)


async def asked(stage, someone, code):
    """The next check-in of this measure, asked on its day."""
    of = {"person_id": someone.person_id, "measure": code, "state": "on"}
    plan = min(await rows(stage, CheckinPlan, **of), key=lambda found: found.next_due_at)
    stage.clock.set(plan.next_due_at)
    await stage.beat()
    found = await rows(stage, Checkin, person_id=someone.person_id, measure=code)
    return next(c for c in found if c.local_date == plan.next_local_date)


async def answered(stage, someone, code, *labels):
    """The same, answered with these labels; a single one answers every question."""
    checkin = await asked(stage, someone, code)
    await someone.press(f"qr:{checkin.form_session_id}:")
    for label in labels:
        await someone.tap(label)
    return checkin


async def who5(stage, someone, label):
    return await answered(stage, someone, "who5", *[label] * 5)


async def test_answers_over_time_are_reached_from_the_thanks_and_from_my_data(stage, josie, paired):
    del paired
    await josie.type("/mydata")
    assert "My answers over time" not in josie.labels
    await answered(stage, josie, "weekly", "Good", "Yes", "Yes")
    assert josie.labels == ["My answers over time", "Urgent help"]
    await josie.type("/mydata")
    await josie.tap("My answers over time")
    assert "Which questions would you like to look at?" in josie.text
    assert josie.labels == ["Your week", "Where I am", "Urgent help"]


async def test_answers_over_time_in_words_say_all_that_the_picture_shows(stage, josie, paired):
    del paired
    await who5(stage, josie, "Some of the time")
    missed = await asked(stage, josie, "who5")
    stage.clock.advance(days=4)
    await stage.beat()
    await who5(stage, josie, "More than half of the time")
    await josie.press("ms::who5")
    assert josie.text == (
        f"{INTRO}\n\n"
        "28 November 2026: 20\n12 December 2026: no answer\n26 December 2026: 60\n\n"
        "From 28 November 2026 to 26 December 2026 it went up by 40 points. "
        f"That is more than chance.\n\n{SEEN}"
    )
    assert josie.labels == ["Other questions", "Where I am", "Urgent help"]
    assert josie.phone.last.raw.chart.runs == (
        (Point("2026-11-28", 20),),
        (Point("2026-12-26", 60),),
    )
    assert josie.phone.last.raw.protected
    assert missed.measure == "who5"


async def test_small_change_is_not_named_and_one_run_is_joined(stage, josie, paired):
    del paired
    await answered(stage, josie, "who5", *["Some of the time"] * 5)
    await answered(stage, josie, "who5", *["Some of the time"] * 4, "Less than half of the time")
    await josie.press("ms::who5")
    assert josie.text == f"{INTRO}\n\n28 November 2026: 20\n12 December 2026: 24\n\n{SEEN}"
    chart = josie.phone.last.raw.chart
    assert (chart.least, chart.most, len(chart.runs)) == (0, 100, 1)


async def test_answers_to_another_version_are_neither_joined_nor_compared(stage, josie, paired):
    del paired
    first = await who5(stage, josie, "At no time")
    await change(stage, FormSession, first.form_session_id, version=7)
    await who5(stage, josie, "All of the time")
    await josie.press("ms::who5")
    assert josie.text.endswith(
        "28 November 2026: 0\n12 December 2026: 100\n\n"
        "The questions changed on 12 December 2026. Totals before and after cannot be compared."
        f"\n\n{SEEN}"
    )
    assert len(josie.phone.last.raw.chart.runs) == 2


async def test_day_is_the_one_of_the_answer_where_the_person_lives(stage, josie, paired):
    """Asked on Saturday, answered on Sunday at one minute past midnight in Lisbon's summer."""
    del paired
    checkin = await asked(stage, josie, "who5")
    stage.clock.set(checkin.sent_at.replace(hour=0, minute=1) + timedelta(days=1))
    await josie.press(f"qr:{checkin.form_session_id}:")
    for _ in range(5):
        await josie.tap("All of the time")
    await change(stage, Person, josie.person_id, time_zone="America/New_York")
    await josie.press("ms::who5")
    assert "28 November 2026: 100" in josie.text
    await change(stage, Person, josie.person_id, time_zone="Europe/London")
    await josie.press("ms::who5")
    assert "29 November 2026: 100" in josie.text


async def test_measure_without_a_total_is_told_in_words_alone(stage, hannah, paired):
    del paired
    await answered(stage, hannah, "peer_week", "A little", "No", "Yes")
    await hannah.press("ms::peer_week")
    assert hannah.text.startswith(
        "Your week as a peer worker\n\n2 December 2026\n\nLoad: A little\nWorry: No\nSupport: Yes"
        "\n\nWhat you answer as a peer worker is yours."
    )
    assert hannah.phone.last.raw.chart is None


@pytest.mark.parametrize("code", ["who5", "phq9", "nothing", "", "x" * 40])
async def test_answers_of_others_are_never_shown(stage, josie, anna, paired, code):
    del paired
    await who5(stage, josie, "At no time")
    said = len(anna.texts)
    await anna.press(f"ms::{code}")
    assert anna.notice == "There is nothing to show here any more. Here is where you are."
    assert not any("28 November" in text for text in anna.texts[said:])


async def test_threshold_is_told_nowhere(stage, josie, paired):
    """A WHO-5 of nought tells coordinators; what its owner sees holds no word about that."""
    del paired
    await who5(stage, josie, "At no time")
    await josie.press("ms::who5")
    assert josie.text == f"{INTRO}\n\n28 November 2026: 0\n\n{SEEN}"
