import json
import re
from datetime import timedelta
from html import unescape

import pytest

from console.visits import IDLE
from db.console_kept_forms import LASTS
from db.console_upkeep import forget_old_console_rows
from tests.console.browser import open_browser, text_of
from tests.console.signing_in import SIGN_IN, add_passkey, sign_in
from tests.databases import ask
from tests.fakes.authenticator import Authenticator

NOTE = "What I typed for ten minutes, <b>carefully</b>"


@pytest.fixture
def key():
    return Authenticator()


@pytest.fixture
async def locked(sam, key, clock):
    """Sam's browser, with a passkey, at a page that nobody used for a while."""
    await add_passkey(sam, key)
    clock.advance(IDLE)
    return sam


def hidden(page):
    """The fields that a page sends on."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return [(unescape(name), unescape(value)) for name, value in found]


def note_path(house):
    return house.path("/console/p/{programme_id}/alerts/{alert_id}/note")


async def test_what_was_sent_from_a_locked_page_is_there_after_signing_in(locked, house, key):
    sent = await locked.client.post(
        note_path(house), data={"note": NOTE, "once": "o1", "x": ["1", "2"]}
    )
    assert sent.headers["location"] == f"{SIGN_IN}?locked=1"
    answer = await sign_in(locked, key)
    assert answer.headers["location"] == "/console/kept"
    page = (await locked.get("/console/kept")).text
    assert "&lt;b&gt;carefully" in page
    assert hidden(page)[:4] == [("note", NOTE), ("once", "o1"), ("x", "1"), ("x", "2")]


async def test_it_is_sent_on_to_where_it_was_going_with_method_and_fields(locked, house, key):
    await locked.send(note_path(house), note=NOTE, once="o1")
    await sign_in(locked, key)
    answer = await locked.send("/console/kept/send", note=NOTE, once="o1")
    assert (answer.status_code, answer.headers["location"]) == (307, note_path(house))
    assert (await locked.get("/console/kept")).headers["location"] == "/console/"


async def test_it_can_be_thrown_away(locked, house, key):
    await locked.send(note_path(house), note=NOTE)
    await sign_in(locked, key)
    assert (await locked.send("/console/kept/drop")).status_code == 303
    assert (await locked.get("/console/kept")).headers["location"] == "/console/"


async def test_it_is_shown_to_nobody_else(locked, house, database, clock):
    await locked.send(note_path(house), note=NOTE)
    noor = open_browser(database, clock)
    async with noor.client:
        await noor.sign_in(house.people["Noor"].id)
        assert (await noor.get("/console/kept")).headers["location"] == "/console/"
        assert (await noor.send("/console/kept/send")).headers["location"] == "/console/"
    other = Authenticator()
    async with open_browser(database, clock).client as client:
        assert (await client.get("/console/kept")).headers["location"].startswith(SIGN_IN)
    del other


async def test_it_is_there_after_the_session_was_ended_from_elsewhere(
    sam, house, key, database, clock
):
    await add_passkey(sam, key)
    elsewhere = open_browser(database, clock)
    async with elsewhere.client:
        await sign_in(elsewhere, key)
        await elsewhere.send("/console/me/sessions/end-others")
    await sam.send(note_path(house), note=NOTE)
    assert (await sign_in(sam, key)).headers["location"] == "/console/kept"


async def test_it_is_kept_for_an_hour(locked, house, key, clock):
    await locked.send(note_path(house), note=NOTE)
    clock.advance(LASTS)
    assert (await sign_in(locked, key)).headers["location"] == "/console/"


async def test_it_is_sealed_and_the_last_one_counts(locked, house, database, key):
    for text in ("first words", NOTE):
        await locked.send(note_path(house), note=text)
    async with database.reading() as session:
        rows = await ask(session, "SELECT path, fields_sealed FROM console_kept_form")
    assert len(rows) == 1
    assert json.dumps(NOTE).encode() not in bytes(rows[0][1])
    await sign_in(locked, key)
    assert "first words" not in await locked.open("/console/kept")


async def test_codes_and_passkeys_are_not_kept(locked, database):
    await locked.send("/console/me/codes", code="123456")
    async with database.reading() as session:
        assert await ask(session, "SELECT id FROM console_kept_form") == []


async def test_nobody_keeps_anything_without_a_session(browser, house, database):
    await browser.send(note_path(house), note=NOTE)
    browser.client.cookies.set("__Host-pairwell-session", "0" * 64, domain="console.test")
    await browser.send(note_path(house), note=NOTE)
    async with database.reading() as session:
        assert await ask(session, "SELECT id FROM console_kept_form") == []


async def test_too_much_is_refused_and_the_page_stays(locked, house):
    answer = await locked.send(note_path(house), note="x" * 300_000)
    assert answer.status_code < 500


async def test_a_page_that_asks_by_itself_does_not_keep_the_session_open(sam, house, clock):
    for _ in range(4):
        clock.advance(timedelta(minutes=4))
        answer = await sam.client.get(f"{house.root}/today", headers={"HX-Request": "true"})
    assert "Sam" not in answer.text
    locked = await sam.get(f"{house.root}/today")
    assert locked.status_code == 303


async def test_somebody_who_is_there_keeps_it_open_by_a_press(sam, house, clock):
    for _ in range(4):
        clock.advance(timedelta(minutes=14))
        assert (await sam.get("/console/me/stay")).status_code == 204
    assert await sam.open(f"{house.root}/today")


async def test_old_rows_are_forgotten_and_what_is_needed_stays(locked, house, database, key, clock):
    await locked.send(note_path(house), note=NOTE)
    await sign_in(locked, key)
    await locked.send(f"{SIGN_IN}/passkey/ask")
    await locked.send(f"{SIGN_IN}/code", name="NOBODY", code="1")
    clock.advance(timedelta(days=1, minutes=1))
    async with database.transaction() as session:
        assert await forget_old_console_rows(session, clock.now()) >= 3
        left = {
            table: (await ask(session, f"SELECT count(*) FROM {table}"))[0][0]  # noqa: S608 (ours)
            for table in (
                "console_kept_form",
                "console_challenge",
                "console_tries",
                "console_passkey",
            )
        }
    assert left == {
        "console_kept_form": 0,
        "console_challenge": 0,
        "console_tries": 0,
        "console_passkey": 1,
    }
    clock.advance(timedelta(days=90))
    async with database.transaction() as session:
        await forget_old_console_rows(session, clock.now())
        assert await ask(session, "SELECT id FROM console_session") == []


async def test_the_page_says_that_nothing_is_lost(locked):
    page = text_of((await locked.client.get(f"{SIGN_IN}?locked=1")).text)
    assert "What you typed is kept for an hour." in page
