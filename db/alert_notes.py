"""Notes on alerts: what a coordinator wrote down about one, sealed with the person's own key."""

from datetime import datetime

from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.alerts import Alert
from db.columns import instant, own_id, refers_to, sealed
from db.engine import vault_of
from db.ids import AlertId, NoteId, PersonId, new_id


class AlertNote(SQLModel, table=True):
    """Words of one coordinator on one alert; they go with the person whom it is about."""

    __tablename__ = "alert_note"
    id: NoteId = own_id()
    alert_id: AlertId = refers_to("alert")
    about_id: PersonId = refers_to("person")
    author_id: PersonId = refers_to("person", index=False)
    at: datetime = instant()
    number: int = Field(default=1)  # the first note of an alert is 1
    words_sealed: bytes | None = sealed()


async def add_alert_note(
    session: AsyncSession, alert: Alert, author_id: PersonId, words: str, now: datetime
) -> AlertNote:
    """Keep a note; its words can be read as long as the person has a key."""
    note_id = NoteId(new_id())
    vault = vault_of(session)
    added = AlertNote(
        id=note_id,
        alert_id=alert.id,
        about_id=alert.person_id,
        author_id=author_id,
        at=now,
        number=len(await alert_notes(session, alert.id)) + 1,
        words_sealed=await vault.seal(session, alert.person_id, words, _place(note_id)),
    )
    session.add(added)
    await session.flush()
    return added


async def alert_notes(session: AsyncSession, alert_id: AlertId) -> list[AlertNote]:
    """The notes on an alert, the oldest first."""
    query = select(AlertNote).where(col(AlertNote.alert_id) == alert_id)
    return list(await session.exec(query.order_by(col(AlertNote.number))))


async def words_of_note(session: AsyncSession, note: AlertNote) -> str:
    """What the note says; "" once the person was erased."""
    if note.words_sealed is None:
        return ""
    vault = vault_of(session)
    return await vault.unseal(session, note.about_id, note.words_sealed, _place(note.id))


def _place(note_id: NoteId) -> str:
    return f"alert_note.words|{note_id}"
