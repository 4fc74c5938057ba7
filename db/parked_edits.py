"""Parked edits: a changed message whose original is not known, kept for a minute or so."""

from datetime import datetime

from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, refers_to, sealed, serial, telegram_number
from db.engine import vault_of
from db.errors import KeyDestroyed
from db.ids import PersonId


class ParkedEdit(SQLModel, table=True):
    """What a message says after its change, until it is known what the message was."""

    __tablename__ = "parked_edit"
    id: int | None = serial()
    person_id: PersonId = refers_to("person")
    message_id: int | None = telegram_number()
    content_sealed: bytes | None = sealed()
    parked_at: datetime = instant(index=True)


async def park_edit(
    session: AsyncSession, person_id: PersonId, message_id: int, content: str, now: datetime
) -> None:
    """Keep the words of a change; a later change of the same message takes their place."""
    query = select(ParkedEdit).where(
        col(ParkedEdit.person_id) == person_id, col(ParkedEdit.message_id) == message_id
    )
    parked = (await session.exec(query.with_for_update())).first()
    if parked is None:
        parked = ParkedEdit(person_id=person_id, message_id=message_id, parked_at=now)
    parked.content_sealed = await vault_of(session).seal(
        session, person_id, content, _place(person_id, message_id)
    )
    session.add(parked)
    await session.flush()


async def take_parked(
    session: AsyncSession, before: datetime, most: int
) -> list[tuple[PersonId, int, str]]:
    """(person, message, content) of what was parked before this instant, taken away, in order."""
    query = select(ParkedEdit).where(col(ParkedEdit.parked_at) <= before)
    ordered = query.order_by(col(ParkedEdit.parked_at), col(ParkedEdit.id)).limit(most)
    rows = list(await session.exec(ordered.with_for_update(skip_locked=True)))
    found = [(row.person_id, row.message_id or 0, await _open(session, row)) for row in rows]
    for row in rows:
        await session.delete(row)
    await session.flush()
    return [(person, message, content) for person, message, content in found if content]


async def parked_by(session: AsyncSession, person_id: PersonId) -> list[str]:
    """What is parked of this person's changes, the oldest first."""
    query = select(ParkedEdit).where(col(ParkedEdit.person_id) == person_id)
    rows = await session.exec(query.order_by(col(ParkedEdit.id)))
    return [await _open(session, row) for row in rows]


async def _open(session: AsyncSession, row: ParkedEdit) -> str:
    """What the row holds; empty when its person was erased."""
    if row.content_sealed is None or row.message_id is None:
        return ""
    place = _place(row.person_id, row.message_id)
    try:
        return await vault_of(session).unseal(session, row.person_id, row.content_sealed, place)
    except KeyDestroyed:
        return ""


def _place(person_id: PersonId, message_id: int) -> str:
    return f"parked_edit.content|{person_id}|{message_id}"
