"""Console sessions: who is signed in to the console, found by a keyed hash of a random token."""

from datetime import datetime

from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import digest, instant, instant_or_none, own_id, refers_to, sealed, word
from db.crypto import new_secret
from db.engine import vault_of
from db.ids import ConsoleSessionId, PersonId, new_id


class ConsoleSession(SQLModel, table=True):
    """One browser in which one person is signed in, until it ends."""

    __tablename__ = "console_session"
    id: ConsoleSessionId = own_id()
    token_hash: bytes | None = digest(unique=True)
    person_id: PersonId = refers_to("person")
    way: str = word()  # how they signed in: passkey, code, recovery, organisation, link, trial
    version: int = Field(default=1)
    signed_in_at: datetime = instant()
    seen_at: datetime = instant()
    ended_at: datetime | None = instant_or_none()
    told_sealed: bytes | None = sealed()  # what the next page says of what was done


async def open_console_session(
    session: AsyncSession, person_id: PersonId, way: str, now: datetime
) -> tuple[ConsoleSession, str]:
    """A new session and its token, of which the row keeps a keyed hash alone."""
    token = new_secret().hex()
    added = ConsoleSession(
        id=ConsoleSessionId(new_id()),
        token_hash=vault_of(session).secret_hash("console", token),
        person_id=person_id,
        way=way,
        signed_in_at=now,
        seen_at=now,
    )
    session.add(added)
    await session.flush()
    return added, token


async def console_session_by_token(session: AsyncSession, token: str) -> ConsoleSession | None:
    """The session that this token opens, or None when there is none or it ended."""
    found = await any_console_session_by_token(session, token)
    return found if found is not None and found.ended_at is None else None


async def any_console_session_by_token(session: AsyncSession, token: str) -> ConsoleSession | None:
    """The session that this token opens or once opened."""
    wanted = vault_of(session).secret_hash("console", token)
    query = select(ConsoleSession).where(col(ConsoleSession.token_hash) == wanted)
    return (await session.exec(query)).first()


async def console_sessions_of(session: AsyncSession, person_id: PersonId) -> list[ConsoleSession]:
    """The sessions of a person that did not end, the one that was used last first."""
    query = select(ConsoleSession).where(
        col(ConsoleSession.person_id) == person_id, col(ConsoleSession.ended_at).is_(None)
    )
    return list(await session.exec(query.order_by(col(ConsoleSession.seen_at).desc())))


def end_console_session(session: AsyncSession, ended: ConsoleSession, now: datetime) -> None:
    """Let the token open nothing any more."""
    ended.told_sealed, ended.ended_at = None, now
    session.add(ended)


async def end_console_sessions(
    session: AsyncSession,
    person_id: PersonId,
    now: datetime,
    *,
    but: ConsoleSessionId | None = None,
) -> int:
    """End all sessions of a person, or all but one; returns how many."""
    ending = [one for one in await console_sessions_of(session, person_id) if one.id != but]
    for one in ending:
        end_console_session(session, one, now)
    return len(ending)


async def keep_told(session: AsyncSession, at: ConsoleSession, told: str) -> None:
    """Keep what the next page shall say."""
    vault = vault_of(session)
    at.told_sealed = await vault.seal(session, at.person_id, told, _place(at.id))
    session.add(at)


async def told_so_far(session: AsyncSession, at: ConsoleSession) -> str:
    """What the next page shall say; "" for nothing."""
    if at.told_sealed is None:
        return ""
    return await vault_of(session).unseal(session, at.person_id, at.told_sealed, _place(at.id))


def _place(session_id: ConsoleSessionId) -> str:
    return f"console_session.told|{session_id}"
