"""Standing of peer workers: away, what happens outside their hours, and what was confirmed."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import String
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import (
    digest,
    instant_or_none,
    local_day_or_none,
    refers_to,
    sealed,
    word_or_none,
)
from db.engine import vault_of
from db.ids import ID_LENGTH, MembershipId, PersonId, ProgrammeId
from db.memberships import Membership


class PeerStanding(SQLModel, table=True):
    """What is known of one peer worker beside their answers and stage.

    `confirmed_hash` is a keyed hash of the answers that a coordinator looked at; answers that
    give another one wait for a new look since `look_since`.
    """

    __tablename__ = "peer_standing"
    membership_id: MembershipId = Field(
        primary_key=True, foreign_key="membership.id", sa_type=String(ID_LENGTH)
    )
    person_id: PersonId = refers_to("person")
    programme_id: ProgrammeId = refers_to("programme")
    away_until: date | None = local_day_or_none()  # the last day away
    back_at: datetime | None = instant_or_none(index=True)  # when that day is over
    outside_hours: str | None = word_or_none(12)  # keep, or send; None until they chose
    confirmed_hash: bytes | None = digest()
    look_since: datetime | None = instant_or_none()
    sent_back_sealed: bytes | None = sealed()


async def standing_of(session: AsyncSession, membership: Membership) -> PeerStanding:
    """The standing of this peer worker; a new one where nothing was kept yet."""
    found = await session.get(PeerStanding, membership.id)
    if found is not None:
        return found
    added = PeerStanding(
        membership_id=membership.id,
        person_id=membership.person_id,
        programme_id=membership.programme_id,
    )
    session.add(added)
    await session.flush()
    return added


async def standing_or_none(
    session: AsyncSession, membership_id: MembershipId
) -> PeerStanding | None:
    """The standing of this peer worker, if anything was kept."""
    return await session.get(PeerStanding, membership_id)


async def forget_standing(session: AsyncSession, membership_id: MembershipId) -> None:
    """Forget it: whoever comes back to the role is looked at anew."""
    found = await session.get(PeerStanding, membership_id)
    if found is not None:
        await session.delete(found)
        await session.flush()


async def standings_away(session: AsyncSession, person_id: PersonId) -> list[PeerStanding]:
    """Where the person said, as a peer worker, that they are away."""
    query = select(PeerStanding).where(
        col(PeerStanding.person_id) == person_id, col(PeerStanding.away_until).is_not(None)
    )
    return list(await session.exec(query))


async def standings_back(session: AsyncSession, now: datetime, most: int) -> list[PeerStanding]:
    """Peer workers whose last day away is over, the longest back first."""
    query = select(PeerStanding).where(col(PeerStanding.back_at) <= now)
    ordered = query.order_by(col(PeerStanding.back_at)).limit(most)
    return list(await session.exec(ordered.with_for_update(skip_locked=True)))


async def standings_to_look_at(
    session: AsyncSession, programme_id: ProgrammeId
) -> list[PeerStanding]:
    """Confirmed peer workers whose changed answers wait for a new look, the longest first."""
    query = select(PeerStanding).where(
        col(PeerStanding.programme_id) == programme_id, col(PeerStanding.look_since).is_not(None)
    )
    return list(await session.exec(query.order_by(col(PeerStanding.look_since))))


async def standings_of(
    session: AsyncSession, roles: Collection[MembershipId]
) -> dict[MembershipId, PeerStanding]:
    """The standing of each of these peer workers of whom anything was kept."""
    query = select(PeerStanding).where(col(PeerStanding.membership_id).in_(roles))
    return {row.membership_id: row for row in await session.exec(query)}


def digest_of(session: AsyncSession, membership_id: MembershipId, text: str) -> bytes:
    """The keyed hash of the answers that matter, of this peer worker alone."""
    return vault_of(session).secret_hash(f"confirmed|{membership_id}", text)


async def keep_sent_back(session: AsyncSession, standing: PeerStanding, words: str) -> None:
    """Keep why a coordinator sent the answers back, sealed for the peer worker."""
    standing.sent_back_sealed = await vault_of(session).seal(
        session, standing.person_id, words, _place(standing)
    )
    session.add(standing)


async def sent_back_words(session: AsyncSession, standing: PeerStanding) -> str:
    """Why the answers were sent back; empty when they were not."""
    if standing.sent_back_sealed is None:
        return ""
    return await vault_of(session).unseal(
        session, standing.person_id, standing.sent_back_sealed, _place(standing)
    )


def _place(standing: PeerStanding) -> str:
    return f"peer_standing.sent_back|{standing.membership_id}"
