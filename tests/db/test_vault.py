import asyncio

import pytest
from sqlmodel import col, select

import db.vault
from db.engine import Database, vault_of
from db.errors import KeyDestroyed, SealBroken, WrongMasterKey
from db.ids import PersonId
from db.vault import Vault, WrappedKey
from tests.databases import MASTER_KEY, OTHER_MASTER_KEY, failing_story, open_database

JOSIE = PersonId("josie")
HANNAH = PersonId("hannah")
PLACE = "answer.value|1"


async def _keys(database: Database) -> dict[str, bytes]:
    async with database.reading() as session:
        rows = await session.exec(select(WrappedKey).order_by(col(WrappedKey.name)))
        return {row.name: row.wrapped for row in rows}


async def _seal(database: Database, person: PersonId, text: str) -> bytes:
    async with database.transaction() as session:
        database.vault.make_person_key(session, person)
        return await database.vault.seal(session, person, text, PLACE)


async def _unseal(database: Database, person: PersonId, sealed: bytes) -> str:
    async with database.reading() as session:
        return await database.vault.unseal(session, person, sealed, PLACE)


async def test_wrong_master_key_is_refused_and_changes_nothing(database_url: str) -> None:
    async with open_database(database_url) as database:
        sealed = await _seal(database, JOSIE, "three in the morning")
        before = await _keys(database)
    with pytest.raises(WrongMasterKey):
        await Database.open(database_url, OTHER_MASTER_KEY)
    async with open_database(database_url) as database:
        assert await _keys(database) == before
        assert await _unseal(database, JOSIE, sealed) == "three in the morning"


async def test_service_keys_stay_the_same_over_restarts(database_url: str) -> None:
    async with open_database(database_url) as database:
        before = (
            database.vault.telegram_hash(7),
            database.vault.secret_hash("invitation", "7"),
            database.vault.audit_secret(),
        )
        sealed = database.vault.seal_for_service("update", PLACE)
    async with open_database(database_url) as database:
        after = (
            database.vault.telegram_hash(7),
            database.vault.secret_hash("invitation", "7"),
            database.vault.audit_secret(),
        )
        assert after == before
        assert len(set(after)) == 3
        assert database.vault.unseal_for_service(sealed, PLACE) == "update"


async def test_first_starts_at_once_make_one_set_of_keys(database_url: str) -> None:
    async def start() -> bytes:
        async with open_database(database_url) as database:
            return database.vault.audit_secret()

    assert len(set(await asyncio.gather(*(start() for _ in range(8))))) == 1


async def test_each_person_has_their_own_key(database: Database) -> None:
    sealed = await _seal(database, JOSIE, "mine")
    await _seal(database, HANNAH, "hers")
    with pytest.raises(SealBroken):
        await _unseal(database, HANNAH, sealed)


@pytest.mark.parametrize("text", ["", "\0", "\U0001f33c" * 4096, "\ud83c half", "\u202e"])
async def test_every_text_that_python_holds_is_sealed_and_opened(
    database: Database, text: str
) -> None:
    assert await _unseal(database, JOSIE, await _seal(database, JOSIE, text)) == text


async def test_destroyed_key_opens_nothing_even_where_it_was_in_use(database: Database) -> None:
    sealed = await _seal(database, JOSIE, "secret")
    async with database.transaction() as session:
        await database.vault.destroy_key(session, JOSIE)
        with pytest.raises(KeyDestroyed):
            await database.vault.unseal(session, JOSIE, sealed, PLACE)
        # Somebody reads meanwhile: before the commit the key is still there for them.
        assert await _unseal(database, JOSIE, sealed) == "secret"
    with pytest.raises(KeyDestroyed):
        await _unseal(database, JOSIE, sealed)
    assert JOSIE not in await _keys(database)


async def test_key_survives_when_its_destruction_is_rolled_back(database: Database) -> None:
    sealed = await _seal(database, JOSIE, "secret")
    async with failing_story(database) as session:
        await database.vault.destroy_key(session, JOSIE)
    assert await _unseal(database, JOSIE, sealed) == "secret"


async def test_keys_beyond_the_memory_are_read_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db.vault, "KEYS_IN_MEMORY", 2)
    people = [PersonId(f"person-{n}") for n in range(5)]
    sealed = {person: await _seal(database, person, person) for person in people}
    assert [await _unseal(database, person, sealed[person]) for person in people] == people
    assert list(database.vault._people) == people[-2:]
    await _unseal(database, people[3], sealed[people[3]])
    await _unseal(database, people[0], sealed[people[0]])
    assert list(database.vault._people) == [people[3], people[0]]


async def test_wrapped_key_does_not_open_under_another_name(database: Database) -> None:
    sealed = await _seal(database, JOSIE, "secret")
    await _seal(database, HANNAH, "hers")
    async with database.transaction() as session:
        rows = {row.name: row for row in await session.exec(select(WrappedKey))}
        rows[HANNAH].wrapped = rows[JOSIE].wrapped
    async with database.reading() as session:
        fresh = Vault(MASTER_KEY)
        with pytest.raises(SealBroken):
            await fresh.unseal(session, HANNAH, sealed, PLACE)


async def test_vault_belongs_to_every_session(database: Database) -> None:
    async with database.reading() as session:
        assert vault_of(session) is database.vault
    async with database.transaction() as session:
        assert vault_of(session) is database.vault
