"""Renewals: when one person of a pairing was asked to agree to the ground rules anew, and did."""

from datetime import datetime

from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, instant_or_none, own_id, refers_to
from db.ids import PairingId, PersonId, new_id


class Renewal(SQLModel, table=True):
    """One time that one person was shown the ground rules; None where they did not agree yet."""

    __tablename__ = "renewal"
    id: str = own_id()
    pairing_id: PairingId = refers_to("pairing")
    person_id: PersonId = refers_to("person")
    asked_at: datetime = instant()
    agreed_at: datetime | None = instant_or_none()


def add_renewal(
    session: AsyncSession, pairing_id: PairingId, person_id: PersonId, now: datetime
) -> Renewal:
    """Keep that somebody is asked."""
    added = Renewal(id=new_id(), pairing_id=pairing_id, person_id=person_id, asked_at=now)
    session.add(added)
    return added


async def renewal_or_none(session: AsyncSession, renewal_id: str) -> Renewal | None:
    """The renewal with this id."""
    return await session.get(Renewal, renewal_id)


async def renewals_of(session: AsyncSession, pairing_id: PairingId) -> list[Renewal]:
    """Every renewal of a pairing, the earliest first."""
    query = select(Renewal).where(col(Renewal.pairing_id) == pairing_id)
    return list(await session.exec(query.order_by(col(Renewal.asked_at), col(Renewal.id))))
