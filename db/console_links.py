"""Console links: a way into the console for one person, once, for a quarter of an hour."""

from datetime import datetime, timedelta

from sqlmodel import SQLModel, col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import digest, instant, instant_or_none, own_id, refers_to
from db.crypto import new_secret
from db.engine import vault_of
from db.ids import ConsoleLinkId, InvitationId, PersonId, new_id

LASTS = timedelta(minutes=15)


class ConsoleLink(SQLModel, table=True):
    """A link for a person who is known, or one that uses up an invitation."""

    __tablename__ = "console_link"
    id: ConsoleLinkId = own_id()
    token_hash: bytes | None = digest(unique=True)
    person_id: PersonId | None = refers_to("person", optional=True)
    invitation_id: InvitationId | None = refers_to("invitation", optional=True)
    issued_at: datetime = instant()
    expires_at: datetime = instant(index=True)
    used_at: datetime | None = instant_or_none()


async def add_console_link(
    session: AsyncSession,
    now: datetime,
    *,
    person_id: PersonId | None = None,
    invitation_id: InvitationId | None = None,
) -> str:
    """A new link, of which the row keeps a keyed hash alone; returns its token.

    Earlier links of the same person that were not used open nothing any more.
    """
    if person_id is not None:
        await close_console_links(session, person_id, now)
    token = new_secret().hex()
    added = ConsoleLink(
        id=ConsoleLinkId(new_id()),
        token_hash=vault_of(session).secret_hash("console link", token),
        person_id=person_id,
        invitation_id=invitation_id,
        issued_at=now,
        expires_at=now + LASTS,
    )
    session.add(added)
    await session.flush()
    return token


async def console_link_by_token(
    session: AsyncSession, token: str, *, for_change: bool = False
) -> ConsoleLink | None:
    """The link with this token, used or not; `for_change` lets one press at a time see it."""
    wanted = vault_of(session).secret_hash("console link", token)
    query = select(ConsoleLink).where(col(ConsoleLink.token_hash) == wanted)
    return (await session.exec(query.with_for_update() if for_change else query)).first()


async def close_console_links(session: AsyncSession, person_id: PersonId, now: datetime) -> None:
    """Let no unused link of this person open anything any more."""
    unused = update(ConsoleLink).where(
        col(ConsoleLink.person_id) == person_id, col(ConsoleLink.used_at).is_(None)
    )
    await session.exec(unused.values(used_at=now))
