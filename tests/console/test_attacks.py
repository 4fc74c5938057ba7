"""Attacks: what a stranger, another programme or a broken browser sends, and whoever is two."""

import pytest

from tests.console.browser import text_of
from tests.console.routes import of_programmes
from tests.factories import make_member, make_programme

HALF_A_LETTER = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n\\ud800\r\n--x--\r\n'


@pytest.mark.parametrize("letters", ["%00", "x%00y"])
async def test_an_address_with_a_letter_that_no_database_takes_is_not_there(sam, house, letters):
    for method in ("GET", "POST"):
        for route in of_programmes(method):
            for name in (one for one in house.ids if f"{{{one}}}" in route):
                path = route.format(**{**house.ids, name: letters})
                answer = await (sam.get(path) if method == "GET" else sam.send(path))
                assert answer.status_code == 404, path
    assert (await sam.get(f"{house.root}/audit?actor={letters}")).status_code == 404


async def test_half_a_letter_in_an_encoding_of_the_sender_breaks_nothing(sam, house):
    answer = await sam.client.post(
        f"{house.root}/people/search",
        content=HALF_A_LETTER,
        headers={"Content-Type": "multipart/form-data; boundary=x; charset=raw_unicode_escape"},
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
async def test_days_at_the_ends_of_time_are_refused_beside_the_field(sam, house, day):
    answer = await sam.send(
        f"{house.root}/settings/rota/off", off_who="closed", first=day, last=day
    )
    assert answer.status_code == 422


async def test_a_coordinator_of_two_programmes_chooses(sam, house, database):
    async with database.transaction() as session:
        other = await make_programme(session, "Students")
        await make_member(session, house.people["Sam"], other, "coordinator", "active")
    answer = await sam.get("/console/")
    assert text_of(answer.text) == "Your programmes Perinatal Students"
    for where in (house.programme, other):
        assert f'href="/console/p/{where.id}/today"' in answer.text


async def test_a_coordinator_who_left_one_of_two_goes_to_the_other(sam, house, database):
    async with database.transaction() as session:
        other = await make_programme(session, "Students")
        await make_member(session, house.people["Sam"], other, "coordinator", "left")
    answer = await sam.get("/console/")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{house.root}/today")


async def test_every_page_of_a_programme_without_people_opens(sam, house, database):
    async with database.transaction() as session:
        empty = await make_programme(session, "Nobody")
        await make_member(session, house.people["Sam"], empty, "coordinator", "active")
    for route in of_programmes("GET"):
        answer = await sam.get(route.format(**{**house.ids, "programme_id": empty.id}))
        needs_somebody = route.count("{") > 1
        assert answer.status_code == (404 if needs_somebody else 200), route
