from datetime import timedelta

from sqlmodel import select

from db.albums import Album, album_name, album_of, forget_albums, keep_album
from db.engine import Database
from db.ids import PairingId
from tests.factories import HANNAH, JOSIE, make_person
from tests.fakes.clock import START

PAIRING = PairingId("a" * 22)


async def test_album_keeps_its_way_for_its_writer(database: Database) -> None:
    async with database.transaction() as session:
        hannah = await make_person(session, HANNAH, "Hannah")
        josie = await make_person(session, JOSIE, "Josie")
        name = album_name(session, hannah.id, "13579")
        assert name != album_name(session, josie.id, "13579")
        assert "13579" not in name
        await keep_album(session, hannah.id, name, PAIRING, START)
        found = await album_of(session, hannah.id, name)
        assert found is not None
        assert (found.pairing_id, found.confirmed) == (PAIRING, False)
        assert await album_of(session, josie.id, name) is None


async def test_later_answer_replaces_the_way_and_stays_confirmed(database: Database) -> None:
    async with database.transaction() as session:
        hannah = await make_person(session, HANNAH, "Hannah")
        await keep_album(session, hannah.id, "x", PAIRING, START, confirmed=True)
        await keep_album(session, hannah.id, "x", None, START)
        (found,) = await session.exec(select(Album))
        assert (found.pairing_id, found.confirmed) == (None, True)


async def test_album_is_forgotten_in_time(database: Database) -> None:
    async with database.transaction() as session:
        hannah = await make_person(session, HANNAH, "Hannah")
        await keep_album(session, hannah.id, "x", PAIRING, START)
        await forget_albums(session, START)
        assert await album_of(session, hannah.id, "x") is not None
        await forget_albums(session, START + timedelta(seconds=1))
        assert await album_of(session, hannah.id, "x") is None
