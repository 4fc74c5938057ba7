"""Console challenges: a random value that a browser has to bring back, once and soon."""

from datetime import datetime, timedelta

from sqlmodel import SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import digest, instant, own_id, refers_to, sealed, word
from db.engine import vault_of
from db.ids import PersonId, new_id

LASTS = timedelta(minutes=5)


class ConsoleChallenge(SQLModel, table=True):
    """A challenge of one purpose; what is to be known when it comes back is sealed."""

    __tablename__ = "console_challenge"
    id: str = own_id()
    value_hash: bytes | None = digest(unique=True)
    purpose: str = word(20)
    person_id: PersonId | None = refers_to("person", optional=True)
    kept_sealed: bytes | None = sealed()
    expires_at: datetime = instant(index=True)


async def add_challenge(
    session: AsyncSession,
    purpose: str,
    value: str,
    now: datetime,
    *,
    person_id: PersonId | None = None,
    kept: str = "",
    lasts: timedelta = LASTS,
) -> None:
    """Wait for this value; `kept` is given back with it."""
    added = ConsoleChallenge(
        id=new_id(),
        value_hash=_hash(session, purpose, value),
        purpose=purpose,
        person_id=person_id,
        expires_at=now + lasts,
    )
    added.kept_sealed = vault_of(session).seal_for_service(kept, _place(added)) if kept else None
    session.add(added)
    await session.flush()


async def take_challenge(
    session: AsyncSession, purpose: str, value: str, now: datetime
) -> ConsoleChallenge | None:
    """The challenge that waited for this value: it is gone then, whatever comes of it."""
    wanted = _hash(session, purpose, value)
    query = select(ConsoleChallenge).where(col(ConsoleChallenge.value_hash) == wanted)
    found = (await session.exec(query.with_for_update())).first()
    if found is None:
        return None
    await session.exec(delete(ConsoleChallenge).where(col(ConsoleChallenge.id) == found.id))
    return found if now < found.expires_at else None


def kept_with(session: AsyncSession, challenge: ConsoleChallenge) -> str:
    """What was kept with the challenge; "" for nothing."""
    if challenge.kept_sealed is None:
        return ""
    return vault_of(session).unseal_for_service(challenge.kept_sealed, _place(challenge))


def _hash(session: AsyncSession, purpose: str, value: str) -> bytes:
    return vault_of(session).secret_hash(f"console challenge {purpose}", value)


def _place(challenge: ConsoleChallenge) -> str:
    return f"console_challenge.kept|{challenge.id}"
