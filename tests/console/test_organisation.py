from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from console.organisation import Organisation
from tests.console.browser import open_browser, text_of
from tests.console.signing_in import SIGN_IN, add_passkey, came_in, link_for, press
from tests.databases import ask
from tests.fakes.authenticator import Authenticator
from tests.fakes.organisation import CLIENT_ID, CLIENT_SECRET, ISSUER, Provider

BACK = f"{SIGN_IN}/organisation/back"


@pytest.fixture
def provider(clock):
    return Provider(clock)


@pytest.fixture
def organisation(provider):
    transport = httpx.MockTransport(provider)
    return Organisation(ISSUER, CLIENT_ID, CLIENT_SECRET, transport)


@pytest.fixture
async def browser(database, clock, organisation):
    opened = open_browser(database, clock, organisation=organisation)
    async with opened.client:
        yield opened


@pytest.fixture
async def other(database, clock, organisation):
    opened = open_browser(database, clock, organisation=organisation)
    async with opened.client:
        yield opened


async def back(browser, **query):
    """What the provider sends the browser back with."""
    cross = {"Sec-Fetch-Site": "cross-site"}
    return await browser.client.get(BACK, params=query, headers=cross)


async def link(browser, provider):
    """Link the account that is signed in over there."""
    page = await browser.send("/console/me/account")
    address = page.text.split('href="https://id.example.org')[1].split('"')[0]
    state, code = provider.agree(ISSUER + address.replace("&amp;", "&"))
    return await back(browser, state=state, code=code)


async def sign_in(browser, provider, asked="", **more):
    begun = await browser.get(f"{SIGN_IN}/organisation?next={asked}")
    state, code = provider.agree(begun.headers["location"])
    return await back(browser, **({"state": state, "code": code} | more))


async def test_an_account_that_was_linked_opens_the_console(sam, provider, other):
    assert (await link(sam, provider)).headers["location"] == "/console/me"
    assert "Your organisation's account is linked." in await sam.open("/console/me")
    answer = await sign_in(other, provider, "/console/me")
    assert (came_in(answer), answer.headers["location"]) == (True, "/console/me")
    assert "Organisation" in await other.open("/console/me")


async def test_what_is_asked_of_the_provider_is_no_more_than_who_it_is(sam, provider):
    await sign_in(sam, provider)
    [asked] = provider.asked
    assert (asked["scope"], asked["response_type"], asked["code_challenge_method"]) == (
        "openid",
        "code",
        "S256",
    )
    assert asked["redirect_uri"] == f"https://console.test{BACK}"


async def test_nothing_of_the_account_is_kept_in_words(sam, provider, database):
    await link(sam, provider)
    async with database.reading() as session:
        [[kept]] = await ask(session, "SELECT account_hash FROM console_account")
    assert (len(bytes(kept)), provider.subject.encode() in bytes(kept)) == (32, False)


async def test_an_account_that_nobody_linked_opens_nothing(sam, provider, other):
    del sam
    answer = await sign_in(other, provider)
    assert (answer.status_code, came_in(answer)) == (403, False)
    assert "does not open the console yet" in text_of(answer.text)


async def test_an_e_mail_address_in_the_token_links_nobody(sam, provider, other):
    await link(sam, provider)
    provider.subject, provider.wrong = "u-2", {"email": "sam@example.org", "email_verified": True}
    assert (await sign_in(other, provider)).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://evil.example.org"},
        {"aud": "another client"},
        {"exp": 1},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
    ],
)
async def test_a_token_that_is_wrong_in_one_thing_opens_nothing(sam, provider, other, wrong):
    await link(sam, provider)
    provider.wrong = wrong
    answer = await sign_in(other, provider)
    assert (answer.status_code, came_in(answer)) == (403, False)


@pytest.mark.parametrize("broken", ["token", "no token", "signature"])
async def test_a_provider_that_answers_wrongly_opens_nothing(sam, provider, other, broken):
    await link(sam, provider)
    provider.broken = broken
    assert (await sign_in(other, provider)).status_code == 403


@pytest.mark.parametrize("broken", ["down", "discovery", "issuer"])
async def test_a_provider_that_is_not_there_is_said_and_nothing_else(sam, provider, broken):
    provider.broken = broken
    for answer in (
        await sam.get(f"{SIGN_IN}/organisation"),
        await sam.send("/console/me/account"),
    ):
        assert (answer.status_code, "Nothing was changed." in answer.text) == (503, True)
    assert (await sam.get(SIGN_IN)).status_code == 200


