"""Attacks: what a stranger, another programme or a broken browser sends, and whoever is two."""

import pytest

from db.erasure import erase_person_rows
from db.pairings import add_pairing
from db.people import person
from tests.console.browser import text_of
from tests.console.routes import of_programmes
from tests.factories import make_member, make_programme
from tests.fakes.clock import START

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


async def test_a_pair_is_reviewed_by_a_coordinator_who_is_not_in_it(sam, house, database):
    me, where = house.people["Sam"].id, house.programme.id
    async with database.transaction() as session:
        await make_member(session, house.people["Sam"], house.programme, "peer_worker", "active")
        own = await add_pairing(
            session, where, house.people["Mei"].id, me, fit=1, reasons="[]", now=START
        )
    listed = (await sam.get(f"{house.root}/suggestions")).text
    assert own.id not in listed
    assert house.ids["suggestion_id"] in listed
    assert "1 pair," in text_of(listed)
    assert own.id not in (await sam.get(f"{house.root}/today")).text
    for act in ("", "/approve", "/turn-down"):
        path = f"{house.root}/suggestions/{own.id}{act}"
        answer = await (sam.send(path) if act else sam.get(path))
        assert answer.status_code == 409, path


@pytest.mark.parametrize("act", ["approve", "pin", "forbid"])
async def test_nobody_chooses_themselves_for_somebody_who_waits(sam, house, database, act):
    me = house.people["Sam"].id
    async with database.transaction() as session:
        await make_member(session, house.people["Sam"], house.programme, "peer_worker", "active")
    path = f"{house.root}/waiting/{house.ids['waiting_id']}/{act}"
    answer = await sam.client.post(path, data={"peer": me, f"reason-{me}": "I would like that."})
    assert answer.status_code == 409
    assert "This is your own pairing." in text_of(answer.text)


async def test_every_page_opens_when_everybody_was_deleted_meanwhile(sam, house, database):
    gone = [who for who in house.people if who != "Sam"]
    async with database.transaction() as session:
        for who in gone:
            await erase_person_rows(session, await person(session, house.people[who].id), START)
    for route in of_programmes("GET"):
        answer = await sam.get(house.path(route))
        assert answer.status_code in (200, 404, 409), route
        assert "Josie" not in answer.text, route
        assert "Hannah" not in answer.text, route


async def test_a_stage_without_people_asks_for_no_invitation(sam, house):
    shown = await sam.open(f"{house.root}/people?show=finished")
    assert "Nobody is here now." in shown
    assert "Invite somebody" not in shown


async def test_check_ins_of_the_pack_have_titles(sam, house):
    shown = await sam.open(f"{house.root}/settings/pack")
    assert "WHO (Five) Well-Being Index" in shown
    assert "who5" not in shown
