"""Voice choices: whether each person of a pairing lets voice messages pass between them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, own_id, refers_to, word
from db.ids import PairingId, PersonId, new_id

VoiceState = Literal["asked", "yes", "no"]


class VoiceChoice(SQLModel, table=True):
    """What one person of a pairing said about voice messages, or that they were asked."""

    __tablename__ = "voice_choice"
    id: str = own_id()
    pairing_id: PairingId = refers_to("pairing")
    person_id: PersonId = refers_to("person")
    state: str = word(12)
    at: datetime = instant()


async def choose_voice(
    session: AsyncSession,
    pairing_id: PairingId,
    person_id: PersonId,
    state: VoiceState,
    now: datetime,
) -> None:
    """Keep what the person said, or that they were asked."""
    known = await voice_choice_of(session, pairing_id, person_id)
    if known is None:
        known = VoiceChoice(
            id=new_id(), pairing_id=pairing_id, person_id=person_id, state=state, at=now
        )
    known.state, known.at = state, now
    session.add(known)
    await session.flush()


async def voice_choices(session: AsyncSession, pairing_id: PairingId) -> Mapping[PersonId, str]:
    """Person -> what they said: "asked", "yes" or "no"; nobody who was never asked."""
    query = select(VoiceChoice).where(col(VoiceChoice.pairing_id) == pairing_id)
    return {choice.person_id: choice.state for choice in await session.exec(query)}


async def voice_choice_of(
    session: AsyncSession, pairing_id: PairingId, person_id: PersonId
) -> VoiceChoice | None:
    """What one person of the pairing said, and when; None if they were never asked."""
    query = select(VoiceChoice).where(
        col(VoiceChoice.pairing_id) == pairing_id, col(VoiceChoice.person_id) == person_id
    )
    return (await session.exec(query.with_for_update())).first()
