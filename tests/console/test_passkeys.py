from datetime import timedelta

import pytest

from console.passkeys import LONGEST
from db.console_challenges import LASTS
from db.console_passkeys import passkeys_of
from db.console_sessions import console_sessions_of
from db.erasure import erase_person_rows
from db.people import person
from tests.console.browser import open_browser, text_of
from tests.console.signing_in import SIGN_IN, add_passkey, came_in, sign_in
from tests.fakes.authenticator import Authenticator


@pytest.fixture
def key():
    return Authenticator()


@pytest.fixture
async def other(database, clock):
    opened = open_browser(database, clock)
    async with opened.client:
        yield opened


async def test_a_passkey_opens_the_console_in_another_browser(sam, key, other):
    assert (await add_passkey(sam, key)).headers["location"] == "/console/me"
    assert "The passkey is added." in await sam.open("/console/me")
    answer = await sign_in(other, key)
    assert came_in(answer)
    assert "Perinatal" in (await other.client.get("/console/", follow_redirects=True)).text


async def test_the_cookie_is_for_this_host_and_no_script(sam, key, other):
    await add_passkey(sam, key)
    cookie = (await sign_in(other, key)).headers["set-cookie"]
    assert cookie.startswith("__Host-pairwell-session=")
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))


async def test_signing_in_ends_the_session_that_was_there(sam, house, key, database):
    await add_passkey(sam, key)
    before = dict(sam.client.cookies)
    await sign_in(sam, key)
    assert dict(sam.client.cookies) != before
    sam.client.cookies.clear()
    sam.client.cookies.update(before)
    assert (await sam.get(f"{house.root}/today")).status_code == 303
    async with database.reading() as session:
        ways = [one.way for one in await console_sessions_of(session, house.people["Sam"].id)]
    assert ways == ["passkey"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://console.test.evil.test"},
        {"origin": "http://console.test"},
        {"site": "evil.test"},
        {"type": "webauthn.create"},
        {"challenge": "AAAA"},
        {"signature": b"0123456789"},
        {"user": b"somebody else"},
    ],
)
async def test_an_answer_that_is_wrong_in_one_thing_opens_nothing(sam, key, other, wrong):
    await add_passkey(sam, key)
    answer = await sign_in(other, key, **wrong)
    assert (answer.status_code, came_in(answer)) == (403, False)
    assert "That did not open the console" in text_of(answer.text)


async def test_an_answer_without_finger_face_or_pin_opens_nothing(sam, key, other):
    await add_passkey(sam, key)
    key.is_verified = False
    assert (await sign_in(other, key)).status_code == 403
    assert (await add_passkey(sam, key)).status_code == 422


async def test_a_count_that_goes_back_is_of_a_copy(sam, key, other):
    await add_passkey(sam, key)
    assert came_in(await sign_in(other, key, count=5))
    assert (await sign_in(other, key, count=5)).status_code == 403
    assert came_in(await sign_in(other, key, count=6))


async def test_an_answer_works_once(sam, key, other):
    await add_passkey(sam, key)
    asked = (await other.send(f"{SIGN_IN}/passkey/ask")).text
    answer = key.get(asked)
    key.counts = False
    assert came_in(await other.send(f"{SIGN_IN}/passkey", credential=answer))
    assert (await other.send(f"{SIGN_IN}/passkey", credential=answer)).status_code == 403


async def test_an_answer_that_comes_late_opens_nothing(sam, key, other, clock):
    await add_passkey(sam, key)
    asked = (await other.send(f"{SIGN_IN}/passkey/ask")).text
    clock.advance(LASTS)
    late = await other.send(f"{SIGN_IN}/passkey", credential=key.get(asked))
    assert late.status_code == 403


async def test_a_challenge_for_signing_in_makes_no_passkey(sam, key):
    asked = (await sam.send("/console/me/passkey/ask")).text
    made = key.create(asked)
    assert (await sam.send(f"{SIGN_IN}/passkey", credential=made)).status_code == 403
    again = await sam.send("/console/me/passkey", name="Phone", credential=made)
    assert again.headers["location"] == "/console/me"


async def test_a_challenge_of_one_person_makes_no_passkey_for_another(sam, house, key, other):
    await other.sign_in(house.people["Noor"].id)
    asked = (await sam.send("/console/me/passkey/ask")).text
    answer = key.create(asked)
    made = await other.send("/console/me/passkey", name="Phone", credential=answer)
    assert made.status_code == 422


async def test_a_passkey_belongs_to_one_person(sam, house, key, other):
    await add_passkey(sam, key)
    taken = key.passkeys[0]
    await other.sign_in(house.people["Noor"].id)
    asked = (await other.send("/console/me/passkey/ask")).text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.fakes.authenticator.os.urandom", lambda _: taken.id)
        answer = key.create(asked)
    made = await other.send("/console/me/passkey", name="Phone", credential=answer)
    assert made.status_code == 422


@pytest.mark.parametrize(
    "nonsense",
    ["", "{}", "[]", "null", "1", '"x"', '{"id": 1}', "{" * 2_000, "x" * LONGEST, "\x00", "é"],
)
async def test_nonsense_opens_nothing(sam, other, nonsense):
    answer = await other.send(f"{SIGN_IN}/passkey", credential=nonsense)
    assert answer.status_code == 403
    made = await sam.send("/console/me/passkey", name="Phone", credential=nonsense)
    assert made.status_code == 422


async def test_a_passkey_needs_a_name_that_is_not_lost(sam, house, key, database):
    nameless = await add_passkey(sam, key, name="")
    assert (nameless.status_code, "Fill this in." in nameless.text) == (422, True)
    long = await add_passkey(sam, key, name="x" * 41)
    assert (long.status_code, "x" * 41 in long.text) == (422, True)
    async with database.reading() as session:
        assert await passkeys_of(session, house.people["Sam"].id) == []


async def test_an_open_screen_adds_no_way_in_after_a_while(sam, clock):
    for _ in range(2):
        clock.advance(timedelta(minutes=8))
        assert (await sam.get("/console/me")).status_code == 200
    answer = await sam.get("/console/me/passkey")
    assert answer.headers["location"].startswith(SIGN_IN)
    assert (await sam.send("/console/me/passkey/ask")).status_code == 303


async def test_an_erased_person_does_not_come_back(sam, house, key, other, database, clock):
    await add_passkey(sam, key)
    async with database.transaction() as session:
        who = await person(session, house.people["Sam"].id)
        await erase_person_rows(session, who, clock.now())
    assert (await sign_in(other, key)).status_code == 403
    assert (await sam.get(f"{house.root}/today")).status_code == 303
