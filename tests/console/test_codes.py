from datetime import timedelta

import pytest

from care.sign_in_tries import FREE, MOST
from console.addresses import MOST as MOST_OF_AN_ADDRESS
from console.addresses import MOST_BEGUN, Addresses
from db.console_tries import count_failure
from tests.console.browser import open_browser, text_of
from tests.console.signing_in import SIGN_IN, add_passkey, came_in, code_of, set_up_codes, sign_in
from tests.fakes.authenticator import Authenticator


@pytest.fixture
async def other(database, clock):
    opened = open_browser(database, clock)
    async with opened.client:
        yield opened


async def by_code(browser, name, code):
    return await browser.send(f"{SIGN_IN}/code", name=name, code=code)


async def test_name_and_code_open_the_console(sam, clock, other):
    name, secret, _ = await set_up_codes(sam, clock)
    answer = await by_code(other, name.lower(), f" {code_of(secret, clock, 1)} ")
    assert came_in(answer)


async def test_a_code_works_once_also_the_one_of_the_set_up(sam, clock, other):
    name, secret, _ = await set_up_codes(sam, clock)
    assert (await by_code(other, name, code_of(secret, clock))).status_code == 403
    clock.advance(timedelta(seconds=30))
    code = code_of(secret, clock)
    assert came_in(await by_code(other, name, code))
    assert (await by_code(other, name, code)).status_code == 403


async def test_a_code_of_long_ago_or_of_later_does_not_fit(sam, clock, other):
    name, secret, _ = await set_up_codes(sam, clock)
    clock.advance(timedelta(minutes=5))
    for steps in (-2, 2):
        assert (await by_code(other, name, code_of(secret, clock, steps))).status_code == 403
    assert came_in(await by_code(other, name, code_of(secret, clock, -1)))


async def test_answers_tell_nothing_about_which_names_there_are(sam, clock, other):
    name, *_ = await set_up_codes(sam, clock)
    answers = [
        await by_code(other, name, "000000"),
        await by_code(other, "ABCD-2345", "000000"),
        await by_code(other, "", ""),
        await by_code(other, "x" * 5_000, "٣" * 6),
        await other.send(f"{SIGN_IN}/recovery", recovery="ABCD-2345-EFGH"),
    ]
    pages = {text_of(answer.text) for answer in answers}
    assert ({answer.status_code for answer in answers}, len(pages)) == ({403}, 1)


async def test_a_name_rests_after_some_tries_and_longer_each_time(sam, clock, other):
    name, secret, _ = await set_up_codes(sam, clock)
    clock.advance(timedelta(minutes=1))
    for _ in range(FREE):
        await by_code(other, name, "000000")
    assert (await by_code(other, name, code_of(secret, clock))).status_code == 403
    clock.advance(timedelta(minutes=15))
    await by_code(other, name, "000000")
    clock.advance(timedelta(minutes=16))
    assert (await by_code(other, name, code_of(secret, clock))).status_code == 403
    clock.advance(timedelta(minutes=15))
    assert came_in(await by_code(other, name, code_of(secret, clock)))


async def test_a_rest_outlasts_a_restart(sam, clock, database, other):
    name, secret, _ = await set_up_codes(sam, clock)
    clock.advance(timedelta(minutes=1))
    for _ in range(FREE):
        await by_code(other, name, "000000")
    anew = open_browser(database, clock)
    async with anew.client:
        assert (await by_code(anew, name, code_of(secret, clock))).status_code == 403


async def test_a_name_that_was_closed_opens_once_its_owner_came_in(sam, clock, database, other):
    name, secret, codes = await set_up_codes(sam, clock)
    async with database.transaction() as session:
        await count_failure(session, name.replace("-", ""), MOST, None, clock.now())
    clock.advance(timedelta(days=300))
    assert (await by_code(other, name, code_of(secret, clock))).status_code == 403
    assert came_in(await other.send(f"{SIGN_IN}/recovery", recovery=codes[0]))
    assert came_in(await by_code(other, name, code_of(secret, clock)))


