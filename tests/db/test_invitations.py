import asyncio
from datetime import timedelta

from db.engine import Database
from db.ids import InvitationId
from db.invitations import (
    Invitation,
    add_invitation,
    invitation_by_secret,
    invitation_or_none,
    invitations_open,
)
from tests.databases import ask
from tests.factories import make_programme
from tests.fakes.clock import START
from tests.stolen import shapes_found, stolen_bytes

PAYLOAD = "Zk3xW9vQp1LrT7uYbN5mAg"
CODE = "RIVER-4821"


async def _invite(database: Database) -> Invitation:
    async with database.transaction() as session:
        programme = await make_programme(session)
        return add_invitation(
            session,
            programme.id,
            role="peer_worker",
            payload=PAYLOAD,
            code=CODE,
            issued_by=None,
            lasts=timedelta(days=7),
            uses=1,
            now=START,
        )


async def test_invitation_is_found_by_its_link_and_by_its_code(database: Database) -> None:
    made = await _invite(database)
    async with database.reading() as session:
        assert await invitation_or_none(session, made.id) == made
        assert await invitation_or_none(session, InvitationId("none")) is None
    async with database.transaction() as session:
        assert await invitation_by_secret(session, PAYLOAD) == made
        assert await invitation_by_secret(session, CODE) == made
    assert (made.expires_at, made.uses_left, made.revoked_at) == (
        START + timedelta(days=7),
        1,
        None,
    )


async def test_invitation_is_not_found_by_anything_else(database: Database) -> None:
    await _invite(database)
    guesses = ("", PAYLOAD.lower(), PAYLOAD[:-1], CODE.lower(), "%", "\0", "\ud83c", "x" * 4096)
    async with database.transaction() as session:
        assert [await invitation_by_secret(session, guess) for guess in guesses] == [None] * 8


async def test_invitation_lies_in_the_database_as_hashes_only(
    database: Database, database_url: str
) -> None:
    made = await _invite(database)
    async with database.reading() as session:
        [row] = await ask(session, "SELECT link_hash, code_hash FROM invitation")
    assert [len(bytes(value)) for value in row] == [32, 32]
    stolen = stolen_bytes(database_url)
    assert made.id.encode() in stolen
    assert shapes_found([PAYLOAD, CODE], stolen) == []


async def test_last_use_is_taken_once_when_two_come_at_once(database: Database) -> None:
    await _invite(database)

    async def use() -> bool:
        async with database.transaction() as session:
            found = await invitation_by_secret(session, PAYLOAD)
            assert found is not None
            await asyncio.sleep(0)
            if found.uses_left == 0:
                return False
            found.uses_left -= 1
            return True

    assert sorted(await asyncio.gather(*(use() for _ in range(10)))) == [False] * 9 + [True]


async def test_open_invitations_are_those_that_let_somebody_in(database: Database) -> None:
    made = await _invite(database)
    async with database.transaction() as session:
        assert await invitations_open(session, made.programme_id, START) == [made]
        assert await invitations_open(session, made.programme_id, made.expires_at) == []
        changes: list[dict[str, object]] = [{"uses_left": 0}, {"revoked_at": START}]
        for change in changes:
            found = await invitation_or_none(session, made.id, for_change=True)
            assert found is not None
            before = {name: getattr(found, name) for name in change}
            for name, value in change.items():
                setattr(found, name, value)
            await session.flush()
            assert await invitations_open(session, made.programme_id, START) == []
            for name, value in before.items():
                setattr(found, name, value)
            await session.flush()