async def test_a_provider_that_goes_down_meanwhile_opens_nothing(sam, provider, other):
    await link(sam, provider)
    begun = await other.get(f"{SIGN_IN}/organisation")
    state, code = provider.agree(begun.headers["location"])
    provider.broken = "down"
    assert (await back(other, state=state, code=code)).status_code == 403


async def test_an_answer_belongs_to_the_browser_that_asked(sam, provider, other):
    """Nobody is signed in by a link that somebody else was given."""
    await link(sam, provider)
    begun = await sam.get(f"{SIGN_IN}/organisation")
    state, code = provider.agree(begun.headers["location"])
    answer = await back(other, state=state, code=code)
    assert (answer.status_code, came_in(answer)) == (403, False)


@pytest.mark.parametrize(
    "more",
    [
        {"state": "made up"},
        {"state": ""},
        {"code": ""},
        {"error": "access_denied", "code": ""},
        {"iss": "https://evil.example.org"},
    ],
)
async def test_an_answer_that_does_not_fit_opens_nothing(sam, provider, other, more):
    await link(sam, provider)
    answer = await sign_in(other, provider, **more)
    assert (answer.status_code, came_in(answer)) == (403, False)


async def test_an_answer_works_once_and_for_a_while(sam, provider, other, clock):
    await link(sam, provider)
    begun = await other.get(f"{SIGN_IN}/organisation")
    state, code = provider.agree(begun.headers["location"])
    kept = dict(other.client.cookies)
    assert came_in(await back(other, state=state, code=code))
    other.client.cookies.update(kept)
    assert (await back(other, state=state, code=code)).status_code == 403
    begun = await other.get(f"{SIGN_IN}/organisation")
    state, code = provider.agree(begun.headers["location"])
    clock.advance(timedelta(minutes=15))
    assert (await back(other, state=state, code=code)).status_code == 403


async def test_an_account_is_linked_to_who_began_and_to_nobody_else(sam, house, provider, other):
    await other.sign_in(house.people["Noor"].id)
    page = await sam.send("/console/me/account")
    address = page.text.split('href="https://id.example.org')[1].split('"')[0]
    state, code = provider.agree(ISSUER + address.replace("&amp;", "&"))
    await sam.sign_in(house.people["Noor"].id)  # somebody else sits there by now
    assert (await back(sam, state=state, code=code)).status_code == 403


async def test_an_account_opens_the_console_for_one_person(sam, house, provider, other):
    await link(sam, provider)
    await other.sign_in(house.people["Noor"].id)
    answer = await link(other, provider)
    assert (answer.status_code, "was not linked" in answer.text) == (403, True)


async def test_an_account_can_be_the_way_to_come_back(browser, house, provider, other):
    await press(browser, await link_for(browser, house))
    answer = await link(browser, provider)
    assert (came_in(answer), answer.headers["location"]) == (True, "/console/")
    assert await browser.open(f"{house.root}/today")
    assert came_in(await sign_in(other, provider))


async def test_an_account_is_removed_beside_another_way(sam, provider, other):
    await link(sam, provider)
    assert (await sam.send("/console/me/account/remove")).status_code == 409
    await add_passkey(sam, Authenticator())
    assert (await sam.send("/console/me/account/remove")).status_code == 303
    assert (await sign_in(other, provider)).status_code == 403


async def test_without_an_organisation_there_is_no_such_way(database, clock):
    plain = open_browser(database, clock)
    async with plain.client:
        assert "organisation" not in (await plain.get(SIGN_IN)).text
        assert (await plain.get(f"{SIGN_IN}/organisation")).status_code == 404
        assert (await plain.get(BACK)).status_code == 404


async def test_the_page_after_signing_in_is_one_of_ours(sam, provider, other):
    await link(sam, provider)
    answer = await sign_in(other, provider, "https://evil.example.org")
    assert answer.headers["location"] == "/console/"
    begun = await other.get(f"{SIGN_IN}/organisation")
    assert parse_qs(urlsplit(begun.headers["location"]).query)["client_id"] == [CLIENT_ID]
