"""Console accounts: which account of an organisation's own sign-in belongs to which person."""

from datetime import datetime

from sqlmodel import SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import digest, instant, instant_or_none, own_id, refers_to
from db.engine import vault_of
from db.ids import PersonId, new_id


class ConsoleAccount(SQLModel, table=True):
    """One account, by a keyed hash of its provider and its subject."""

    __tablename__ = "console_account"
    id: str = own_id()
    person_id: PersonId = refers_to("person")
    account_hash: bytes | None = digest(unique=True)
    linked_at: datetime = instant()
    used_at: datetime | None = instant_or_none()


async def account_by_subject(
    session: AsyncSession, issuer: str, subject: str
) -> ConsoleAccount | None:
    """The account with this subject at this provider, if it belongs to somebody here."""
    wanted = _hash(session, issuer, subject)
    query = select(ConsoleAccount).where(col(ConsoleAccount.account_hash) == wanted)
    return (await session.exec(query)).first()


async def account_of(session: AsyncSession, person_id: PersonId) -> ConsoleAccount | None:
    """The account of a person."""
    query = select(ConsoleAccount).where(col(ConsoleAccount.person_id) == person_id)
    return (await session.exec(query)).first()


async def link_account(
    session: AsyncSession, person_id: PersonId, issuer: str, subject: str, now: datetime
) -> None:
    """Let this account open the console for the person, in place of an earlier one."""
    await unlink_account(session, person_id)
    kept = _hash(session, issuer, subject)
    session.add(ConsoleAccount(id=new_id(), person_id=person_id, account_hash=kept, linked_at=now))
    await session.flush()


async def unlink_account(session: AsyncSession, person_id: PersonId) -> None:
    """Let no account open the console for the person any more."""
    await session.exec(delete(ConsoleAccount).where(col(ConsoleAccount.person_id) == person_id))


def _hash(session: AsyncSession, issuer: str, subject: str) -> bytes:
    return vault_of(session).secret_hash("console account", f"{issuer}|{subject}")
