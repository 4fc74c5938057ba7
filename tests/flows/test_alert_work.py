"""What coordinators do with an alert once it is there, and that none is forgotten."""

from datetime import date, timedelta

import pytest

from db.alert_notes import AlertNote
from db.alerts import Alert, AlertStep
from db.audit import AuditRow
from db.memberships import Membership
from db.people import Person
from tests.flows.people import change, join, row, rows

HOUR = timedelta(hours=1)
OTHERS = "An alert in Perinatal was taken and is not closed yet. You can take it over."
NOT_CLOSED = (
    "An alert that you took in Perinatal is not closed yet. When you can, please note what came "
    "of it."
)


@pytest.fixture
async def lee(stage, sam):
    del sam
    stage.clock.advance(minutes=1)
    return await join(stage, 3_004, "coordinator", "Lee")


@pytest.fixture
async def taken(stage, hannah, sam, lee, paired):
    """Hannah is worried about Josie, and Sam took the alert: its id."""
    del lee, paired
    await hannah.type("/worried")
    alert = await row(stage, Alert)
    await sam.press(f"aa:{alert.id}:")
    return alert.id


async def steps(stage):
    return [step.step for step in await rows(stage, AlertStep)]


async def test_alert_taken_over_tells_whoever_had_it(stage, sam, lee, taken):
    await lee.press(f"at:{taken}:")
    assert "Lee has taken this on." in lee.text
    assert sam.text == "Lee has taken over an alert that you had in Perinatal."
    await sam.press(f"ac:{taken}:safe")
    assert sam.notice == "Lee has taken this on already."
    await lee.press(f"ac:{taken}:safe")
    alert = await row(stage, Alert)
    assert (alert.state, alert.acknowledged_by, alert.closed_by) == (
        "closed",
        lee.person_id,
        lee.person_id,
    )
    await sam.press(f"at:{taken}:")
    assert sam.notice == "This alert is closed."
    acts = [one.act for one in await rows(stage, AuditRow) if one.act.startswith("alert.")]
    assert acts == [
        "alert.raised.worry",
        "alert.acknowledged",
        "alert.taken_over",
        "alert.closed.safe",
    ]


async def test_alert_taken_over_from_nobody_is_taken(stage, hannah, sam, paired):
    del paired
    await hannah.type("/worried")
    alert = await row(stage, Alert)
    await sam.press(f"at:{alert.id}:")
    await sam.press(f"at:{alert.id}:")
    assert await steps(stage) == ["raised", "first", "acknowledged"]


async def test_note_is_read_by_the_next_one_and_goes_with_the_person(stage, sam, lee, taken):
    await sam.press(f"an:{taken}:")
    assert "What would you like to note?" in sam.text
    await sam.type("I rang at noon, nobody answered.")
    assert "I rang at noon, nobody answered." in sam.text
    await lee.press(f"ao:{taken}:")
    assert "Sam noted, Thu 26 Nov, 10:01:\n\nI rang at noon, nobody answered." in lee.text
    assert "- Thu 26 Nov, 10:01: Sam wrote a note" in lee.text
    alert = await row(stage, Alert)
    await change(stage, Person, alert.person_id, erase_at=stage.clock.now())
    await stage.advance(HOUR)
    assert await rows(stage, AlertNote) == []
    await lee.press(f"ao:{taken}:")
    assert "noted" not in lee.text
    await lee.press(f"an:{taken}:")
    assert lee.notice == "This person's data was deleted, so nothing more is kept about them."
    await sam.press(f"ac:{taken}:contacted")
    assert (await row(stage, Alert)).state == "closed"


async def test_timeline_tells_every_step_with_its_time(stage, sam, lee, hannah, paired):
    del paired
    await hannah.type("/worried")
    for _ in range(2):
        await stage.advance(timedelta(minutes=15))
    alert = await row(stage, Alert)
    await lee.press(f"aa:{alert.id}:")
    told = lee.text.partition("What was done:")[2].split("\n\n")[1]
    assert told.splitlines() == [
        "- Thu 26 Nov, 10:01: raised",
        "- Thu 26 Nov, 10:01: called Sam",
        "- Thu 26 Nov, 10:16: called Sam again",
        "- Thu 26 Nov, 10:31: called Lee next",
        "- Thu 26 Nov, 10:31: Lee took this on",
    ]
    del sam


