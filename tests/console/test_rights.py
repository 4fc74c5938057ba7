"""Rights: every route, asked by everybody who must not get it, about every row that is foreign."""

import pytest

from db.engine import Database
from tests.console.browser import Browser, open_browser
from tests.console.house import House, build
from tests.console.routes import of_programmes, routes

OUTSIDERS = ("Josie", "Ada", "Hannah", "Ruth", "Newcomer", "Gone")


@pytest.fixture
async def next_door(database: Database) -> House:
    return await build(database, "Students", first=6_000)


async def answer_of(browser: Browser, method: str, path: str) -> int:
    answer = await (browser.get(path) if method == "GET" else browser.send(path))
    return answer.status_code


def test_routes_are_found():
    assert {("GET", "/console/"), ("POST", "/console/sign-out")} <= set(routes())
    assert len(of_programmes("GET")) > 1


async def test_nobody_signed_in_gets_nothing(browser, house):
    for method in ("GET", "POST"):
        for route in of_programmes(method):
            answer = await (browser.get if method == "GET" else browser.send)(house.path(route))
            assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (
                303,
                "/console/sign-in",
            ), (method, route)


@pytest.mark.parametrize("who", OUTSIDERS)
async def test_whoever_does_not_coordinate_gets_nothing(browser, house, who):
    await browser.sign_in(house.people[who].id)
    for method in ("GET", "POST"):
        for route in of_programmes(method):
            assert await answer_of(browser, method, house.path(route)) == 404, (method, route)


async def test_the_programme_next_door_gets_nothing(browser, house, next_door):
    await browser.sign_in(next_door.people["Sam"].id)
    for method in ("GET", "POST"):
        for route in of_programmes(method):
            assert await answer_of(browser, method, house.path(route)) == 404, (method, route)


async def test_rows_of_the_programme_next_door_are_not_there(sam, house, next_door):
    """The address names Sam's programme, and a row of another one: never shown, never changed."""
    for method in ("GET", "POST"):
        for route in of_programmes(method):
            names = [name for name in next_door.ids if f"{{{name}}}" in route]
            for name in set(names) - {"programme_id"}:
                path = route.format(**{**house.ids, name: next_door.ids[name]})
                assert await answer_of(sam, method, path) in (404, 409), (method, path)


async def test_every_parameter_has_a_row_to_be_tried_with(house):
    for _, route in routes():
        if "{programme_id}" in route:
            house.path(route)


async def test_what_another_site_sends_is_refused(sam, house):
    for method, route in routes():
        if method != "POST":
            continue
        path = house.path(route)
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
            answer = await sam.client.post(path, headers=headers)
            assert answer.status_code == 403, (path, headers)


@pytest.mark.parametrize(
    ("origin", "status"), [("https://console.test", 303), ("https://elsewhere.test", 403)]
)
async def test_an_old_browser_says_where_a_form_came_from(sqlite_database, clock, origin, status):
    browser = open_browser(sqlite_database, clock)
    del browser.client.headers["Sec-Fetch-Site"]
    answer = await browser.client.post("/console/sign-out", headers={"Origin": origin})
    assert answer.status_code == status
