"""Registers: people and pairings of a programme, a page at a time, with what one page needs.

A page asks the same few questions whether ten people are there or ten thousand.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlmodel import col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.answers import Answer, FormSession, open_answer
from db.contact_days import ContactDay, Counted
from db.engine import vault_of
from db.expiries import Expiry
from db.ids import MembershipId, PairingId, PersonId, ProgrammeId
from db.memberships import Membership
from db.pairings import Pairing
from db.peer_standings import PeerStanding
from db.people import read_people
from db.rhythms import Rhythm


async def read_named(session: AsyncSession, ids: Collection[PersonId]) -> None:
    """Have these people and their keys at hand, so that each name is opened without a question."""
    await read_people(session, ids)
    await vault_of(session).read_keys(session, ids)


async def stages_in(
    session: AsyncSession, programme_id: ProgrammeId, role: str
) -> Mapping[str, int]:
    """Stage -> how many have this role at it."""
    query = (
        select(col(Membership.stage), func.count())
        .where(col(Membership.programme_id) == programme_id, col(Membership.role) == role)
        .group_by(col(Membership.stage))
    )
    return dict((await session.exec(query)).all())


async def members_page(
    session: AsyncSession,
    programme_id: ProgrammeId,
    role: str,
    stages: Sequence[str],
    *,
    skip: int,
    most: int,
) -> list[Membership]:
    """Who has this role at one of these stages, the latest at it first."""
    query = select(Membership).where(
        col(Membership.programme_id) == programme_id,
        col(Membership.role) == role,
        col(Membership.stage).in_(stages),
    )
    ordered = query.order_by(col(Membership.stage_since).desc(), col(Membership.id))
    return list(await session.exec(ordered.offset(skip).limit(most)))


async def members_after(
    session: AsyncSession,
    programme_id: ProgrammeId,
    role: str,
    stages: Sequence[str],
    after: MembershipId | None,
    most: int,
) -> list[Membership]:
    """The same in the order of their ids, those behind `after`: for going through all of them."""
    query = select(Membership).where(
        col(Membership.programme_id) == programme_id,
        col(Membership.role) == role,
        col(Membership.stage).in_(stages),
    )
    if after is not None:
        query = query.where(col(Membership.id) > after)
    return list(await session.exec(query.order_by(col(Membership.id)).limit(most)))


async def pairing_counts(session: AsyncSession, programme_id: ProgrammeId) -> Mapping[str, int]:
    """State -> how many pairings that began are in it."""
    query = (
        select(col(Pairing.state), func.count())
        .where(col(Pairing.programme_id) == programme_id, col(Pairing.active_at).is_not(None))
        .group_by(col(Pairing.state))
    )
    return dict((await session.exec(query)).all())


async def handovers_in(
    session: AsyncSession, programme_id: ProgrammeId, states: Sequence[str]
) -> int:
    """How many pairings in these states their peer worker asks to hand over."""
    query = select(func.count()).where(
        col(Pairing.programme_id) == programme_id,
        col(Pairing.state).in_(states),
        col(Pairing.handover_asked_at).is_not(None),
    )
    return (await session.exec(query)).one()


async def pairings_page(
    session: AsyncSession,
    programme_id: ProgrammeId,
    states: Sequence[str],
    *,
    asked_to_hand_over: bool | None,
    skip: int,
    most: int,
) -> list[Pairing]:
    """Pairings that began, the latest to change first; of those asked to hand over, or the rest.

    None as `asked_to_hand_over` means both.
    """
    ids = select(col(Pairing.id)).where(
        col(Pairing.programme_id) == programme_id,
        col(Pairing.state).in_(states),
        col(Pairing.active_at).is_not(None),
    )
    if asked_to_hand_over is not None:
        asked = col(Pairing.handover_asked_at)
        ids = ids.where(asked.is_not(None) if asked_to_hand_over else asked.is_(None))
    ids = ids.order_by(col(Pairing.since).desc(), col(Pairing.id).desc()).offset(skip).limit(most)
    query = select(Pairing).where(col(Pairing.id).in_(ids.subquery().select()))
    found = list(await session.exec(query))
    return sorted(found, key=lambda pairing: (pairing.since, pairing.id), reverse=True)


async def pairings_of_people(
    session: AsyncSession,
    programme_id: ProgrammeId,
    people: Collection[PersonId],
    states: Collection[str],
) -> list[Pairing]:
    """Pairings of any of these people on either side in this programme, the latest first."""
    query = select(Pairing).where(
        col(Pairing.programme_id) == programme_id,
        col(Pairing.state).in_(states),
        or_(
            col(Pairing.service_user_id).in_(people),
            col(Pairing.peer_worker_id).in_(people),
        ),
    )
    return list(await session.exec(query.order_by(col(Pairing.since).desc())))


async def rhythms_of(
    session: AsyncSession, ids: Collection[PairingId]
) -> Mapping[PairingId, Rhythm]:
    """Pairing -> its rhythm."""
    query = select(Rhythm).where(col(Rhythm.pairing_id).in_(ids))
    return {row.pairing_id: row for row in await session.exec(query)}


async def days_of_many(
    session: AsyncSession, ids: Collection[PairingId], since: date
) -> Mapping[PairingId, list[Counted]]:
    """Pairing -> its days with messages since then, the earliest first."""
    found: dict[PairingId, list[Counted]] = {one: [] for one in ids}
    query = select(ContactDay).where(
        col(ContactDay.pairing_id).in_(ids),
        col(ContactDay.day) >= since,
        col(ContactDay.from_service_user) + col(ContactDay.from_peer_worker) > 0,
    )
    for row in await session.exec(query.order_by(col(ContactDay.day))):
        found[row.pairing_id].append(Counted(row.day, row.from_service_user, row.from_peer_worker))
    return found


async def places_taken_by_these(
    session: AsyncSession,
    programme_id: ProgrammeId,
    people: Collection[PersonId],
    states: Collection[str],
) -> Mapping[PersonId, int]:
    """Peer worker -> how many pairings in these states they have in this programme."""
    query = (
        select(col(Pairing.peer_worker_id), func.count())
        .where(
            col(Pairing.programme_id) == programme_id,
            col(Pairing.peer_worker_id).in_(people),
            col(Pairing.state).in_(states),
        )
        .group_by(col(Pairing.peer_worker_id))
    )
    return dict((await session.exec(query)).all())


async def answers_to_one(
    session: AsyncSession, memberships: Collection[MembershipId], question: str
) -> Mapping[MembershipId, str | None]:
    """Role -> the encoded answer of its form to this question, for those that gave one."""
    query = (
        select(FormSession.membership_id, Answer)
        .join(Answer, col(Answer.form_session_id) == col(FormSession.id))
        .where(
            col(FormSession.membership_id).in_(memberships),
            col(Answer.question) == question,
            col(Answer.settled).is_(True),
        )
    )
    rows = (await session.exec(query)).all()
    await vault_of(session).read_keys(session, {answer.person_id for _, answer in rows})
    return {MembershipId(of or ""): await open_answer(session, one) for of, one in rows}


async def expiries_of_many(
    session: AsyncSession, memberships: Collection[MembershipId]
) -> Mapping[MembershipId, list[Expiry]]:
    """Role -> the dates that run out, the nearest first."""
    found: dict[MembershipId, list[Expiry]] = {one: [] for one in memberships}
    query = select(Expiry).where(col(Expiry.membership_id).in_(memberships))
    for row in await session.exec(query.order_by(col(Expiry.until), col(Expiry.what))):
        found[row.membership_id].append(row)
    return found


async def standings_of_many(
    session: AsyncSession, memberships: Collection[MembershipId]
) -> Mapping[MembershipId, PeerStanding]:
    """Role -> what is known of this peer worker beside their answers."""
    query = select(PeerStanding).where(col(PeerStanding.membership_id).in_(memberships))
    return {row.membership_id: row for row in await session.exec(query)}


def forget_read(session: AsyncSession) -> None:
    """Let go of the rows that were read ahead, for a walk over more than memory should hold."""
    session.info["loaded"].clear()
    session.expunge_all()
