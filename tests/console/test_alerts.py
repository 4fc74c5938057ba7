"""Alerts in the console: seen, taken, noted, looked at again, closed, and followed."""

import json
from datetime import timedelta

import pytest
from sqlmodel import col, select

from console.paging import PAGE
from console.visits import IDLE
from db.alert_notes import AlertNote
from db.alerts import Alert, AlertStep, add_alert_step
from db.audit import AuditRow
from db.people import erase_person
from tests.console.browser import open_browser, text_of
from tests.factories import make_alert

WHY = json.dumps([{"code": "safety.worry", "params": {}}])
WORDS = "Rang her at noon & left a message."
LIVE = {"HX-Request": "true"}


@pytest.fixture
async def alert(database, house):
    """The alert about Josie, with a reason."""
    async with database.transaction() as session:
        made = await make_alert(
            session, house.people["Josie"].id, house.programme.id, WHY, kind="worry"
        )
        add_alert_step(session, made, "raised", None, made.raised_at)
        for name in ("Sam", "Noor"):
            add_alert_step(session, made, "nobody_on_duty", house.people[name].id, made.raised_at)
        old = await session.get(Alert, house.ids["alert_id"])
        assert old is not None
        await session.delete(old)
    house.ids["alert_id"] = made.id
    return f"{house.root}/alerts/{made.id}"


@pytest.fixture
async def noor(database, house, clock):
    browser = open_browser(database, clock)
    await browser.sign_in(house.people["Noor"].id)
    async with browser.client:
        yield browser


async def row(database, house):
    async with database.reading() as session:
        found = await session.get(Alert, house.ids["alert_id"])
        assert found is not None
        return found


async def acts(database):
    async with database.reading() as session:
        return [one.act for one in await session.exec(select(AuditRow).order_by(col(AuditRow.id)))]


async def steps(database):
    async with database.reading() as session:
        found = await session.exec(select(AlertStep).order_by(col(AlertStep.id)))
        return [one.step for one in found]


@pytest.mark.usefixtures("alert")
async def test_list_tells_who_since_when_and_the_next_call(sam, house, clock):
    clock.advance(timedelta(minutes=3))
    answer = await sam.get(f"{house.root}/alerts")
    assert "<title>(1) Alerts" in answer.text
    said = text_of(answer.text)
    assert "1 alert that nobody has" in said
    assert "Josie" in said
    assert "3 minutes ago" in said
    assert "in 12 minutes" in said
    assert "worried" not in said


async def test_alert_tells_why_what_was_done_and_whom_the_clock_calls(sam, database, alert):
    said = await sam.open(alert)
    assert "Their peer worker is worried about them." in said
    assert "nobody on duty; wrote to Sam, Noor" in said
    assert "in 15 minutes: Noor, Sam" in said
    assert await acts(database) == ["alert.read"]


async def test_alert_that_is_taken_calls_nobody(sam, house, database, alert):
    said = await sam.do(f"{alert}/take")
    assert "You have this alert now. Nobody else is called about it." in said
    taken = await row(database, house)
    assert (taken.state, taken.acknowledged_by, taken.next_step_at) == (
        "acknowledged",
        house.people["Sam"].id,
        None,
    )
    assert await acts(database) == ["alert.acknowledged", "alert.read"]
    assert "Who has it You You are called again" in said
    assert "You have this alert now" not in await sam.open(alert)


async def test_two_take_it_at_once_and_one_is_told(sam, noor, house, database, alert):
    await sam.do(f"{alert}/take")
    answer = await noor.send(f"{alert}/take")
    assert answer.status_code == 409
    assert "Sam has taken this on already." in text_of(answer.text)
    assert (await row(database, house)).acknowledged_by == house.people["Sam"].id


async def test_alert_taken_over_cannot_be_closed_by_whoever_had_it(sam, noor, alert):
    await sam.do(f"{alert}/take")
    assert "Who has it You" in await noor.do(f"{alert}/take-over")
    answer = await sam.send(f"{alert}/close", outcome="safe")
    assert answer.status_code == 409
    assert "Noor has taken this on already." in text_of(answer.text)


async def test_alert_is_closed_with_an_outcome_alone(sam, house, database, alert):
    assert (await sam.send(f"{alert}/close", outcome="safe")).status_code == 409
    await sam.do(f"{alert}/take")
    answer = await sam.send(f"{alert}/close")
    assert answer.status_code == 422
    assert "Choose one of these." in text_of(answer.text)
    said = await sam.do(f"{alert}/close", outcome="safe")
    assert "The alert is closed." in said
    assert "No alert waits." in said
    assert "1 closed alert" in said
    closed = await row(database, house)
    assert (closed.state, closed.outcome) == ("closed", "safe")
    assert (await sam.send(f"{alert}/close", outcome="safe")).status_code == 409


async def test_note_is_kept_sealed_and_once(sam, noor, database, alert):
    said = await sam.do(f"{alert}/note", note=WORDS, once="1")
    assert "Your note is kept with the alert." in said
    assert WORDS in said
    assert (await sam.send(f"{alert}/note", note=WORDS, once="1")).status_code == 409
    assert WORDS in await noor.open(alert)
    async with database.reading() as session:
        (note,) = await session.exec(select(AlertNote))
    assert WORDS.encode() not in note.words_sealed


@pytest.mark.parametrize(
    ("note", "problem"),
    [
        ("", "Fill this in."),
        ("  \n ", "Fill this in."),
        ("x" * 801, "There is room for 800."),
        ("\u202e", "There was nothing that we could read."),
    ],
)
async def test_note_that_cannot_be_kept_loses_no_letter(sam, database, alert, note, problem):
    answer = await sam.send(f"{alert}/note", note=note)
    assert answer.status_code == 422
    assert problem in text_of(answer.text)
    assert f">{note}</textarea>" in answer.text
    async with database.reading() as session:
        assert (await session.exec(select(AlertNote))).all() == []


