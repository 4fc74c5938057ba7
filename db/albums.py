"""Albums: where the first picture of an album went, so that its others go nowhere else."""

from datetime import datetime

from sqlmodel import Field, SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, own_id, refers_to, word, word_or_none
from db.engine import vault_of
from db.held_messages import ALBUM_LENGTH
from db.ids import ID_LENGTH, PairingId, PersonId, new_id


class Album(SQLModel, table=True):
    """One album of a person, found by a keyed hash; kept for a day.

    Without a pairing the album was dropped. `confirmed`: its writer said to send it although it
    looked like contact details.
    """

    __tablename__ = "album"
    id: str = own_id()
    person_id: PersonId = refers_to("person")
    name: str = word(ALBUM_LENGTH, index=True)
    pairing_id: PairingId | None = word_or_none(ID_LENGTH)
    confirmed: bool = Field(default=False)
    at: datetime = instant()


def album_name(session: AsyncSession, person_id: PersonId, group_id: str) -> str:
    """The name of an album here: a keyed hash of Telegram's number for it."""
    return vault_of(session).secret_hash("album", f"{person_id}|{group_id}").hex()


async def keep_album(
    session: AsyncSession,
    person_id: PersonId,
    name: str,
    pairing_id: PairingId | None,
    now: datetime,
    *,
    confirmed: bool = False,
) -> None:
    """Remember where an album goes, or with None that it goes nowhere."""
    known = await album_of(session, person_id, name)
    if known is None:
        known = Album(id=new_id(), person_id=person_id, name=name, at=now)
    known.pairing_id = pairing_id
    known.confirmed = known.confirmed or confirmed
    session.add(known)
    await session.flush()


async def album_of(session: AsyncSession, person_id: PersonId, name: str) -> Album | None:
    """What is known of this album of the person."""
    query = select(Album).where(col(Album.person_id) == person_id, col(Album.name) == name)
    return (await session.exec(query)).first()


async def forget_albums(session: AsyncSession, before: datetime) -> None:
    """Delete what was kept before this instant."""
    await session.exec(delete(Album).where(col(Album.at) < before))
