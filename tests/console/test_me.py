import json
import re
from datetime import timedelta

import pytest
from sqlmodel import select

from db.audit import AuditRow, broken_audit_row
from db.mails import Mail, content_of
from db.people import person
from flows.actor import actor_of
from flows.mailing import use_mail
from flows.person_file import person_file
from flows.story import Story
from tests.console.browser import open_browser, text_of
from tests.console.signing_in import (
    add_passkey,
    came_in,
    invitation_for,
    press,
    set_up_codes,
    sign_in,
)
from tests.fakes.authenticator import Authenticator

ME = "/console/me"


@pytest.fixture
async def other(database, clock):
    opened = open_browser(database, clock)
    async with opened.client:
        yield opened


async def passkey_ids(browser, who):
    from db.console_passkeys import passkeys_of

    async with browser.desk.database.reading() as session:
        return [one.id for one in await passkeys_of(session, who.id)]


async def session_ids(browser, who):
    from db.console_sessions import console_sessions_of

    async with browser.desk.database.reading() as session:
        return [one.id for one in await console_sessions_of(session, who.id)]


async def test_the_last_way_in_stays(sam, house, other, clock):
    key = Authenticator()
    await add_passkey(sam, key)
    [only] = await passkey_ids(sam, house.people["Sam"])
    refused = await sam.send(f"{ME}/passkey/remove", passkey=only)
    assert (refused.status_code, "last way in" in text_of(refused.text)) == (409, True)
    assert came_in(await sign_in(other, key))
    await set_up_codes(sam, clock)
    assert (await sam.send(f"{ME}/passkey/remove", passkey=only)).status_code == 303
    assert (await sam.send(f"{ME}/codes/remove")).status_code == 409


async def test_whoever_loses_a_way_is_signed_out_elsewhere(sam, house, other):
    lost, kept = Authenticator(), Authenticator()
    await add_passkey(sam, lost, "Old phone")
    await add_passkey(sam, kept, "Laptop")
    await sign_in(other, lost)
    first, _ = await passkey_ids(sam, house.people["Sam"])
    await sam.send(f"{ME}/passkey/remove", passkey=first)
    assert "Old phone" not in await sam.open(ME)
    assert (await other.get(ME)).status_code == 303
    assert (await sign_in(other, lost)).status_code == 403
    assert came_in(await sign_in(other, kept))


async def test_a_passkey_of_somebody_else_is_not_there(sam, house, other):
    await add_passkey(sam, Authenticator())
    await add_passkey(sam, Authenticator())
    mine = await passkey_ids(sam, house.people["Sam"])
    await other.sign_in(house.people["Noor"].id)
    await add_passkey(other, Authenticator())
    await add_passkey(other, Authenticator())
    for act, more in (("remove", {}), ("name", {"name": "Mine now"})):
        answer = await other.send(f"{ME}/passkey/{act}", passkey=mine[0], **more)
        assert answer.status_code == 409
    assert await passkey_ids(sam, house.people["Sam"]) == mine
    assert "Mine now" not in await sam.open(ME)


async def test_a_passkey_gets_another_name(sam, house):
    await add_passkey(sam, Authenticator(), "Phone")
    [mine] = await passkey_ids(sam, house.people["Sam"])
    await sam.send(f"{ME}/passkey/name", passkey=mine, name="<b>Tablet</b>")
    page = (await sam.get(ME)).text
    assert ("&lt;b&gt;Tablet" in page, "<b>Tablet" in page) == (True, False)
    empty = await sam.send(f"{ME}/passkey/name", passkey=mine, name="")
    assert empty.status_code == 422


async def test_sessions_are_listed_and_ended_one_by_one_or_all(sam, house, other, database, clock):
    third = open_browser(database, clock)
    async with third.client:
        clock.advance(timedelta(minutes=1))
        for browser in (other, third):
            await browser.sign_in(house.people["Sam"].id)
        assert (await sam.get(ME)).text.count("End this session") == 2
        here, *others = await session_ids(sam, house.people["Sam"])
        await sam.send(f"{ME}/sessions/end", session=others[0] if here != others[0] else here)
        assert len(await session_ids(sam, house.people["Sam"])) == 2
        await sam.send(f"{ME}/sessions/end-others")
        assert [(await one.get(ME)).status_code for one in (sam, other, third)] == [200, 303, 303]


async def test_a_session_of_somebody_else_goes_on(sam, house, other):
    await other.sign_in(house.people["Noor"].id)
    [theirs] = await session_ids(sam, house.people["Noor"])
    await sam.send(f"{ME}/sessions/end", session=theirs)
    assert (await other.get(ME)).status_code == 200


