"""Pair choices: what coordinators decided about two people, each with the reason they wrote.

The reason is sealed with the service user's key and goes with them.
"""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, instant_or_none, own_id, refers_to, sealed, word
from db.engine import vault_of
from db.ids import PairChoiceId, PersonId, ProgrammeId, new_id

PIN, BAN = "pin", "ban"  # kept together, or apart, in every round until it is taken back
WARNED = "warned"  # approved although a limit was near


class PairChoice(SQLModel, table=True):
    """One decision about a service user and a peer worker, by whom, and until when it stood."""

    __tablename__ = "pair_choice"
    id: PairChoiceId = own_id()
    programme_id: ProgrammeId = refers_to("programme")
    service_user_id: PersonId = refers_to("person")
    peer_worker_id: PersonId = refers_to("person")
    kind: str = word(8)
    by_id: PersonId = refers_to("person", index=False)
    made_at: datetime = instant()
    reason_sealed: bytes | None = sealed()
    ended_at: datetime | None = instant_or_none()


async def add_pair_choice(
    session: AsyncSession,
    programme_id: ProgrammeId,
    couple: tuple[PersonId, PersonId],
    *,
    kind: str,
    by: PersonId,
    reason: str,
    now: datetime,
) -> PairChoice:
    """Keep a decision about `couple`, the service user first; an empty reason is none."""
    choice_id = PairChoiceId(new_id())
    vault = vault_of(session)
    added = PairChoice(
        id=choice_id,
        programme_id=programme_id,
        service_user_id=couple[0],
        peer_worker_id=couple[1],
        kind=kind,
        by_id=by,
        made_at=now,
        reason_sealed=await vault.seal(session, couple[0], reason, _place(choice_id))
        if reason
        else None,
    )
    session.add(added)
    await session.flush()
    return added


async def standing_choices(
    session: AsyncSession, programme_id: ProgrammeId, kinds: Collection[str] = (PIN, BAN)
) -> list[PairChoice]:
    """The choices of a programme that stand, the oldest first."""
    query = select(PairChoice).where(
        col(PairChoice.programme_id) == programme_id,
        col(PairChoice.kind).in_(kinds),
        col(PairChoice.ended_at).is_(None),
    )
    return list(await session.exec(query.order_by(col(PairChoice.made_at), col(PairChoice.id))))


async def choices_about(
    session: AsyncSession, programme_id: ProgrammeId, service_user_id: PersonId
) -> list[PairChoice]:
    """The choices about one service user that stand, the oldest first."""
    query = select(PairChoice).where(
        col(PairChoice.programme_id) == programme_id,
        col(PairChoice.service_user_id) == service_user_id,
        col(PairChoice.ended_at).is_(None),
    )
    return list(await session.exec(query.order_by(col(PairChoice.made_at), col(PairChoice.id))))


async def choice_or_none(session: AsyncSession, choice_id: PairChoiceId) -> PairChoice | None:
    """The choice with this id, locked for this transaction."""
    query = select(PairChoice).where(col(PairChoice.id) == choice_id).with_for_update()
    return (await session.exec(query)).first()


async def reason_of(session: AsyncSession, choice: PairChoice) -> str:
    """What the coordinator wrote; empty when they wrote nothing."""
    if choice.reason_sealed is None:
        return ""
    return await vault_of(session).unseal(
        session, choice.service_user_id, choice.reason_sealed, _place(choice.id)
    )


def end_choice(session: AsyncSession, choice: PairChoice, now: datetime) -> None:
    """Record that the choice no longer holds."""
    choice.ended_at = now
    session.add(choice)


def _place(choice_id: PairChoiceId) -> str:
    return f"pair_choice.reason|{choice_id}"