async def test_taken_alert_that_nobody_closes_is_called_out_again(stage, sam, lee, taken):
    await stage.advance(23 * HOUR)
    assert NOT_CLOSED not in sam.texts
    await stage.advance(HOUR)
    assert (sam.texts.count(NOT_CLOSED), lee.texts.count(OTHERS)) == (1, 0)
    await stage.advance(72 * HOUR)  # Monday: Saturday had nobody on duty
    assert (sam.texts.count(NOT_CLOSED), lee.texts.count(OTHERS)) == (2, 1)
    await lee.press(f"at:{taken}:")
    await lee.press(f"ac:{taken}:contacted")
    for _ in range(4):
        await stage.advance(24 * HOUR)
    assert (sam.texts.count(NOT_CLOSED), lee.texts.count(OTHERS)) == (2, 1)
    assert (await row(stage, Alert)).owner_call_at is None


async def test_owner_is_not_called_at_night(stage, sam, lee, hannah, paired):
    del lee, paired
    stage.clock.advance(hours=12)
    await hannah.type("/worried")
    alert = await row(stage, Alert)
    await sam.press(f"aa:{alert.id}:")
    await stage.advance(24 * HOUR)
    assert NOT_CLOSED not in sam.texts
    assert (await row(stage, Alert)).owner_call_at.hour == 8
    await stage.advance(10 * HOUR)
    assert sam.texts.count(NOT_CLOSED) == 1


@pytest.mark.parametrize("why", ["blocked", "left"])
async def test_alert_of_an_owner_out_of_reach_is_called_out_to_others(stage, sam, lee, taken, why):
    del taken
    if why == "blocked":
        await change(stage, Person, sam.person_id, unreachable_since=stage.clock.now())
    else:
        await change(stage, Membership, sam.membership_id, stage="left")
    await stage.advance((24 if why == "left" else 1) * HOUR)
    await stage.beat()
    alert = await row(stage, Alert)
    assert (alert.state, alert.acknowledged_by) == ("open", None)
    assert lee.texts.count("Someone in Perinatal may need help now. Please open this.") == 1


async def test_day_to_look_again_is_kept_until_it_is_done(stage, sam, lee, taken):
    await sam.press(f"af:{taken}:")
    await sam.type("3 December 2026")
    assert sam.text == (
        "We call you on 3 December 2026 in the morning. "
        "Until then this alert is not called out again."
    )
    await sam.press(f"ac:{taken}:contacted")
    told = "Today is the day that you set to look again at an alert in Perinatal."
    await stage.advance(timedelta(days=6, hours=22))
    assert told not in sam.texts
    await stage.advance(HOUR)
    assert sam.texts.count(told) == 1
    await lee.press(f"al:{(await row(stage, Alert)).programme_id}:")
    assert lee.labels == ["Josie (look again)"]
    await stage.advance(24 * HOUR)
    assert (sam.texts.count(told), lee.texts.count(OTHERS)) == (2, 1)
    await sam.press(f"ad:{taken}:")
    assert sam.text == "Thank you. The day to look again is done."
    for _ in range(3):
        await stage.advance(24 * HOUR)
    alert = await row(stage, Alert)
    assert (alert.state, alert.follow_up_on, alert.owner_call_at) == ("closed", None, None)
    assert sam.texts.count(told) == 2
    await sam.press(f"ad:{taken}:")
    assert sam.notice == "No day is set for this alert any more."


async def test_day_to_look_again_belongs_to_whoever_has_the_alert(stage, lee, hannah, taken):
    await lee.press(f"af:{taken}:")
    assert lee.notice == "Sam has taken this on already."
    for verb in ("an", "af", "ad", "at"):
        await hannah.press(f"{verb}:{taken}:")
        assert hannah.notice == "This is not yours to do. Nothing has changed."
    alert = await row(stage, Alert)
    assert (alert.follow_up_on, await rows(stage, AlertNote)) == (None, [])


async def test_day_in_the_past_is_refused(stage, sam, taken):
    await sam.press(f"af:{taken}:")
    await sam.type("1 November 2026")
    assert (await row(stage, Alert)).follow_up_on is None
    await sam.type("27 November 2026")
    assert (await row(stage, Alert)).follow_up_on == date(2026, 11, 27)