async def test_signing_in_and_every_change_of_it_is_in_the_audit(
    sam, house, other, clock, database
):
    key = Authenticator()
    await add_passkey(sam, key)
    await sign_in(other, key)
    await set_up_codes(sam, clock)
    await sam.send(f"{ME}/codes/remove")
    async with database.reading() as session:
        rows = list(await session.exec(select(AuditRow)))
        assert await broken_audit_row(session) is None
    me = house.people["Sam"].id
    acts = [row.act for row in rows if row.act.startswith("console.")]
    assert acts == [
        "console.passkey_added",
        "console.signed_in.passkey",
        "console.codes_added",
        "console.codes_removed",
    ]
    assert {(row.actor, row.about) for row in rows if row.act in acts} == {(me, me)}


@pytest.mark.parametrize("who", ["Josie", "Newcomer", "Gone"])
async def test_whoever_coordinates_nothing_sees_their_own_sign_in_and_nothing_else(
    browser, house, who
):
    await browser.sign_in(house.people[who].id)
    assert (await browser.get(ME)).status_code == 200
    assert (await browser.get("/console/")).status_code == 403


async def test_a_console_without_a_name_makes_no_passkeys(database, clock):
    from console.app import create_console
    from console.desk import Desk
    from console.passkeys import can_have_passkeys
    from tests.stage import wording

    desks = [
        Desk(database, clock.now, wording(), url)
        for url in (
            "http://127.0.0.1:8080",
            "https://[::1]",
            "https://console.test",
            "http://localhost:1",
        )
    ]
    assert [can_have_passkeys(desk) for desk in desks] == [False, False, True, True]
    assert create_console(desks[0]) is not None


async def test_an_address_is_given_confirmed_and_taken_away(sam, database):
    assert "E-mail is not set up on this server." in await sam.open(ME)
    use_mail(database)
    assert "No e-mail address is given." in await sam.open(ME)
    wrong = await sam.send(f"{ME}/mail", address="nobody")
    assert (wrong.status_code, "such as name@example.org" in wrong.text) == (422, True)
    assert "A code was sent to sam@example.org." in await sam.do(
        f"{ME}/mail", address="sam@example.org"
    )
    assert "does not fit" in await sam.do(f"{ME}/mail/code", mail_code="000000x")
    async with database.reading() as session:
        [mail] = list(await session.exec(select(Mail)))
        text = await content_of(session, mail)
    [code] = re.findall(r"\d{6}", text)
    page = await sam.do(f"{ME}/mail/code", mail_code=code)
    assert "we also write to sam@example.org" in page
    assert "No e-mail address is given." in await sam.do(f"{ME}/mail/remove")


async def test_whoever_coordinates_nothing_gives_no_address(browser, house, database):
    use_mail(database)
    await browser.sign_in(house.people["Josie"].id)
    answer = await browser.send(f"{ME}/mail", address="josie@example.org")
    assert answer.status_code == 404
    assert "E-mail address" not in await browser.open(ME)


async def test_a_copy_of_what_is_held_names_ways_and_sessions_without_secrets(
    sam, house, database, clock
):
    await add_passkey(sam, Authenticator(), "Work laptop")
    _, secret, codes = await set_up_codes(sam, clock)
    async with database.reading() as session:
        story = Story(session, clock.now(), "test")
        who = await person(session, house.people["Sam"].id)
        file = json.dumps(await person_file(story, await actor_of(session, who)))
    console = json.loads(file)["console"]
    assert ([one["name"] for one in console["passkeys"]], console["recovery_codes_left"]) == (
        ["Work laptop"],
        10,
    )
    assert [one["by"] for one in console["sessions"]] == ["passkey"]
    assert [secret in file, codes[0].replace("-", "") in file] == [False, False]


async def test_the_way_to_the_bot_is_for_who_has_no_chat(browser, sam, house):
    refused = await sam.send(f"{ME}/chat")
    assert (refused.status_code, "You have a chat" in text_of(refused.text)) == (409, True)
    assert "Link a Telegram chat" not in await sam.open(ME)
    sam.client.cookies.clear()
    await press(browser, await invitation_for(browser, house), name="Wilma")
    assert "Link a Telegram chat" in await browser.open(ME)
    page = await browser.send(f"{ME}/chat")
    assert re.search(r'href="https://t\.me/pairwell_bot\?start=[0-9a-f]{32}"', page.text)
