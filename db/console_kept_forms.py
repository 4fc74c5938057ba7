"""Kept forms: what somebody sent when their session was locked, until they signed in again."""

from datetime import datetime, timedelta

from sqlalchemy import String
from sqlmodel import Field, SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, own_id, refers_to, sealed
from db.engine import vault_of
from db.ids import ConsoleSessionId, KeptFormId, PersonId, new_id

LASTS = timedelta(hours=1)


class ConsoleKeptForm(SQLModel, table=True):
    """One form of one person: where it was sent to, and its fields, sealed."""

    __tablename__ = "console_kept_form"
    id: KeptFormId = own_id()
    person_id: PersonId = refers_to("person")
    session_id: ConsoleSessionId = refers_to("console_session")
    path: str = Field(sa_type=String(200))
    fields_sealed: bytes | None = sealed()
    kept_at: datetime = instant()
    expires_at: datetime = instant(index=True)


async def keep_form(
    session: AsyncSession,
    person_id: PersonId,
    session_id: ConsoleSessionId,
    path: str,
    fields: str,
    now: datetime,
) -> None:
    """Keep a form for an hour; a session keeps the last one alone."""
    theirs = col(ConsoleKeptForm.session_id) == session_id
    await session.exec(delete(ConsoleKeptForm).where(theirs))
    added = ConsoleKeptForm(
        id=KeptFormId(new_id()),
        person_id=person_id,
        session_id=session_id,
        path=path,
        kept_at=now,
        expires_at=now + LASTS,
    )
    vault = vault_of(session)
    added.fields_sealed = await vault.seal(session, person_id, fields, _place(added))
    session.add(added)
    await session.flush()


async def kept_form_of(
    session: AsyncSession, person_id: PersonId, now: datetime
) -> ConsoleKeptForm | None:
    """The form of this person that was kept last, while its hour lasts."""
    query = select(ConsoleKeptForm).where(
        col(ConsoleKeptForm.person_id) == person_id, col(ConsoleKeptForm.expires_at) > now
    )
    return (await session.exec(query.order_by(col(ConsoleKeptForm.kept_at).desc()))).first()


async def fields_of(session: AsyncSession, form: ConsoleKeptForm) -> str:
    """The fields as they were kept."""
    vault = vault_of(session)
    return await vault.unseal(session, form.person_id, form.fields_sealed or b"", _place(form))


async def forget_form(session: AsyncSession, form: ConsoleKeptForm) -> None:
    """Forget a form that was sent on or thrown away."""
    await session.exec(delete(ConsoleKeptForm).where(col(ConsoleKeptForm.id) == form.id))


def _place(form: ConsoleKeptForm) -> str:
    return f"console_kept_form.fields|{form.id}"
