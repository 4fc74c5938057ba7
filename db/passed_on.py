"""Passed-on messages: all letters that carry what one person wrote, found by their source.

The source is the message in its writer's own chat. As long as the letters are kept (30 days) they
say what became of it; Telegram lets nobody change or delete a message for as long as that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from db.engine import vault_of
from db.ids import PairingId, PersonId
from db.outbox import Letter

UNSENT = "unsent"  # its writer took it back, and hears what came of that
SILENT = "silent"  # the two were parted while it was on its way; nobody is told
DROPPED = "dropped"  # an edit left no words for this part
TAKEN_BACK = frozenset({UNSENT, SILENT})
HALF = 16  # bytes
CARRYING = ("send", "edit", "delete")  # acts; what is handed over to a coordinator is not
UNDER_WAY = ("waiting", "sending")


@dataclass(frozen=True, slots=True)
class LastPassedOn:
    """The newest message of a writer that was not taken back."""

    message_id: int
    pairing_id: PairingId
    written_at: datetime
    sent_at: datetime | None


def fingerprint(session: AsyncSession, writer: PersonId, words: str, media: str) -> bytes:
    """A keyed hash that tells an edit from a change that nobody sees; 16 bytes each, in order."""
    vault = vault_of(session)
    parts = ((f"words|{writer}", words), (f"media|{writer}", media))
    return b"".join(vault.secret_hash(kind, text)[:HALF] for kind, text in parts)


async def letters_of(session: AsyncSession, writer: PersonId, message_id: int) -> list[Letter]:
    """All letters of a message, the oldest first; until the story ends none changes its state."""
    query = select(Letter).where(
        col(Letter.source_person_id) == writer,
        col(Letter.source_message_id) == message_id,
        col(Letter.act).in_(CARRYING),
    )
    return await _locked(session, query)


async def letters_between(session: AsyncSession, pairing_id: PairingId) -> list[Letter]:
    """What the two people of a pairing wrote and what is still on its way, the oldest first.

    What we add to a message that is kept counts too.
    """
    query = select(Letter).where(
        col(Letter.pairing_id) == pairing_id,
        or_(col(Letter.source_person_id).is_not(None), col(Letter.not_before).is_not(None)),
        col(Letter.act).in_(CARRYING),
        col(Letter.state).in_(UNDER_WAY),
    )
    return await _locked(session, query)


async def take_back(session: AsyncSession, letters: Sequence[Letter], why: str) -> None:
    """Withdraw the letters that wait; note on all others that they were taken back, and why."""
    for letter in letters:
        letter.recall = why
        if letter.state == "waiting":
            letter.state, letter.reason, letter.content_sealed = "withdrawn", why, None
        session.add(letter)
    await session.flush()


async def note_fingerprint(
    session: AsyncSession, writer: PersonId, message_id: int, words_hash: bytes
) -> None:
    """The message now says what this is the fingerprint of."""
    statement = update(Letter).where(
        col(Letter.source_person_id) == writer, col(Letter.source_message_id) == message_id
    )
    await session.exec(
        statement.values(words_hash=words_hash), execution_options={"synchronize_session": False}
    )


async def recalls(session: AsyncSession, letter_ids: Sequence[int]) -> dict[int, str]:
    """Which of these letters were taken back while they were being sent, and why.

    All of them are locked, so that none is taken back unnoticed before its fate is written down.
    """
    query = select(col(Letter.id), col(Letter.recall)).where(col(Letter.id).in_(letter_ids))
    rows = await session.exec(query.order_by(col(Letter.id)).with_for_update())
    return {letter_id: why for letter_id, why in rows if letter_id is not None and why is not None}


async def last_passed_on(
    session: AsyncSession, writer: PersonId, pairing_id: PairingId | None = None
) -> LastPassedOn | None:
    """The writer's newest message that was not taken back, in one pairing or in any."""
    query = select(Letter).where(
        col(Letter.source_person_id) == writer,
        col(Letter.act) == "send",
        col(Letter.recall).is_(None),
    )
    if pairing_id is not None:
        query = query.where(col(Letter.pairing_id) == pairing_id)
    found = (await session.exec(query.order_by(col(Letter.id).desc()).limit(1))).first()
    if found is None or found.source_message_id is None or found.pairing_id is None:
        return None
    return LastPassedOn(found.source_message_id, found.pairing_id, found.created_at, found.sent_at)


async def line_tells_of_others(session: AsyncSession, letter: Letter) -> bool:
    """Whether the status line of this kept letter tells of a message that was not taken back."""
    query = select(col(Letter.id)).where(
        col(Letter.source_person_id) == letter.source_person_id,
        col(Letter.pairing_id) == letter.pairing_id,
        col(Letter.told_by) == letter.told_by,
        col(Letter.recall).is_(None),
    )
    return (await session.exec(query.limit(1))).first() is not None


async def _locked(session: AsyncSession, query: SelectOfScalar[Letter]) -> list[Letter]:
    await session.flush()
    ordered = query.order_by(col(Letter.id)).with_for_update()
    return list(await session.exec(ordered.execution_options(populate_existing=True)))
