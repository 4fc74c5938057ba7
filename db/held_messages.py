"""Held messages: written, and going nowhere until their writer answers a question about them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel import SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import (
    instant,
    own_id,
    refers_to,
    sealed,
    telegram_number,
    word,
    word_or_none,
)
from db.engine import vault_of
from db.ids import ID_LENGTH, PairingId, PersonId, new_id

Reason = Literal["who", "contact"]
ALBUM_LENGTH = 64


class HeldMessage(SQLModel, table=True):
    """A message that goes nowhere until its writer answers.

    `reason` is what was asked: "who" it is for, or whether to send what looks like "contact"
    details to the person of the pairing. The pictures of an album (`db.albums`) share a question.
    """

    __tablename__ = "held_message"
    id: str = own_id()
    person_id: PersonId = refers_to("person")
    question_id: str = word(ID_LENGTH, index=True)
    reason: str = word(12)
    pairing_id: PairingId | None = word_or_none(ID_LENGTH)
    album: str | None = word_or_none(ALBUM_LENGTH)
    message_id: int | None = telegram_number()
    content_sealed: bytes | None = sealed()
    held_at: datetime = instant()


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that was held, with what it says."""

    message_id: int
    content: str
    pairing_id: PairingId | None
    album: str | None


async def hold_message(
    session: AsyncSession,
    person_id: PersonId,
    message_id: int,
    content: str,
    now: datetime,
    *,
    reason: Reason = "who",
    pairing_id: PairingId | None = None,
    album: str | None = None,
    question_id: str | None = None,
) -> HeldMessage:
    """Keep a message until its writer answers; without `question_id` under a new question."""
    held_id = new_id()
    vault = vault_of(session)
    held = HeldMessage(
        id=held_id,
        person_id=person_id,
        question_id=question_id or held_id,
        reason=reason,
        pairing_id=pairing_id,
        album=album,
        message_id=message_id,
        content_sealed=await vault.seal(session, person_id, content, _place(held_id)),
        held_at=now,
    )
    session.add(held)
    await session.flush()
    return held


async def held_under(
    session: AsyncSession, question_id: str, person_id: PersonId, reason: Reason = "who"
) -> list[Taken]:
    """What waits for the answer to this question of the person, in the order it was written."""
    rows = await _rows(session, question_id, person_id, reason)
    return [await _open(session, row) for row in rows]


async def take_held(
    session: AsyncSession, question_id: str, person_id: PersonId, reason: Reason = "who"
) -> list[Taken]:
    """Take away what waits for the answer to this question of the person, in order."""
    rows = await _rows(session, question_id, person_id, reason)
    taken = [await _open(session, row) for row in rows]
    for row in rows:
        await session.delete(row)
    await session.flush()
    return taken


async def question_of_album(
    session: AsyncSession, person_id: PersonId, album: str
) -> HeldMessage | None:
    """A held picture of this album of the person, if a question about it is open."""
    query = select(HeldMessage).where(
        col(HeldMessage.person_id) == person_id,
        col(HeldMessage.album) == album,
    )
    return (await session.exec(query.limit(1))).first()


async def held_row(
    session: AsyncSession, person_id: PersonId, message_id: int
) -> HeldMessage | None:
    """The row that holds this message of the person, locked for this transaction."""
    query = select(HeldMessage).where(
        col(HeldMessage.person_id) == person_id, col(HeldMessage.message_id) == message_id
    )
    return (await session.exec(query.with_for_update())).first()


async def content_of(session: AsyncSession, held: HeldMessage) -> str:
    """What a held message says."""
    return (await _open(session, held)).content


async def replace_content(session: AsyncSession, held: HeldMessage, content: str) -> None:
    """Let a held message say something else."""
    vault = vault_of(session)
    held.content_sealed = await vault.seal(session, held.person_id, content, _place(held.id))
    session.add(held)
    await session.flush()


async def drop_row(session: AsyncSession, held: HeldMessage) -> bool:
    """Forget one held message; True when nothing else waits for the same answer."""
    await session.delete(held)
    await session.flush()
    query = select(col(HeldMessage.id)).where(col(HeldMessage.question_id) == held.question_id)
    return (await session.exec(query.limit(1))).first() is None


async def held_by(session: AsyncSession, person_id: PersonId) -> list[str]:
    """What is held of this person's messages, the oldest first."""
    query = select(HeldMessage).where(col(HeldMessage.person_id) == person_id)
    rows = await session.exec(query.order_by(col(HeldMessage.held_at)))
    return [await content_of(session, row) for row in rows]


async def forget_held(session: AsyncSession, before: datetime) -> list[HeldMessage]:
    """Delete what nobody answered for before this instant; returns the rows without content."""
    query = select(HeldMessage).where(col(HeldMessage.held_at) < before)
    rows = list(await session.exec(query))
    await session.exec(delete(HeldMessage).where(col(HeldMessage.held_at) < before))
    return rows


async def _rows(
    session: AsyncSession, question_id: str, person_id: PersonId, reason: Reason
) -> list[HeldMessage]:
    query = select(HeldMessage).where(
        col(HeldMessage.question_id) == question_id,
        col(HeldMessage.person_id) == person_id,
        col(HeldMessage.reason) == reason,
    )
    ordered = query.order_by(col(HeldMessage.message_id), col(HeldMessage.id))
    return list(await session.exec(ordered.with_for_update()))


async def _open(session: AsyncSession, held: HeldMessage) -> Taken:
    if held.content_sealed is None or held.message_id is None:
        raise LookupError("A held message has no content.")
    vault = vault_of(session)
    content = await vault.unseal(session, held.person_id, held.content_sealed, _place(held.id))
    return Taken(held.message_id, content, held.pairing_id, held.album)


def _place(held_id: str) -> str:
    return f"held_message.content|{held_id}"
