from datetime import timedelta

from db.erasure import erase_person_rows
from db.floods import Pace, keep_pace, pace_of
from tests.databases import ask
from tests.factories import make_person
from tests.fakes.clock import START


async def test_pace_is_kept_and_replaced(database):
    later = Pace(START + timedelta(seconds=2), 3, 17, START)
    async with database.transaction() as session:
        josie = await make_person(session)
        assert await pace_of(session, josie.id) is None
        await keep_pace(session, josie.id, Pace(START))
        assert await pace_of(session, josie.id) == Pace(START)
        await keep_pace(session, josie.id, later)
    async with database.reading() as session:
        assert await pace_of(session, josie.id) == later


async def test_pace_goes_with_the_person(database):
    async with database.transaction() as session:
        josie = await make_person(session)
        await keep_pace(session, josie.id, Pace(START))
        await erase_person_rows(session, josie, START)
        assert await ask(session, "SELECT * FROM flood") == []
