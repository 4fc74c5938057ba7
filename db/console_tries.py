"""Console tries: how often a sign-in name was tried in vain, whether or not there is such a one."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel, col, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, instant_or_none
from db.engine import vault_of


class ConsoleTries(SQLModel, table=True):
    """The tries of one name, of which a keyed hash is kept, since it was last right."""

    __tablename__ = "console_tries"
    name_hash: bytes = Field(primary_key=True, sa_type=LargeBinary(32))
    failures: int = Field(default=0)
    last_at: datetime = instant(index=True)
    until: datetime | None = instant_or_none()  # no try counts before; None for none at all


async def tries_of(session: AsyncSession, name: str) -> ConsoleTries | None:
    """What is known of earlier tries of this name."""
    return await session.get(ConsoleTries, _hash(session, name))


async def count_failure(
    session: AsyncSession, name: str, failures: int, until: datetime | None, now: datetime
) -> None:
    """Keep that a try was in vain, and until when no other one counts."""
    key = _hash(session, name)
    row = await session.get(ConsoleTries, key) or ConsoleTries(name_hash=key, last_at=now)
    row.failures, row.until, row.last_at = failures, until, now
    session.add(row)


async def forget_tries(session: AsyncSession, name: str) -> None:
    """The name was right: it begins anew."""
    key = _hash(session, name)
    await session.exec(delete(ConsoleTries).where(col(ConsoleTries.name_hash) == key))


def _hash(session: AsyncSession, name: str) -> bytes:
    return vault_of(session).secret_hash("sign-in try", name)
