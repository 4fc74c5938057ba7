"""E-mail addresses of coordinators: one each, confirmed by a code that was sent there."""

from datetime import datetime

from sqlalchemy import String, bindparam
from sqlalchemy import select as columns
from sqlmodel import Field, SQLModel, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import digest, instant, instant_or_none, sealed
from db.crypto import keyed_hash
from db.engine import vault_of
from db.errors import KeyDestroyed, SealBroken
from db.glance import Question
from db.ids import ID_LENGTH, PersonId


class MailAddress(SQLModel, table=True):
    """Where a coordinator is reached beside the bot; unconfirmed ones get their code alone."""

    __tablename__ = "mail_address"
    person_id: PersonId = Field(
        primary_key=True, foreign_key="person.id", sa_type=String(ID_LENGTH)
    )
    address_sealed: bytes | None = sealed()
    code_hash: bytes | None = digest()
    code_until: datetime | None = instant_or_none()
    tries: int = Field(default=0)
    given_at: datetime = instant()
    confirmed_at: datetime | None = instant_or_none()
    refused_at: datetime | None = instant_or_none()  # when a server last said there is no such one


REFUSED_AT = Question(
    columns(col(MailAddress.refused_at)).where(col(MailAddress.person_id) == bindparam("who"))
)


async def address_row(session: AsyncSession, person_id: PersonId) -> MailAddress | None:
    """The person's address, confirmed or not."""
    return await session.get(MailAddress, person_id)


async def address_refused_at(session: AsyncSession, person_id: PersonId) -> datetime | None:
    """When a server last said that nobody has the person's address; None where none did."""
    rows = await REFUSED_AT.ask(session, {"who": person_id})
    return rows[0][0] if rows else None


async def keep_address(
    session: AsyncSession,
    person_id: PersonId,
    address: str,
    *,
    code: str,
    code_until: datetime,
    now: datetime,
) -> MailAddress:
    """Keep an address that its owner has yet to confirm, in place of an earlier one."""
    row = await session.get(MailAddress, person_id) or MailAddress(
        person_id=person_id, given_at=now
    )
    row.address_sealed = await vault_of(session).seal(
        session, person_id, address, _place(person_id)
    )
    row.code_hash, row.code_until = _hash(session, person_id, code), code_until
    row.tries, row.given_at = 0, now
    row.confirmed_at = row.refused_at = None
    session.add(row)
    await session.flush()
    return row


def fits_code(session: AsyncSession, row: MailAddress, code: str) -> bool:
    """Whether this is the code that was sent to the address."""
    return row.code_hash is not None and row.code_hash == _hash(session, row.person_id, code)


def confirm_address(session: AsyncSession, row: MailAddress, now: datetime) -> None:
    """The owner typed the code: the address is theirs."""
    row.confirmed_at, row.code_hash, row.code_until = now, None, None
    session.add(row)


async def forget_address(session: AsyncSession, row: MailAddress) -> None:
    """Forget the address."""
    await session.delete(row)
    await session.flush()


async def address_of(session: AsyncSession, row: MailAddress) -> str | None:
    """The address itself; None once its owner was erased."""
    if row.address_sealed is None:
        return None
    place = _place(row.person_id)
    return await vault_of(session).unseal(session, row.person_id, row.address_sealed, place)


async def address_to_use(
    session: AsyncSession, person_id: PersonId, *, unconfirmed: bool = False
) -> str | None:
    """The person's address if mails may go there; None for none, or one that was refused."""
    row = await session.get(MailAddress, person_id)
    if row is None or row.refused_at is not None:
        return None
    if row.confirmed_at is None and not unconfirmed:
        return None
    try:
        return await address_of(session, row)
    except (KeyDestroyed, SealBroken):
        return None


async def reached_by_mail(session: AsyncSession) -> set[PersonId]:
    """Everybody with a confirmed address that no server has refused."""
    query = select(col(MailAddress.person_id)).where(
        col(MailAddress.confirmed_at).is_not(None), col(MailAddress.refused_at).is_(None)
    )
    return set(await session.exec(query))


async def refused_addresses(session: AsyncSession) -> int:
    """How many addresses a server has refused."""
    query = select(func.count()).select_from(MailAddress)
    return (await session.exec(query.where(col(MailAddress.refused_at).is_not(None)))).one()


def refuse_address(session: AsyncSession, row: MailAddress, now: datetime) -> None:
    """A server knows no such reader: nothing more goes there until it is confirmed anew."""
    row.refused_at = now
    session.add(row)


def _hash(session: AsyncSession, person_id: PersonId, code: str) -> bytes:
    secret = vault_of(session).audit_secret()
    return keyed_hash(secret, f"mail code|{person_id}|{code}")


def _place(person_id: PersonId) -> str:
    return f"mail_address.address|{person_id}"
