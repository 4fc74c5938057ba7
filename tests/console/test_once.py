"""Forms that do something once: done once however often they come, not used up by a refusal."""

import re

from sqlmodel import select

from db.console_presses import ConsolePress, press_id
from db.ids import ID_LENGTH, new_id
from tests.console.routes import of_programmes

ONCE = re.compile(r'name="once" value="([^"]+)"')


async def used(database):
    async with database.reading() as session:
        return set(await session.exec(select(ConsolePress.id)))


async def test_a_form_that_is_shown_again_can_be_sent_again(sam, house, database):
    shown_again = 0
    for route in of_programmes("POST"):
        once = new_id()
        answer = await sam.send(house.path(route), once=once)
        if answer.status_code != 422:
            continue
        shown_again += 1
        assert once not in ONCE.findall(answer.text), route
        assert {press_id(one) for one in ONCE.findall(answer.text)}.isdisjoint(
            await used(database)
        ), route
    assert shown_again > 10


async def test_what_was_refused_was_not_done(sam, house, database):
    path = f"{house.root}/people/{house.ids['member_id']}/plan"
    once = new_id()
    assert (await sam.send(path, once=once, plan="none", change="less")).status_code == 404
    assert await used(database) == set()


async def test_a_form_that_leads_to_a_file_can_be_sent_again_from_where_it_stands(sam, house):
    page = await sam.get(f"{house.root}/outcomes/research")
    (form,) = re.findall(
        r'<form method="post" action="[^"]*/outcomes/research".*?</form>',
        page.text,
        flags=re.DOTALL,
    )
    held = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    for _ in range(2):
        answer = await sam.send(f"{house.root}/outcomes/research", purpose="A study", **held)
        assert answer.headers["content-type"] == "application/zip"


async def test_forms_of_one_page_are_sent_one_by_one(sam, house):
    page = await sam.get(f"{house.root}/suggestions/{house.ids['suggestion_id']}")
    found = ONCE.findall(page.text)
    assert len({press_id(one) for one in found}) == len(found) > 1
    assert {len(press_id(one)) for one in found} == {ID_LENGTH}
