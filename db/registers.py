"""Registers: people and pairings of a programme, a page at a time, with what one page needs.

A page asks the same few questions whether ten people are there or ten thousand.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.answers import Answer, FormSession, open_answer
from db.contact_days import Counted
from db.engine import vault_of
from db.expiries import Expiry
from db.ids import MembershipId, PairingId, PersonId, ProgrammeId
from db.memberships import Membership
from db.pairings import Pairing
from db.peer_standings import PeerStanding
from db.people import Person, open_name, read_people
from db.register_rows import (
    DAYS,
    MEMBERS_BY_ID,
    PAIRING_COUNTS,
    PAIRINGS_BY_ID,
    PARTNERS,
    MemberRow,
    PairingRow,
    members_question,
    pairings_question,
    stages_question,
)


async def read_named(session: AsyncSession, ids: Collection[PersonId]) -> None:
    """Have these people and their keys at hand, so that each name is opened without a question."""
    await read_people(session, ids)
    await vault_of(session).read_keys(session, ids)


async def stages_in(
    session: AsyncSession, programme_id: ProgrammeId, role: str, stages: Collection[str]
) -> Mapping[str, int]:
    """Stage -> how many have this role at it, as far as `counts_of` counts."""
    question = stages_question(tuple(stages))
    return await question.ask_one(session, {"where": programme_id, "role": role})


async def members_page(
    session: AsyncSession,
    programme_id: ProgrammeId,
    role: str,
    stages: Sequence[str],
    *,
    skip: int,
    most: int,
) -> list[MemberRow]:
    """Who has this role at one of these stages, the latest at it first."""
    params = {"where": programme_id, "role": role, "skip": skip, "most": most}
    return [MemberRow(*row) for row in await members_question(tuple(stages)).ask(session, params)]


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


async def members_of(session: AsyncSession, ids: Sequence[MembershipId]) -> list[MemberRow]:
    """These roles, in this order."""
    rows = [MemberRow(*row) for row in await MEMBERS_BY_ID.ask(session, {"ids": ids})]
    of = {row.id: row for row in rows}
    return [of[one] for one in ids if one in of]


async def pairing_counts(session: AsyncSession, programme_id: ProgrammeId) -> Mapping[str, int]:
    """State -> how many pairings are in it, of those that began; `handover` of those to hand over.

    As far as `counts_of` counts.
    """
    return await PAIRING_COUNTS.ask_one(session, {"where": programme_id})


async def pairings_page(
    session: AsyncSession,
    programme_id: ProgrammeId,
    states: Sequence[str],
    *,
    asked_to_hand_over: bool | None,
    skip: int,
    most: int,
) -> list[PairingRow]:
    """Pairings in these states, the latest to change first; those asked to hand over, or the rest.

    None as `asked_to_hand_over` means both. `states` are some of BEGAN.
    """
    params = {"where": programme_id, "skip": skip, "most": most}
    question = pairings_question(tuple(states), asked=asked_to_hand_over)
    return [PairingRow(*row) for row in await question.ask(session, params)]


async def pairings_of_these(session: AsyncSession, ids: Sequence[PairingId]) -> list[PairingRow]:
    """These pairings, in this order."""
    rows = [PairingRow(*row) for row in await PAIRINGS_BY_ID.ask(session, {"ids": ids})]
    of = {row.id: row for row in rows}
    return [of[one] for one in ids if one in of]


async def partners_of(
    session: AsyncSession, programme_id: ProgrammeId, people: Collection[PersonId]
) -> Mapping[PersonId, list[PersonId]]:
    """Service user -> who they are in a running pairing with here, the latest first."""
    found: dict[PersonId, list[PersonId]] = {}
    for who, peer in await PARTNERS.ask(session, {"where": programme_id, "people": people}):
        found.setdefault(who, []).append(peer)
    return found


async def days_of_many(
    session: AsyncSession, ids: Collection[PairingId], since: date
) -> Mapping[PairingId, list[Counted]]:
    """Pairing -> its days with messages since then, the earliest first."""
    found: dict[PairingId, list[Counted]] = {one: [] for one in ids}
    for of, *counted in await DAYS.ask(session, {"ids": ids, "since": since}):
        found[of].append(Counted(*counted))
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
