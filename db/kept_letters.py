"""Kept letters: what waits for the hours of a peer worker, until they begin or it may go."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.bots import outbox_signal
from db.engine import announce
from db.ids import PairingId, PersonId
from db.outbox import Lane, Letter, Queued, bot_of

# Built once: they are asked for every message, and building costs more than asking.
KEPT = (
    select(Letter)
    .where(
        col(Letter.person_id) == bindparam("who"),
        col(Letter.lane) == int(Lane.CONVERSATION),
        col(Letter.state) == "waiting",
        col(Letter.attempt) == 0,
        col(Letter.not_before) > bindparam("now"),
    )
    .order_by(col(Letter.not_before), col(Letter.id))
    .with_for_update()
)
OTHER_PARTS = select(col(Letter.state)).where(
    col(Letter.source_person_id) == bindparam("who"),
    col(Letter.source_message_id) == bindparam("message"),
    col(Letter.act) == "send",
    col(Letter.id) != bindparam("this"),
)


async def kept_letters(
    session: AsyncSession, person_id: PersonId, now: datetime, pairing_id: PairingId | None = None
) -> list[Letter]:
    """What is kept for the person, of one pairing or of all, in the order in which it leaves."""
    query = KEPT if pairing_id is None else KEPT.where(col(Letter.pairing_id) == pairing_id)
    return list(await session.exec(query, params={"who": person_id, "now": now}))


async def keep_until(session: AsyncSession, letters: Sequence[Letter], at: datetime) -> None:
    """Let these kept letters leave at this instant, in their order; at once when it has come."""
    if not letters:
        return
    ids = [letter.id or 0 for letter in letters]
    statement = update(Letter).where(col(Letter.id).in_(ids), col(Letter.state) == "waiting")
    await session.exec(
        statement.values(not_before=at), execution_options={"synchronize_session": "fetch"}
    )
    for letter in sorted(letters, key=lambda one: one.id or 0):
        queued = Queued(letter.id or 0, letter.person_id, letter.lane, at)
        announce(session, outbox_signal(bot_of(letter)), queued)


async def others_told_by(session: AsyncSession, letter: Letter) -> int:
    """How many other letters whose fate the same status line tells are still on their way."""
    query = select(col(Letter.id)).where(
        col(Letter.source_person_id) == letter.source_person_id,
        col(Letter.pairing_id) == letter.pairing_id,
        col(Letter.told_by) == letter.told_by,
        col(Letter.state).in_(("waiting", "sending")),
        col(Letter.id) != letter.id,
    )
    return len((await session.exec(query)).all())


async def other_parts(session: AsyncSession, letter: Letter) -> list[str]:
    """The states of the other letters of the same message."""
    source = {"who": letter.source_person_id, "message": letter.source_message_id}
    return list(await session.exec(OTHER_PARTS, params={**source, "this": letter.id}))
