import pytest
from sqlalchemy.exc import IntegrityError

from db.bots import BOTS, WORKER
from db.engine import Database
from db.errors import KeyDestroyed
from db.ids import PersonId
from db.people import (
    erase_person,
    name_of,
    people_at,
    person,
    person_by_telegram,
    person_or_none,
    same_human,
    set_name,
    telegram_id_of,
)
from tests.factories import HANNAH, JOSIE, make_person
from tests.fakes.clock import START


async def test_person_is_found_by_their_telegram_id(database: Database) -> None:
    async with database.transaction() as session:
        josie = await make_person(session, JOSIE, "Josie")
        await make_person(session, HANNAH, "Hannah")
    async with database.reading() as session:
        found = await person_by_telegram(session, JOSIE)
        assert found == josie
        assert found is not None
        assert (await telegram_id_of(session, found), await name_of(session, found)) == (
            JOSIE,
            "Josie",
        )


async def test_telegram_id_of_52_bits_fits_on_both_databases(database: Database) -> None:
    largest = 2**52 - 1
    async with database.transaction() as session:
        await make_person(session, largest)
    async with database.reading() as session:
        found = await person_by_telegram(session, largest)
        assert found is not None
        assert await telegram_id_of(session, found) == largest


async def test_stranger_is_nobody(database: Database) -> None:
    async with database.reading() as session:
        assert await person_by_telegram(session, JOSIE) is None
        assert await person_or_none(session, PersonId("nobody")) is None
        with pytest.raises(LookupError):
            await person(session, PersonId("nobody"))


async def test_name_is_empty_until_chosen_and_may_change(database: Database) -> None:
    async with database.transaction() as session:
        josie = await make_person(session)
        josie.name_sealed = None
        assert await name_of(session, josie) == ""
        await set_name(session, josie, "Jo \U0001f33c \u202e")
    async with database.reading() as session:
        assert await name_of(session, await person(session, josie.id)) == "Jo \U0001f33c \u202e"


async def test_one_telegram_account_cannot_be_two_people(database: Database) -> None:
    async with database.transaction() as session:
        await make_person(session, JOSIE)
    with pytest.raises(IntegrityError):
        async with database.transaction() as session:
            await make_person(session, JOSIE)


async def test_one_human_at_two_bots_is_two_people_who_know_of_each_other(
    database: Database,
) -> None:
    async with database.transaction() as session:
        at_main = await make_person(session, JOSIE, "Josie")
        at_worker = await make_person(session, JOSIE, "Jo", bot=WORKER)
        other = await make_person(session, HANNAH, "Hannah", bot=WORKER)
    async with database.reading() as session:
        found = [await person_by_telegram(session, JOSIE, bot) for bot in BOTS]
        assert found == [at_main, at_worker]
        assert await person_by_telegram(session, HANNAH) is None
        assert await same_human(session, at_main) == [at_worker]
        assert await same_human(session, at_worker) == [at_main]
        assert await same_human(session, other) == []
        assert [await people_at(session, bot) for bot in BOTS] == [1, 2]
    assert at_main.telegram_hash != at_worker.telegram_hash


async def test_erased_person_is_not_the_same_human_any_more(database: Database) -> None:
    async with database.transaction() as session:
        josie = await make_person(session, JOSIE, "Josie")
        at_worker = await make_person(session, JOSIE, "Jo", bot=WORKER)
        await erase_person(session, josie, START)
    async with database.reading() as session:
        erased = await person(session, josie.id)
        assert erased.account_hash is None
        assert await same_human(session, erased) == []
        assert await same_human(session, at_worker) == []
        assert [await people_at(session, bot) for bot in BOTS] == [0, 1]


async def test_erased_person_is_a_stranger_and_unreadable(database: Database) -> None:
    async with database.transaction() as session:
        josie = await make_person(session)
    sealed_name = josie.name_sealed
    async with database.transaction() as session:
        await erase_person(session, await person(session, josie.id), START)
    async with database.transaction() as session:
        erased = await person(session, josie.id)
        assert (erased.telegram_hash, erased.telegram_sealed, erased.name_sealed) == (None,) * 3
        assert erased.erased_at == START
        assert await person_by_telegram(session, JOSIE) is None
        assert await telegram_id_of(session, erased) is None
        erased.name_sealed = sealed_name
        with pytest.raises(KeyDestroyed):
            await name_of(session, erased)