async def test_day_to_look_again_is_kept_until_it_is_done(sam, house, database, alert, clock):
    tomorrow = (clock.now() + timedelta(days=1)).date()
    assert (await sam.send(f"{alert}/day", day=str(tomorrow))).status_code == 409
    await sam.do(f"{alert}/take")
    for wrong in ("", "yesterday", "2026-02-31", str(clock.now().date()), "9999-01-01"):
        assert (await sam.send(f"{alert}/day", day=wrong)).status_code == 422
    assert "The day is kept." in await sam.do(f"{alert}/day", day=str(tomorrow))
    assert (await row(database, house)).follow_up_on == tomorrow
    said = await sam.do(f"{alert}/close", outcome="contacted")
    assert "1 closed alert with a day to look again" in said
    assert "The day to look again is done." in await sam.do(f"{alert}/looked-again")
    assert (await row(database, house)).follow_up_on is None
    assert (await sam.send(f"{alert}/looked-again")).status_code == 409
    assert (await steps(database))[3:] == [
        "acknowledged",
        "look_again",
        "closed.contacted",
        "looked_again",
    ]


async def test_nobody_is_shown_an_alert_about_themselves(sam, noor, house, database):
    async with database.transaction() as session:
        about = await make_alert(session, house.people["Sam"].id, house.programme.id, WHY)
    path = f"{house.root}/alerts/{about.id}"
    assert "Sam" not in await sam.open(f"{house.root}/alerts")
    assert "Sam" in await noor.open(f"{house.root}/alerts")
    for way in ("", "/live"):
        assert (await sam.get(path + way)).status_code == 404
    for way in ("take", "take-over", "close", "looked-again"):
        assert (await sam.send(f"{path}/{way}", outcome="safe")).status_code == 404
    for way, fields in (("note", {"note": WORDS}), ("day", {"day": "2026-12-24"})):
        assert (await sam.send(f"{path}/{way}", **fields)).status_code == 404
    async with database.reading() as session:
        found = await session.get(Alert, about.id)
    assert found.state == "open"


async def test_alert_of_somebody_deleted_says_so(sam, house, database, alert, clock):
    await sam.do(f"{alert}/note", note=WORDS)
    async with database.transaction() as session:
        josie = await session.get(type(house.people["Josie"]), house.people["Josie"].id)
        await erase_person(session, josie, clock.now())
    said = await sam.open(alert)
    assert "Alert about Somebody who was deleted" in said
    assert "Their data was deleted, and why it was raised with it." in said
    assert WORDS not in said
    assert "Somebody who was deleted" in await sam.open(f"{house.root}/alerts")
    assert (await sam.send(f"{alert}/note", note=WORDS)).status_code == 409


async def test_open_page_hears_what_others_do(sam, noor, database, house, alert):
    opened = await sam.get(alert)
    (asks,) = [part for part in opened.text.split('"') if "/live?" in part]
    assert "nobody yet" in text_of((await sam.get(asks)).text).lower()
    await noor.do(f"{alert}/take")
    seen = text_of((await sam.get(asks)).text)
    assert "Who has it Noor" in seen
    assert "Something was added" not in seen
    await noor.do(f"{alert}/note", note=WORDS)
    seen = text_of((await sam.get(asks)).text)
    assert "Something was added since you opened this page." in seen
    assert WORDS not in seen
    assert "worried" not in seen
    listed = text_of((await sam.get(f"{house.root}/alerts/live")).text)
    assert "0 alerts have nobody yet." in listed
    assert "Noor" in listed
    assert (await acts(database)).count("alert.read") == 3


@pytest.mark.usefixtures("alert")
async def test_page_that_asks_by_itself_keeps_no_session_awake(sam, house, clock):
    for _ in range(3):
        clock.advance(IDLE / 3)
        answer = await sam.client.get(f"{house.root}/alerts/live", headers=LIVE)
    assert answer.status_code == 401
    assert "Josie" not in answer.text
    assert "<html" not in answer.text
    assert f"next={house.root.replace('/', '%2F')}%2Falerts&amp;locked=1" in answer.text


async def test_part_of_what_is_gone_is_no_whole_page(sam, house):
    answer = await sam.client.get(f"{house.root}/alerts/none/live", headers=LIVE)
    assert answer.status_code == 404
    assert "<html" not in answer.text


async def test_closed_alerts_come_in_pages(sam, house, database, clock):
    async with database.transaction() as session:
        for number in range(PAGE + 10):
            made = await make_alert(
                session, house.people["Ada"].id, house.programme.id, "[]", kind=f"k{number}"
            )
            made.state, made.outcome = "closed", "safe"
            made.closed_at = clock.now() + timedelta(minutes=number)
            session.add(made)
    said = await sam.open(f"{house.root}/alerts")
    assert f"Show all {PAGE + 10} closed alerts" in said
    first = await sam.get(f"{house.root}/alerts?show=closed")
    assert first.text.count('id="alert-link-') == PAGE
    assert "show=closed&amp;page=2" in first.text
    second = await sam.get(f"{house.root}/alerts?show=closed&page=2")
    assert second.text.count('id="alert-link-') == 10
    assert "page=3" not in second.text
    for odd in ("0", "-1", "x", "٣", "9" * 40):
        assert (await sam.get(f"{house.root}/alerts?show=closed&page={odd}")).status_code == 200
    assert (await sam.get(f"{house.root}/alerts?show=<script>")).status_code == 200
