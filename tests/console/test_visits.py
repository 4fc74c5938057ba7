"""Visits: how long a session opens the console, and what a page says once."""

from datetime import timedelta

from console.visits import IDLE
from db.console_sessions import console_sessions_of, end_console_session
from db.people import Person
from db.programmes import Programme
from tests.console.routes import of_programmes
from tests.fakes.clock import START


async def test_signed_in_people_see_their_programme(sam, house):
    answer = await sam.get("/console/")
    assert answer.headers["location"] == f"{house.root}/today"
    assert await sam.open(f"{house.root}/today")


async def test_an_unused_session_is_locked(sam, house, clock):
    clock.advance(IDLE - timedelta(seconds=1))
    assert (await sam.get(f"{house.root}/today")).status_code == 200
    clock.advance(IDLE)
    answer = await sam.get(f"{house.root}/today")
    assert answer.status_code == 303
    assert "locked=1" in answer.headers["location"]


async def test_signing_out_ends_the_session_and_not_the_cookie_alone(sam, house):
    kept = dict(sam.client.cookies)
    assert (await sam.send("/console/sign-out")).status_code == 303
    sam.client.cookies.update(kept)
    assert (await sam.get(f"{house.root}/today")).status_code == 303


async def test_an_ended_session_opens_nothing(sam, house, database, clock):
    async with database.transaction() as session:
        for one in await console_sessions_of(session, house.people["Sam"].id):
            end_console_session(session, one, clock.now())
    assert (await sam.get(f"{house.root}/today")).status_code == 303


async def test_a_made_up_token_opens_nothing(browser, house):
    browser.client.cookies.set("__Host-pairwell-session", "0" * 64, domain="console.test")
    assert (await browser.get(f"{house.root}/today")).status_code == 303


async def test_zones_that_are_not_known_close_no_page(sam, house, database):
    async with database.transaction() as session:
        for someone in house.people.values():
            (await session.get_one(Person, someone.id)).time_zone = "Europe/Lyonesse"
        (await session.get_one(Programme, house.programme.id)).time_zone = "Asia/Kolkata"
    told = (START + timedelta(hours=5, minutes=30)).strftime("%H:%M")
    assert told in await sam.open(f"{house.root}/alerts/{house.ids['alert_id']}")
    async with database.transaction() as session:
        (await session.get_one(Programme, house.programme.id)).time_zone = "Europe/Ys"
    failed = [
        route
        for route in of_programmes("GET")
        if (await sam.get(house.path(route))).status_code != 200
    ]
    assert failed == []
