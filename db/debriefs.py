"""Debriefs: a peer worker is asked how they are after a worry; the answer is theirs."""

from datetime import datetime

from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, instant_or_none, own_id, refers_to, sealed, word
from db.engine import vault_of
from db.ids import AlertId, DebriefId, PairingId, PersonId, new_id


class Debrief(SQLModel, table=True):
    """One question to one peer worker: due, then asked, then answered; or dropped."""

    __tablename__ = "debrief"
    id: DebriefId = own_id()
    person_id: PersonId = refers_to("person")
    alert_id: AlertId = refers_to("alert")
    pairing_id: PairingId = refers_to("pairing", index=False)
    state: str = word()
    planned_at: datetime = instant()
    due_at: datetime = instant(index=True)
    answered_at: datetime | None = instant_or_none()
    answer_sealed: bytes | None = sealed()


async def add_debrief(
    session: AsyncSession,
    person_id: PersonId,
    alert_id: AlertId,
    pairing_id: PairingId,
    *,
    due_at: datetime,
    now: datetime,
) -> Debrief:
    """Keep that the peer worker is to be asked."""
    added = Debrief(
        id=DebriefId(new_id()),
        person_id=person_id,
        alert_id=alert_id,
        pairing_id=pairing_id,
        state="due",
        planned_at=now,
        due_at=due_at,
    )
    session.add(added)
    await session.flush()
    return added


async def last_planned_at(
    session: AsyncSession, person_id: PersonId, pairing_id: PairingId
) -> datetime | None:
    """When the peer worker was last to be asked about this pairing."""
    query = select(col(Debrief.planned_at)).where(
        col(Debrief.person_id) == person_id, col(Debrief.pairing_id) == pairing_id
    )
    return (await session.exec(query.order_by(col(Debrief.planned_at).desc()).limit(1))).first()


async def debriefs_waiting(session: AsyncSession, alert_id: AlertId) -> list[Debrief]:
    """Questions about this alert that are not asked yet."""
    query = select(Debrief).where(col(Debrief.alert_id) == alert_id, col(Debrief.state) == "due")
    return list(await session.exec(query.with_for_update()))


async def debriefs_due(session: AsyncSession, now: datetime, most: int) -> list[Debrief]:
    """Questions that it is time to ask, the oldest first."""
    query = select(Debrief).where(col(Debrief.state) == "due", col(Debrief.due_at) <= now)
    ordered = query.order_by(col(Debrief.due_at)).limit(most)
    return list(await session.exec(ordered.with_for_update(skip_locked=True)))


async def debrief_or_none(session: AsyncSession, debrief_id: str) -> Debrief | None:
    """The question with this id, locked for this transaction."""
    query = select(Debrief).where(col(Debrief.id) == debrief_id)
    return (await session.exec(query.with_for_update())).first()


async def debriefs_of(session: AsyncSession, person_id: PersonId) -> list[Debrief]:
    """Every question to this person, the oldest first."""
    query = select(Debrief).where(col(Debrief.person_id) == person_id)
    return list(await session.exec(query.order_by(col(Debrief.planned_at), col(Debrief.id))))


async def keep_debrief_answer(
    session: AsyncSession, debrief: Debrief, answer: str, now: datetime
) -> None:
    """Keep what the peer worker answered, sealed with their key."""
    place = _place(debrief.id)
    sealing = vault_of(session).seal(session, debrief.person_id, answer, place)
    debrief.answer_sealed = await sealing
    debrief.state, debrief.answered_at = "answered", now
    session.add(debrief)


async def debrief_answer(session: AsyncSession, debrief: Debrief) -> str | None:
    """What the peer worker answered, if they did."""
    if debrief.answer_sealed is None:
        return None
    place = _place(debrief.id)
    return await vault_of(session).unseal(session, debrief.person_id, debrief.answer_sealed, place)


def _place(debrief_id: DebriefId) -> str:
    return f"debrief.answer|{debrief_id}"
