"""The rota as coordinators change it, and what people are told of hours."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from care.packs import load_pack
from db.alerts import Alert
from db.audit import AuditRow
from db.days_off import DaysOffRow
from db.programmes import Programme
from db.rotas import RotaShift
from flows import hours_told
from tests.flows.people import join, row, rows

pytestmark = pytest.mark.sqlite_alone("what is read and pressed; the records are asked on both")


@pytest.fixture
async def lee(stage, sam):
    del sam
    stage.clock.advance(minutes=1)
    return await join(stage, 3_004, "coordinator", "Lee")


async def programme_id(stage):
    return (await row(stage, Programme)).id


async def add_hours(stage, someone, whose, days, begin, end, rank):
    await someone.press(f"am:{await programme_id(stage)}:")
    await someone.tap(whose)
    for day in days:
        await someone.tap(day)
    await someone.tap("That is all")
    await someone.type(begin)
    await someone.type(end)
    await someone.tap(rank)


@pytest.mark.both_databases
async def test_rota_begins_with_the_hours_that_each_gave(stage, sam, lee):
    where = await programme_id(stage)
    await sam.press(f"ar:{where}:")
    assert sam.text.split("\n\n") == [
        "Who is on duty in Perinatal",
        "These are the hours that each of you gave. The first change makes a rota of them.",
        "- Mon-Fri, 09:00-17:00: Sam\n- Mon-Fri, 09:00-17:00: Lee",
        "Nobody is on duty in these hours. People are told so, with numbers to ring:",
        "- Mon-Fri, 00:00-09:00\n- Mon-Fri, 17:00-24:00\n- Sat, Sun, 00:00-24:00",
    ]
    del lee


async def test_hours_over_night_are_added_and_all_are_told(stage, sam, lee):
    await add_hours(stage, sam, "Lee", ["Saturday"], "18", "8", "Deputy")
    told = "Sam put you on duty: Sat, 18:00-24:00.\n\nSam put you on duty: Sun, 00:00-08:00."
    assert told in lee.texts
    gap = next(text for text in lee.texts if "has hours in which nobody" in text)
    assert gap.split("\n\n")[-1].splitlines() == [
        "- Mon-Fri, 00:00-09:00",
        "- Mon-Fri, 17:00-24:00",
        "- Sat, 00:00-18:00",
        "- Sun, 08:00-24:00",
    ]
    await sam.press(f"ar:{await programme_id(stage)}:")
    assert "- Sat, 18:00-24:00: Lee, deputy\n- Sun, 00:00-08:00: Lee, deputy" in sam.text
    acts = [one.act for one in await rows(stage, AuditRow)]
    assert acts.count("rota.added") == 1


async def test_gaps_are_told_once_for_each_week_that_has_them(stage, sam, lee):
    await add_hours(stage, sam, "Lee", ["Saturday"], "9", "17", "First")
    await add_hours(stage, sam, "Sam", ["Saturday"], "9", "17", "Deputy")
    told = [text for text in lee.texts if "has hours in which nobody" in text]
    assert len(told) == 1


@pytest.mark.both_databases
async def test_hours_are_taken_away(stage, sam, lee):
    await add_hours(stage, sam, "Lee", ["Saturday", "Sunday"], "9", "17", "First")
    where = await programme_id(stage)
    await sam.press(f"ax:{where}:")
    await sam.tap("Lee: Mon-Sun")
    assert "Sam took you off duty: Mon-Sun, 09:00-17:00." in lee.texts
    assert ": Lee" not in sam.text
    shift = (await rows(stage, RotaShift))[0]
    await lee.press(f"az:{shift.id}:")
    await lee.press(f"az:{shift.id}:")
    assert lee.notice == "This is not in the rota any more. Nothing has changed."


async def test_half_hours_are_read_and_other_times_asked_again(stage, sam, lee):
    await sam.press(f"am:{await programme_id(stage)}:")
    await sam.tap("Lee")
    await sam.tap("Saturday")
    await sam.tap("That is all")
    await sam.type("9:20")
    assert sam.text.startswith("Please type a full or half hour, such as 9, 18:30 or midnight.")
    await sam.type("9.30")
    await sam.tap("Midnight")
    await sam.tap("First")
    assert "Sam put you on duty: Sat, 09:30-24:00." in lee.texts
    shift = (await rows(stage, RotaShift, weekday=5))[0]
    assert (shift.from_minute, shift.until_minute) == (570, 1440)


async def test_hours_of_a_clock_half_an_hour_away_are_exact(stage, sam):
    del sam
    stage.clock.advance(minutes=1)
    raj = await join(stage, 3_006, "coordinator", "Raj", time_zone="Asia/Kolkata")
    await raj.press(f"ar:{await programme_id(stage)}:")
    assert "- Mon-Fri, 03:30-11:30: Raj" in raj.text


async def take_off(stage, someone, who, first, last):
    await someone.press(f"av:{await programme_id(stage)}:")
    await someone.tap(who)
    await someone.type(first)
    await someone.type(last)


async def test_closed_days_are_told_with_the_gaps_that_they_make(stage, sam, lee):
    await take_off(stage, sam, "All of us", "24 December 2026", "25 December 2026")
    assert "Sam noted that Perinatal is closed: 24 December 2026 - 25 December 2026." in lee.texts
    gap = next(text for text in lee.texts if "has hours in which nobody" in text)
    assert gap.split("\n\n")[-2:] == [
        "On these days nobody is on duty. People are told so, with numbers to ring:",
        "- 24 December 2026 - 25 December 2026, 00:00-24:00",
    ]
    await sam.press(f"ar:{await programme_id(stage)}:")
    assert "- 24 December 2026 - 25 December 2026: closed" in sam.text
    await sam.press(f"as:{await programme_id(stage)}:")
    assert "- 24 December 2026 - 25 December 2026, 00:00-24:00" in sam.text


async def test_whoever_is_off_is_not_called_and_the_other_is(stage, sam, lee, hannah, paired):
    del paired
    call = "Someone in Perinatal may need help now. Please open this."
    await take_off(stage, lee, "Sam", "26 November 2026", "27 November 2026")
    assert "Lee noted that you are off: 26 November 2026 - 27 November 2026." in sam.texts
    assert [text for text in lee.texts if "On these days nobody" in text] == []
    await hannah.type("/worried")
    assert (sam.texts.count(call), lee.texts.count(call)) == (0, 1)
    await stage.advance(timedelta(minutes=15))
    await stage.advance(timedelta(minutes=15))
    assert sam.texts.count(call) == 1  # everyone, since nobody else took it


async def test_person_in_a_closed_day_is_told_so_with_numbers(stage, sam, josie, paired):
    del paired
    await take_off(stage, sam, "All of us", "26 November 2026", "27 November 2026")
    await josie.type("I want to end my life")
    told = next(text for text in josie.texts if "116 123" in text)
    assert (
        "No coordinator of Perinatal is on duty right now. "
        "Our message to them is read from Mon 30 Nov, 09:00 on."
    ) in told
    assert (await row(stage, Alert)).state == "open"


async def test_last_day_before_the_first_is_asked_again(stage, sam, lee):
    await take_off(stage, sam, "Lee", "25 December 2026", "24 December 2026")
    assert sam.text == "The last day is before the first one. Please type it again."
    assert await rows(stage, DaysOffRow) == []
    await sam.type("25 December 2026")
    assert "Sam noted that you are off: 25 December 2026." in lee.texts
    kept = await row(stage, DaysOffRow)
    assert (kept.membership_id, kept.first) == (lee.membership_id, kept.last)


@pytest.mark.both_databases
async def test_same_days_off_are_kept_once_and_taken_away(stage, sam, lee):
    for _ in range(2):
        await take_off(stage, sam, "Lee", "24 December 2026", "25 December 2026")
    kept = await row(stage, DaysOffRow)
    await sam.press(f"ar:{await programme_id(stage)}:")
    await sam.tap("Take days off away")
    await sam.tap("Lee: 24 Dec - 25 Dec")
    assert "Sam noted that you are no longer off: 24 December 2026 - 25 December 2026." in lee.texts
    assert await rows(stage, DaysOffRow) == []
    await lee.press(f"ak:{kept.id}:")
    assert lee.notice == "This is not in the rota any more. Nothing has changed."


@pytest.mark.both_databases
async def test_days_off_go_with_the_role_and_a_month_after_they_were(stage, sam, lee):
    await take_off(stage, sam, "Lee", "24 December 2026", "25 December 2026")
    await take_off(stage, sam, "All of us", "26 November 2026", "26 November 2026")
    await lee.type("/stop")
    await lee.tap("Yes, leave")
    assert (await row(stage, DaysOffRow)).membership_id is None
    await stage.advance(timedelta(days=30))
    assert len(await rows(stage, DaysOffRow)) == 1
    await stage.advance(timedelta(days=1))
    assert await rows(stage, DaysOffRow) == []


async def test_days_off_are_not_for_others(stage, sam, lee, hannah):
    del lee
    await take_off(stage, sam, "Lee", "24 December 2026", "25 December 2026")
    kept = await row(stage, DaysOffRow)
    await hannah.press(f"ak:{kept.id}:")
    assert hannah.notice == "This is not yours to do. Nothing has changed."
    assert await row(stage, DaysOffRow) == kept


async def test_alert_goes_to_the_first_one_then_to_the_deputy(stage, sam, lee, hannah, paired):
    del paired
    call = "Someone in Perinatal may need help now. Please open this."
    await add_hours(stage, sam, "Sam", ["Monday", "Thursday"], "9", "17", "Deputy")
    await hannah.type("/worried")
    assert (sam.texts.count(call), lee.texts.count(call)) == (0, 1)


async def test_whoever_leaves_takes_their_hours_along(stage, sam, lee):
    await add_hours(stage, sam, "Lee", ["Saturday"], "9", "17", "First")
    await lee.type("/stop")
    await lee.tap("Yes, leave")
    theirs = [one for one in await rows(stage, RotaShift) if one.membership_id == lee.membership_id]
    assert theirs == []
    gaps = [text for text in sam.texts if "has hours in which nobody" in text]
    assert "- Sat, Sun, 00:00-24:00" in gaps[-1]


@pytest.mark.parametrize("verb", ["ar", "am", "ax", "av", "aw", "as", "ap", "ae", "aq"])
async def test_rota_is_not_for_others(stage, sam, hannah, verb):
    del sam
    await hannah.press(f"{verb}:{await programme_id(stage)}:")
    assert hannah.notice == "This is not yours to do. Nothing has changed."
    assert await rows(stage, RotaShift) == []


async def test_nobody_on_duty_is_told_with_the_hour_from_which_somebody_is(stage, josie, paired):
    del paired
    stage.clock.set(datetime(2026, 11, 28, 23, 0, tzinfo=UTC))
    await josie.type("I want to end my life")
    told = next(text for text in josie.texts if "116 123" in text)
    assert (
        "No coordinator of Perinatal is on duty right now. "
        "Our message to them is read from Mon 30 Nov, 09:00 on."
    ) in told
    assert (await row(stage, Alert)).state == "open"


async def test_nobody_on_duty_is_told_in_the_words_of_the_programme(
    stage, josie, paired, monkeypatch
):
    del paired
    told = "Sam's team reads this between 9 and 17."
    pack = load_pack("perinatal")
    own = replace(pack, alerts=replace(pack.alerts, hours=told))
    monkeypatch.setattr(hours_told, "pack_of", lambda _story, _where: own)
    stage.clock.set(datetime(2026, 11, 28, 23, 0, tzinfo=UTC))
    await josie.type("I want to end my life")
    assert told in next(text for text in josie.texts if "116 123" in text)


async def test_same_cause_at_the_same_moment_is_one_alert(stage, hannah, paired):
    del paired
    await asyncio.gather(*(hannah.type("/worried") for _ in range(3)))
    assert (await row(stage, Alert)).times == 3
