"""The made-up people of the relay benchmark, put there through rows: who is paired, and agreed."""

from datetime import UTC, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from benchmarks.relay_load import FLOODER, PEOPLE
from care.packs import load_pack
from db.consents import give_consent
from db.crypto import Key
from db.engine import Database
from db.ids import PersonId
from db.memberships import add_membership
from db.pairings import add_pairing, set_pairing_state
from db.people import add_person, set_name
from db.programmes import Programme, add_programme

KEY = Key.of(bytes(range(32)))
PACK = load_pack("perinatal")
STAGES = {"service_user": "matched", "peer_worker": "active"}


def now() -> datetime:
    """The real time."""
    return datetime.now(UTC)


async def add_pairs(url: str) -> list[PersonId]:
    """A programme with active pairs; Telegram ids from 1 on, each service user first."""
    database = await Database.open(url, KEY)
    async with database.transaction() as session:
        where = add_programme(
            session,
            "Bench",
            pack="perinatal",
            region="england",
            time_zone="Europe/London",
            now=now(),
        )
        await session.flush()
        people = [await _add_member(session, where, n + 1) for n in range(max(PEOPLE, FLOODER + 1))]
        await session.flush()
        for user, peer in zip(people[::2], people[1::2], strict=True):
            pairing = await add_pairing(
                session, where.id, user, peer, fit=700, reasons="[]", now=now()
            )
            set_pairing_state(session, pairing, "active", now())
    await database.close()
    return people


async def _add_member(session: AsyncSession, where: Programme, number: int) -> PersonId:
    role = "service_user" if number % 2 else "peer_worker"
    person = await add_person(session, number, language="en", time_zone="Europe/London", now=now())
    await set_name(session, person, f"Person {number}")
    add_membership(
        session,
        person.id,
        where.id,
        role=role,
        stage=STAGES[role],
        invitation_id=None,
        now=now(),
    )
    for consent in (text for text in PACK.consents if text.role == role):
        words = {"kind": consent.kind, "version": consent.version}
        give_consent(session, person.id, where.id, now=now(), **words)
    return person.id
