import json
from datetime import timedelta

import pytest

from bot.pages import draw_document
from db.audit import AuditRow
from db.outbox import Letter
from tests.flows.people import ANNA, join, pair, rows
from tests.stage import wording

HOSTILE = '<script>alert("x")</script> & <b>'


async def copy_of(someone):
    """The page and the data as they arrived."""
    await someone.type("/mydata")
    await someone.tap("Send me a copy")
    await someone.tap("Yes, send them")
    found = {
        shown.raw.document.name: shown.raw.document
        for shown in someone.phone.messages.values()
        if shown.raw is not None and shown.raw.document is not None
    }
    page = draw_document(found["copy.html"], wording(), "en").decode()
    return page, json.loads(found["copy.json"].text)


async def test_copy_is_offered_before_it_is_in_the_chat(josie):
    await josie.type("/mydata")
    await josie.tap("Send me a copy")
    assert "Telegram can read chats with bots." in josie.text
    assert josie.labels == ["Yes, send them", "Not now", "Urgent help"]
    await josie.tap("Not now")
    assert [m for m in josie.phone.messages.values() if m.raw and m.raw.document] == []


async def test_copy_holds_everything(stage, hannah, josie, paired):
    del paired
    await hannah.type("Hello Josie")
    await stage.advance(timedelta(days=1, hours=1))
    await josie.tap("Answer now")
    for label in ("Hard", "Yes", "I am not sure"):
        await josie.tap(label)
    page, data = await copy_of(josie)
    assert data["format"] == "pairwell-person-1"
    assert (data["person"]["name"], data["person"]["language"]) == ("Josie", "en")
    (role,) = data["roles"]
    assert (role["programme"], role["role"], role["stage"]) == (
        "Perinatal",
        "service_user",
        "matched",
    )
    answered = {answer["code"]: answer["answer"] for answer in role["answers"]}
    assert (answered["age"], answered["birth_date"]) == ("31", "5 November 2026")
    assert {c["kind"] for c in role["consents"]} == {"matching", "checkins", "research"}
    assert [(p["with"], p["state"]) for p in data["pairings"]] == [("Hannah", "active")]
    (checkin,) = data["check_ins"]
    assert (checkin["day"], checkin["state"]) == ("2026-11-27", "answered")
    assert [a["answer"] for a in checkin["answers"]] == ["Hard", "Yes", "I am not sure"]
    waits = {"from": "2026-11-26", "until": None, "why": "waits.contacts"}
    assert {"measure": "Your first talk", **waits} in data["days_without_questions"]
    assert [(c["what"], c["outcome"]) for c in data["concerns"]] == [("answer", None)]
    written_since = 3  # both files, and the buttons taken off
    held = len(await rows(stage, Letter, person_id=josie.person_id)) - written_since
    assert len(data["letters"]) == held
    assert data["messages_of_which_the_number_is_kept"] == 1
    for told in ("Josie", "You and Hannah", "5 November 2026", "I am not sure", "You are paired"):
        assert told in page
    assert "Hello Josie" not in page + json.dumps(data)  # not kept once it is delivered


async def test_copy_tells_nothing_about_others(stage, sam, hannah, josie, paired):
    del sam, paired
    await hannah.type("/worried")
    page, data = await copy_of(josie)
    assert [c["what"] for c in data["concerns"]] == ["somebody_was_concerned"]
    assert "Somebody was concerned about you" in page
    whole = page + json.dumps(data)
    ids = (hannah.person_id, hannah.membership_id, josie.person_id, str(hannah.id))
    assert [secret for secret in ("worry", "peer worker", "Sam", *ids) if secret in whole] == []
    assert len(await rows(stage, AuditRow, act="person.copy_sent")) == 1


@pytest.mark.parametrize(
    ("state", "known"),
    [("suggested", ()), ("offered", ("hannah",)), ("accepted", ("hannah", "josie"))],
)
async def test_copy_holds_the_pairs_that_the_person_was_told_of(stage, hannah, josie, state, known):
    await pair(stage, josie, hannah, state=state)
    for someone in (hannah, josie):
        _, data = await copy_of(someone)
        assert bool(data["pairings"]) is (someone.name.lower() in known)


async def test_page_is_escaped_and_needs_nothing_from_outside(stage):
    anna = await join(stage, ANNA, "service_user", HOSTILE, anything_else=HOSTILE)
    page, data = await copy_of(anna)
    assert data["person"]["name"] == HOSTILE
    assert "<script" not in page
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &lt;b&gt;" in page
    assert [
        mark for mark in ("http://", "https://", "src=", "@import", "url(") if mark in page
    ] == []
    assert page.startswith('<!doctype html>\n<html lang="en" dir="ltr">')


async def test_copy_is_wiped_from_the_outbox_once_sent(stage, josie):
    await copy_of(josie)
    letters = await rows(stage, Letter, person_id=josie.person_id)
    assert {letter.content_sealed for letter in letters} == {None}


async def test_copy_again_at_once_is_put_off(stage, josie):
    await copy_of(josie)
    await josie.press("ex::send")
    assert josie.notice == "We have sent it to you. You can ask again in 10 minutes."
    stage.clock.advance(minutes=11)
    await josie.press("ex::send")
    assert len([m for m in josie.phone.messages.values() if m.raw and m.raw.document]) == 4


async def test_copy_of_every_role(stage, sam, hannah):
    for someone in (sam, hannah):
        page, data = await copy_of(someone)
        assert data["person"]["name"] == someone.name
        assert "Perinatal" in page
    stranger = stage.phone(9_009)
    await stage.say(9_009, "/mydata")
    await stage.press_data(9_009, 1, "ex::send")
    assert sum(bool(m.raw and m.raw.document) for m in stranger.messages.values()) == 2


async def test_copy_of_a_peer_worker_holds_their_work(stage, hannah, josie, anna, paired):
    del josie, paired
    await pair(stage, anna, hannah)
    await hannah.type("Whom is this for, I wonder")
    await hannah.type("/away")
    await hannah.type("10 December 2026")
    page, data = await copy_of(hannah)
    (role,) = data["roles"]
    assert role["peer_work"]["away_until"] == "2026-12-10"
    assert data["held_messages"] == ["Whom is this for, I wonder"]
    for told in ("10 December 2026", "Whom is this for, I wonder", "You and Josie", "You and Anna"):
        assert told in page
