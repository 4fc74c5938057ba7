"""Registers: people and pairings of a programme, a page at a time, with what one page needs.

A page asks the same few questions whether ten people are there or ten thousand.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select as columns
from sqlalchemy import union_all
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
from db.people import Person, open_name, read_people
from db.rhythms import Rhythm

BEGAN = ("active", "paused", "ended")  # states of pairings that began
Row = TypeVar("Row", Membership, Pairing)


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
    each: list[Any] = [
        columns(col(Membership.id), col(Membership.stage_since).label("since")).where(
            col(Membership.programme_id) == programme_id,
            col(Membership.role) == role,
            col(Membership.stage) == stage,
        )
        for stage in stages
    ]
    ids = await _latest(session, each, skip, most)
    query = select(Membership).where(col(Membership.id).in_(ids))
    return _in_order(ids, {row.id: row for row in await session.exec(query)})


async def names_after(
    session: AsyncSession,
    programme_id: ProgrammeId,
    role: str,
    stages: Sequence[str],
    after: MembershipId | None,
    most: int,
) -> list[tuple[MembershipId, str]]:
    """Role and name of those behind `after`, in the order of their ids: for going through all."""
    query = (
        select(col(Membership.id), col(Person.id), col(Person.name_sealed))
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(
            col(Membership.programme_id) == programme_id,
            col(Membership.role) == role,
            col(Membership.stage).in_(stages),
        )
    )
    if after is not None:
        query = query.where(col(Membership.id) > after)
    rows = (await session.exec(query.order_by(col(Membership.id)).limit(most))).all()
    await vault_of(session).read_keys(session, [who for _, who, _ in rows])
    return [(of, await open_name(session, who, name)) for of, who, name in rows]


async def members_of(session: AsyncSession, ids: Sequence[MembershipId]) -> list[Membership]:
    """These roles, in this order."""
    query = select(Membership).where(col(Membership.id).in_(ids))
    return _in_order(ids, {row.id: row for row in await session.exec(query)})


async def pairing_counts(session: AsyncSession, programme_id: ProgrammeId) -> Mapping[str, int]:
    """State -> how many pairings are in it, of those that began."""
    query = (
        select(col(Pairing.state), func.count())
        .where(col(Pairing.programme_id) == programme_id, col(Pairing.state).in_(BEGAN))
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
    """Pairings in these states, the latest to change first; those asked to hand over, or the rest.

    None as `asked_to_hand_over` means both. `states` are some of BEGAN.
    """
    asked = col(Pairing.handover_asked_at)
    of_asked = {True: [asked.is_not(None)], False: [asked.is_(None)], None: []}
    each: list[Any] = [
        columns(col(Pairing.id), col(Pairing.since).label("since")).where(
            col(Pairing.programme_id) == programme_id,
            col(Pairing.state) == state,
            *of_asked[asked_to_hand_over],
        )
        for state in states
    ]
    ids = await _latest(session, each, skip, most)
    query = select(Pairing).where(col(Pairing.id).in_(ids))
    return _in_order(ids, {row.id: row for row in await session.exec(query)})


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


async def _latest(session: AsyncSession, each: Sequence[Any], skip: int, most: int) -> list[Any]:
    """Ids of what these ask for, the latest `since` first.

    Each is read along an index in its order and merged, so that no long list is sorted for a page.
    """
    all_of_them = union_all(*each)
    since, row_id = all_of_them.selected_columns.since, all_of_them.selected_columns.id
    query = all_of_them.order_by(since.desc(), row_id.desc()).offset(skip).limit(most)
    return list((await (await session.connection()).execute(query)).scalars())


def _in_order(ids: Sequence[Any], rows: Mapping[Any, Row]) -> list[Row]:
    return [rows[one] for one in ids if one in rows]
