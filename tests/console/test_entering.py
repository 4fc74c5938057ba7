from datetime import timedelta

import pytest

from db.console_links import LASTS, add_console_link
from db.memberships import membership_in
from db.people import person
from flows.console_links import link_of_invitation
from flows.invitations import issue_invitation
from flows.story import Story
from tests.console.browser import open_browser, text_of
from tests.console.signing_in import (
    SIGN_IN,
    add_passkey,
    came_in,
    invitation_for,
    link_for,
    press,
    set_up_codes,
    sign_in,
)
from tests.fakes.authenticator import Authenticator


@pytest.fixture
async def anybody(browser):
    return browser


@pytest.fixture
async def other(database, clock):
    opened = open_browser(database, clock)
    async with opened.client:
        yield opened


async def stages(database, house):
    async with database.reading() as session:
        from db.memberships import members

        everybody = ("onboarding", "to_confirm", "active", "left")
        there = await members(session, house.programme.id, "coordinator", everybody)
        known = {one.id for one in house.people.values()}
        return [one.stage for one in there if one.person_id not in known]


async def test_looking_at_a_link_does_not_use_it(anybody, house):
    link = await link_for(anybody, house)
    for _ in range(3):
        assert "This link lets you in, Sam." in await anybody.open(link)
    assert came_in(await press(anybody, link))


async def test_a_link_works_once(anybody, house, other):
    link = await link_for(anybody, house)
    assert came_in(await press(anybody, link))
    again = await press(other, link)
    assert (again.status_code, came_in(again)) == (409, False)
    assert "opens nothing any more" in text_of(again.text)


async def test_a_link_works_for_a_quarter_of_an_hour(anybody, house, clock):
    link = await link_for(anybody, house)
    clock.advance(LASTS)
    assert (await anybody.get(link)).status_code == 409
    assert (await press(anybody, link)).status_code == 409


async def test_a_newer_link_ends_the_one_before(anybody, house):
    link = await link_for(anybody, house)
    newer = await link_for(anybody, house)
    assert (await anybody.get(link)).status_code == 409
    assert (await anybody.get(newer)).status_code == 200


@pytest.mark.parametrize("token", ["", "x", "0" * 64, "é", "x" * 5_000])
async def test_a_made_up_link_opens_nothing(anybody, token):
    assert (await anybody.client.get("/console/enter", params={"t": token})).status_code == 409
    assert (await anybody.send("/console/enter", t=token)).status_code == 409


async def test_whoever_comes_by_a_link_first_of_all_makes_a_way_to_come_back(anybody, house, other):
    answer = await press(anybody, await link_for(anybody, house))
    assert answer.headers["location"] == "/console/set-up"
    for path in ("/console/", f"{house.root}/today"):
        assert (await anybody.get(path)).headers["location"] == "/console/set-up"
    key = Authenticator()
    made = await add_passkey(anybody, key)
    assert made.headers["location"] == "/console/"
    assert await anybody.open(f"{house.root}/today")
    assert came_in(await sign_in(other, key))


async def test_codes_are_a_way_too(anybody, house, clock):
    await press(anybody, await link_for(anybody, house))
    await set_up_codes(anybody, clock)
    assert await anybody.open(f"{house.root}/today")


async def test_a_link_leads_on_at_once_where_there_is_a_way(anybody, house, other):
    await press(anybody, await link_for(anybody, house))
    await add_passkey(anybody, Authenticator())
    answer = await press(other, await link_for(anybody, house))
    assert answer.headers["location"] == "/console/"


async def test_somebody_new_gives_a_name_and_coordinates(anybody, house, database):
    link = await invitation_for(anybody, house)
    page = await anybody.open(link)
    assert "You are invited to coordinate Perinatal." in page
    nameless = await press(anybody, link, name=" ")
    assert (nameless.status_code, "Fill this in." in nameless.text) == (422, True)
    assert came_in(await press(anybody, link, name="Wilma"))
    assert "You have no Telegram account here" in await anybody.open("/console/me")
    assert await stages(database, house) == ["to_confirm"]


async def test_a_name_of_nothing_but_hidden_signs_is_none(anybody, house):
    link = await invitation_for(anybody, house)
    answer = await press(anybody, link, name="\u202e\u2066")
    assert (answer.status_code, came_in(answer)) == (409, False)
    assert (await press(anybody, link, name="Wilma")).status_code == 303


async def test_where_two_coordinate_a_third_waits_for_a_yes(anybody, house):
    await press(anybody, await invitation_for(anybody, house, "Sam"), name="Wilma")
    await add_passkey(anybody, Authenticator())
    answer = await anybody.get("/console/")
    assert (answer.status_code, "No programme yet" in answer.text) == (403, True)
    assert 'action="/console/sign-out"' in answer.text
    assert (await anybody.get(f"{house.root}/today")).status_code == 404


