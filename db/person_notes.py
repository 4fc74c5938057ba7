"""Notes on people: what a coordinator wrote down for the next one, sealed with the person's key."""

from datetime import datetime

from sqlmodel import SQLModel, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, own_id, refers_to, sealed
from db.engine import vault_of
from db.ids import MembershipId, NoteId, PairingId, PersonId, new_id
from db.memberships import Membership


class PersonNote(SQLModel, table=True):
    """Words of one coordinator about one role of a person, or about one of their pairings."""

    __tablename__ = "person_note"
    id: NoteId = own_id()
    membership_id: MembershipId = refers_to("membership")
    about_id: PersonId = refers_to("person")
    pairing_id: PairingId | None = refers_to("pairing", optional=True)
    author_id: PersonId = refers_to("person", index=False)
    at: datetime = instant()
    words_sealed: bytes | None = sealed()


async def add_person_note(
    session: AsyncSession,
    membership: Membership,
    author_id: PersonId,
    words: str,
    now: datetime,
    *,
    pairing_id: PairingId | None = None,
) -> PersonNote:
    """Keep a note; its words can be read as long as the person has a key."""
    note_id, about = NoteId(new_id()), membership.person_id
    added = PersonNote(
        id=note_id,
        membership_id=membership.id,
        about_id=about,
        pairing_id=pairing_id,
        author_id=author_id,
        at=now,
        words_sealed=await vault_of(session).seal(session, about, words, _place(note_id)),
    )
    session.add(added)
    await session.flush()
    return added


async def notes_on_role(
    session: AsyncSession, membership_id: MembershipId, most: int
) -> list[PersonNote]:
    """The last notes on this role of a person and on its pairings, the newest first."""
    query = select(PersonNote).where(col(PersonNote.membership_id) == membership_id)
    ordered = query.order_by(col(PersonNote.at).desc(), col(PersonNote.id))
    return list(await session.exec(ordered.limit(most)))


async def notes_on_pairing(
    session: AsyncSession, pairing_id: PairingId, most: int
) -> list[PersonNote]:
    """The last notes on this pairing, the newest first."""
    query = select(PersonNote).where(col(PersonNote.pairing_id) == pairing_id)
    ordered = query.order_by(col(PersonNote.at).desc(), col(PersonNote.id))
    return list(await session.exec(ordered.limit(most)))


async def notes_on(session: AsyncSession, membership_id: MembershipId) -> int:
    """How many notes are kept on this role of a person."""
    query = select(func.count()).where(col(PersonNote.membership_id) == membership_id)
    return (await session.exec(query)).one()


async def words_of_person_note(session: AsyncSession, note: PersonNote) -> str:
    """What the note says; "" once the person was erased."""
    if note.words_sealed is None:
        return ""
    vault = vault_of(session)
    return await vault.unseal(session, note.about_id, note.words_sealed, _place(note.id))


def _place(note_id: NoteId) -> str:
    return f"person_note.words|{note_id}"
