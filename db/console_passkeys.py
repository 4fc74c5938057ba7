"""Passkeys: what a person signs in with, found by a keyed hash of the credential's id."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import digest, instant, instant_or_none, own_id, refers_to, sealed
from db.engine import vault_of
from db.ids import PasskeyId, PersonId, new_id


class ConsolePasskey(SQLModel, table=True):
    """One passkey of one person; its ids, key and name are sealed."""

    __tablename__ = "console_passkey"
    id: PasskeyId = own_id()
    person_id: PersonId = refers_to("person")
    credential_hash: bytes | None = digest(unique=True)
    credential_sealed: bytes | None = sealed()
    name_sealed: bytes | None = sealed()
    sign_count: int = Field(default=0, sa_type=BigInteger)
    added_at: datetime = instant()
    used_at: datetime | None = instant_or_none()


@dataclass(frozen=True, slots=True)
class Credential:
    """What a browser and its passkey agreed on."""

    id: bytes
    public_key: bytes


def user_handle(session: AsyncSession, person_id: PersonId) -> bytes:
    """The 32 bytes by which an authenticator tells one person's passkeys from another's."""
    return vault_of(session).secret_hash("passkey user", person_id)


async def add_passkey(
    session: AsyncSession,
    person_id: PersonId,
    credential: Credential,
    *,
    name: str,
    sign_count: int,
    now: datetime,
) -> ConsolePasskey:
    """Keep a passkey that was checked."""
    added = ConsolePasskey(
        id=PasskeyId(new_id()),
        person_id=person_id,
        credential_hash=_hash(session, credential.id),
        sign_count=sign_count,
        added_at=now,
    )
    told = json.dumps({"id": credential.id.hex(), "key": credential.public_key.hex()})
    vault = vault_of(session)
    added.credential_sealed = await vault.seal(
        session, person_id, told, _place("credential", added)
    )
    added.name_sealed = await vault.seal(session, person_id, name, _place("name", added))
    session.add(added)
    await session.flush()
    return added


async def passkeys_of(session: AsyncSession, person_id: PersonId) -> list[ConsolePasskey]:
    """The person's passkeys, the oldest first."""
    query = select(ConsolePasskey).where(col(ConsolePasskey.person_id) == person_id)
    return list(await session.exec(query.order_by(col(ConsolePasskey.added_at))))


async def passkey_by_credential(
    session: AsyncSession, credential_id: bytes
) -> ConsolePasskey | None:
    """The passkey with this credential id; nobody else uses it until the transaction ends."""
    wanted = _hash(session, credential_id)
    query = select(ConsolePasskey).where(col(ConsolePasskey.credential_hash) == wanted)
    return (await session.exec(query.with_for_update())).first()


async def credential_of(session: AsyncSession, passkey: ConsolePasskey) -> Credential:
    """The id and the public key of a passkey."""
    told = json.loads(await _open(session, passkey, "credential", passkey.credential_sealed))
    return Credential(bytes.fromhex(told["id"]), bytes.fromhex(told["key"]))


async def passkey_name(session: AsyncSession, passkey: ConsolePasskey) -> str:
    """What its owner calls it."""
    return await _open(session, passkey, "name", passkey.name_sealed)


async def name_passkey(session: AsyncSession, passkey: ConsolePasskey, name: str) -> None:
    """Call it something else."""
    vault, place = vault_of(session), _place("name", passkey)
    passkey.name_sealed = await vault.seal(session, passkey.person_id, name, place)
    session.add(passkey)


async def _open(
    session: AsyncSession, passkey: ConsolePasskey, column: str, value: bytes | None
) -> str:
    place = _place(column, passkey)
    return await vault_of(session).unseal(session, passkey.person_id, value or b"", place)


def _hash(session: AsyncSession, credential_id: bytes) -> bytes:
    return vault_of(session).secret_hash("passkey", credential_id.hex())


def _place(column: str, passkey: ConsolePasskey) -> str:
    return f"console_passkey.{column}|{passkey.id}"