async def test_a_passkey_still_opens_while_the_name_rests(sam, clock, other):
    key = Authenticator()
    await add_passkey(sam, key)
    name, *_ = await set_up_codes(sam, clock)
    for _ in range(FREE + 1):
        await by_code(other, name, "000000")
    assert came_in(await sign_in(other, key))


async def test_an_address_that_tries_many_names_has_to_wait(clock, other):
    for number in range(MOST_OF_AN_ADDRESS):
        await by_code(other, f"NAME{number}", "000000")
    answer = await by_code(other, "ANOTHER", "000000")
    assert (answer.status_code, "Too many tries" in answer.text) == (429, True)
    assert (await other.get(SIGN_IN)).status_code == 200
    clock.advance(timedelta(minutes=15))
    assert (await by_code(other, "ANOTHER", "000000")).status_code == 403


async def test_each_recovery_code_works_once(sam, clock, other):
    _, _, codes = await set_up_codes(sam, clock)
    assert len(set(codes)) == 10
    answer = await other.send(f"{SIGN_IN}/recovery", recovery=codes[3].lower().replace("-", " "))
    assert (came_in(answer), answer.headers["location"]) == (True, "/console/me")
    assert "9 recovery codes are left." in await other.open("/console/me")
    again = await other.send(f"{SIGN_IN}/recovery", recovery=codes[3])
    assert again.status_code == 403


async def test_new_recovery_codes_end_the_ones_before(sam, clock, other):
    _, _, codes = await set_up_codes(sam, clock)
    assert (await sam.send("/console/me/codes/recovery")).status_code == 200
    assert (await other.send(f"{SIGN_IN}/recovery", recovery=codes[0])).status_code == 403


async def test_the_app_before_works_until_the_new_one_was_checked(sam, clock, other):
    name, secret, _ = await set_up_codes(sam, clock)
    await sam.send("/console/me/codes/begin")
    clock.advance(timedelta(seconds=30))
    assert came_in(await by_code(other, name, code_of(secret, clock)))
    again, newer, _ = await set_up_codes(sam, clock)
    assert (again, newer != secret) == (name, True)
    clock.advance(timedelta(seconds=30))
    assert (await by_code(other, name, code_of(secret, clock))).status_code == 403
    assert came_in(await by_code(other, name, code_of(newer, clock)))


async def test_codes_that_were_not_checked_open_nothing(sam):
    await sam.send("/console/me/codes/begin")
    wrong = await sam.send("/console/me/codes", code="000000")
    assert (wrong.status_code, "does not fit" in wrong.text) == (422, True)
    assert "sign-in name is" not in await sam.open("/console/me")


async def test_the_secret_is_shown_until_it_was_checked_and_never_after(sam, clock):
    _, secret, _ = await set_up_codes(sam, clock)
    answer = await sam.get("/console/me/codes")
    assert answer.headers["location"] == "/console/me"
    assert secret not in (await sam.get("/console/me")).text


async def test_an_address_that_begins_and_begins_has_to_wait(other):
    for _ in range(MOST_BEGUN):
        assert (await other.send(f"{SIGN_IN}/passkey/ask")).status_code == 200
    assert (await other.send(f"{SIGN_IN}/passkey/ask")).status_code == 429


def test_a_line_with_many_addresses_counts_as_one(now):
    def asks(host):
        from starlette.requests import Request

        return Request({"type": "http", "client": (host, 1), "headers": []})

    addresses = Addresses()
    for number in range(MOST_OF_AN_ADDRESS):
        addresses.count(asks(f"2001:db8::{number:x}"), now)
    assert addresses.is_resting(asks("2001:db8::ffff"), now)
    assert not addresses.is_resting(asks("2001:db8:0:1::1"), now)
    assert not addresses.is_resting(asks("192.0.2.1"), now)