async def test_the_first_coordinator_of_a_programme_begins_at_once(anybody, database, clock):
    from tests.factories import make_programme

    async with database.transaction() as session:
        where = await make_programme(session, "Students")
        story = Story(session, clock.now(), "test:first")
        issued = await issue_invitation(story, where, "coordinator", issued_by=None)
        token = await link_of_invitation(story, issued.payload)
    await press(anybody, f"/console/enter?t={token}", name="Wilma")
    await add_passkey(anybody, Authenticator())
    assert await anybody.open(f"/console/p/{where.id}/today")


async def test_an_invitation_is_for_one_by_whichever_way(anybody, house, other, database):
    link = await invitation_for(anybody, house)
    await press(anybody, link, name="Wilma")
    assert (await press(other, link, name="Somebody else")).status_code == 409
    assert await stages(database, house) == ["to_confirm"]


async def test_an_invitation_that_was_used_in_the_bot_opens_nothing(anybody, house, database):
    from db.invitations import invitation_by_secret

    async with database.transaction() as session:
        story = Story(session, anybody.desk.now(), "test:used")
        issued = await issue_invitation(story, house.programme, "coordinator", issued_by=None)
        token = await link_of_invitation(story, issued.payload)
        found = await invitation_by_secret(session, issued.payload)
        found.uses_left = 0
    assert (await anybody.get(f"/console/enter?t={token}")).status_code == 409


async def test_an_invitation_for_another_role_has_no_console_link(anybody, house, database):
    async with database.transaction() as session:
        story = Story(session, anybody.desk.now(), "test:peer")
        issued = await issue_invitation(story, house.programme, "peer_worker", issued_by=None)
        assert await link_of_invitation(story, issued.payload) is None


async def test_somebody_who_is_signed_in_comes_in_as_themselves(anybody, house, database, clock):
    from tests.factories import make_programme

    await anybody.sign_in(house.people["Sam"].id)
    async with database.transaction() as session:
        where = await make_programme(session, "Students")
        story = Story(session, clock.now(), "test:second")
        issued = await issue_invitation(story, where, "coordinator", issued_by=None)
        token = await link_of_invitation(story, issued.payload)
    link = f"/console/enter?t={token}"
    assert "You are signed in as Sam" in await anybody.open(link)
    assert came_in(await press(anybody, link))
    async with database.reading() as session:
        mine = await membership_in(session, house.people["Sam"].id, where.id, "coordinator")
    assert (mine is not None, mine and mine.stage) == (True, "active")


async def test_who_coordinates_already_uses_nothing_up(anybody, house, other):
    await anybody.sign_in(house.people["Sam"].id)
    link = await invitation_for(anybody, house)
    answer = await press(anybody, link)
    assert "You have a role in this programme already." in text_of(answer.text)
    assert came_in(await press(other, link, name="Wilma"))


async def test_a_link_of_somebody_who_was_erased_opens_nothing(anybody, house, database, clock):
    from db.erasure import erase_person_rows

    async with database.transaction() as session:
        token = await add_console_link(session, clock.now(), person_id=house.people["Noor"].id)
        who = await person(session, house.people["Noor"].id)
        await erase_person_rows(session, who, clock.now())
    assert (await anybody.get(f"/console/enter?t={token}")).status_code == 409


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/console/p/abc/today?page=2", "/console/p/abc/today?page=2"),
        ("https://evil.test/", "/console/"),
        ("//evil.test/console/", "/console/"),
        ("/console//evil.test", "/console/"),
        ("/console/../evil", "/console/"),
        ("/console/\\evil.test", "/console/"),
        ("/console/p\r\nSet-Cookie: x=1", "/console/"),
        ("/console/sign-in/trial", "/console/"),
        ("javascript:alert(1)", "/console/"),
        ("/elsewhere", "/console/"),
        ("", "/console/"),
    ],
)
async def test_signing_in_leads_to_pages_of_ours_alone(sam, other, asked, leads_to):
    key = Authenticator()
    await add_passkey(sam, key)
    assert (await sign_in(other, key, asked)).headers["location"] == leads_to


async def test_the_page_that_was_asked_for_comes_after_signing_in(browser, house):
    answer = await browser.get(f"{house.root}/today?page=2")
    assert answer.headers["location"].startswith(f"{SIGN_IN}?next=%2Fconsole%2Fp%2F")
    assert "page%3D2" in answer.headers["location"]


async def test_nobody_goes_in_as_sam_outside_of_a_trial(browser):
    page = await browser.get(SIGN_IN)
    assert "Go in as Sam" not in page.text
    answer = await browser.send(f"{SIGN_IN}/trial")
    assert (answer.status_code, came_in(answer)) == (404, False)


async def test_in_a_trial_there_is_one_press_and_no_lock(database, house, clock):
    async def as_sam(_):
        return house.people["Sam"].id

    trial = open_browser(database, clock, trial_sign_in=as_sam)
    async with trial.client:
        assert "Go in as Sam" in (await trial.get(SIGN_IN)).text
        assert came_in(await trial.send(f"{SIGN_IN}/trial"))
        clock.advance(timedelta(days=1))
        assert await trial.open(f"{house.root}/today")
