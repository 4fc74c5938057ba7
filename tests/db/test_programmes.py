import pytest
from sqlalchemy.exc import IntegrityError

from db.engine import Database
from db.ids import ProgrammeId
from db.programmes import programme, programme_by_name, programmes
from tests.databases import failing_story
from tests.factories import make_programme


async def test_programme_is_found_by_id_and_by_name_in_any_case(database: Database) -> None:
    async with database.transaction() as session:
        perinatal = await make_programme(session, "  Perinatal ")
        students = await make_programme(session, "Students")
    async with database.reading() as session:
        assert await programme(session, perinatal.id) == perinatal
        assert await programme_by_name(session, " pERINATAL") == perinatal
        assert await programme_by_name(session, "carers") is None
        assert await programmes(session) == [perinatal, students]
        with pytest.raises(LookupError):
            await programme(session, ProgrammeId("none"))


async def test_two_programmes_cannot_have_one_name(database: Database) -> None:
    async with failing_story(database) as session:
        await make_programme(session)
        with pytest.raises(IntegrityError):
            await make_programme(session)
