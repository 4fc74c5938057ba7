"""Console codes: the secret of an app that shows codes, and recovery codes on paper."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlmodel import Field, SQLModel, col, delete, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import digest, instant, instant_or_none, own_id, refers_to, sealed
from db.engine import vault_of
from db.ids import ID_LENGTH, PersonId, new_id


class ConsoleCodes(SQLModel, table=True):
    """The codes of one person: found by the sign-in name, of which a keyed hash is kept.

    A new secret is pending until a code of it was typed; the one before works until then.
    """

    __tablename__ = "console_codes"
    person_id: PersonId = Field(
        primary_key=True, foreign_key="person.id", sa_type=String(ID_LENGTH)
    )
    name_hash: bytes | None = digest(unique=True)
    name_sealed: bytes | None = sealed()
    secret_sealed: bytes | None = sealed()
    pending_sealed: bytes | None = sealed()
    last_step: int = Field(default=0, sa_type=BigInteger)  # of the last code: none works twice
    confirmed_at: datetime | None = instant_or_none()
    used_at: datetime | None = instant_or_none()


class ConsoleRecoveryCode(SQLModel, table=True):
    """One code that opens the console once."""

    __tablename__ = "console_recovery_code"
    id: str = own_id()
    person_id: PersonId = refers_to("person")
    code_hash: bytes | None = digest(unique=True)
    made_at: datetime = instant()
    used_at: datetime | None = instant_or_none()


async def codes_of(session: AsyncSession, person_id: PersonId) -> ConsoleCodes | None:
    """The person's codes, confirmed or not."""
    return await session.get(ConsoleCodes, person_id)


async def codes_by_name(session: AsyncSession, name: str) -> ConsoleCodes | None:
    """The codes that belong to a sign-in name; nobody else uses them until this is over."""
    wanted = vault_of(session).secret_hash("sign-in name", name)
    query = select(ConsoleCodes).where(col(ConsoleCodes.name_hash) == wanted)
    return (await session.exec(query.with_for_update())).first()


async def begin_codes(session: AsyncSession, person_id: PersonId, name: str, secret: str) -> None:
    """Keep a secret that is to be confirmed; the name is kept where there is none yet."""
    vault = vault_of(session)
    row = await session.get(ConsoleCodes, person_id) or ConsoleCodes(person_id=person_id)
    if row.name_hash is None:
        row.name_hash = vault.secret_hash("sign-in name", name)
        row.name_sealed = await vault.seal(session, person_id, name, _place("name", person_id))
    row.pending_sealed = await vault.seal(session, person_id, secret, _place("pending", person_id))
    session.add(row)
    await session.flush()


async def confirm_codes(
    session: AsyncSession, row: ConsoleCodes, secret: str, step: int, now: datetime
) -> None:
    """The pending secret is the one that counts from now on."""
    vault, place = vault_of(session), _place("secret", row.person_id)
    row.secret_sealed = await vault.seal(session, row.person_id, secret, place)
    row.pending_sealed, row.last_step, row.confirmed_at = None, step, now
    session.add(row)


async def sign_in_name(session: AsyncSession, row: ConsoleCodes) -> str:
    """The name that goes with the codes."""
    return await _open(session, row, "name", row.name_sealed)


async def secret_of(session: AsyncSession, row: ConsoleCodes) -> str:
    """The secret that counts; "" while none was confirmed."""
    return await _open(session, row, "secret", row.secret_sealed)


async def pending_secret(session: AsyncSession, row: ConsoleCodes) -> str:
    """The secret that is to be confirmed; "" for none."""
    return await _open(session, row, "pending", row.pending_sealed)


async def forget_codes(session: AsyncSession, person_id: PersonId) -> None:
    """Forget the secret, the name and the recovery codes."""
    for table, owner in (
        (ConsoleCodes, col(ConsoleCodes.person_id)),
        (ConsoleRecoveryCode, col(ConsoleRecoveryCode.person_id)),
    ):
        await session.exec(delete(table).where(owner == person_id))


async def keep_recovery_codes(
    session: AsyncSession, person_id: PersonId, codes: Iterable[str], now: datetime
) -> None:
    """Keep the hashes of new recovery codes; the ones before open nothing any more."""
    theirs = col(ConsoleRecoveryCode.person_id) == person_id
    await session.exec(delete(ConsoleRecoveryCode).where(theirs))
    vault = vault_of(session)
    for code in codes:
        kept = vault.secret_hash("recovery code", code)
        session.add(
            ConsoleRecoveryCode(id=new_id(), person_id=person_id, code_hash=kept, made_at=now)
        )
    await session.flush()


async def use_recovery_code(session: AsyncSession, code: str, now: datetime) -> PersonId | None:
    """Whose recovery code this is, used up by this; None for none that still works."""
    wanted = vault_of(session).secret_hash("recovery code", code)
    query = select(ConsoleRecoveryCode).where(
        col(ConsoleRecoveryCode.code_hash) == wanted, col(ConsoleRecoveryCode.used_at).is_(None)
    )
    found = (await session.exec(query.with_for_update())).first()
    if found is None:
        return None
    found.used_at = now
    session.add(found)
    return found.person_id


async def recovery_codes_left(session: AsyncSession, person_id: PersonId) -> int:
    """How many recovery codes of the person still work."""
    query = select(func.count()).where(
        col(ConsoleRecoveryCode.person_id) == person_id,
        col(ConsoleRecoveryCode.used_at).is_(None),
    )
    return int((await session.exec(query)).one())


async def _open(session: AsyncSession, row: ConsoleCodes, column: str, value: bytes | None) -> str:
    if value is None:
        return ""
    place = _place(column, row.person_id)
    return await vault_of(session).unseal(session, row.person_id, value, place)


def _place(column: str, person_id: PersonId) -> str:
    return f"console_codes.{column}|{person_id}"
