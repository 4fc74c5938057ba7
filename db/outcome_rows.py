"""Rows of outcomes: a few waits, pairings or peer workers at a time, with what is known of each.

Asked for many rows at once, in the order of their ids, so that a large programme is counted in
small bites. Nothing here holds a name or a word of anybody.
"""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select as columns
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.checkin_plans import CheckinPlan
from db.checkins import Checkin, total_in
from db.contact_days import ContactDay
from db.engine import vault_of
from db.errors import KeyDestroyed, SealBroken
from db.ids import PairingId, PersonId, ProgrammeId
from db.memberships import Membership
from db.pairings import Pairing
from db.people import Person
from db.rhythms import Rhythm
from db.voice_choices import VoiceChoice
from db.waits import Wait


@dataclass(frozen=True, slots=True)
class DayTotal:
    """What a measure came to on one day."""

    measure: str
    day: date
    total: int


@dataclass(frozen=True, slots=True)
class Supported:
    """A peer worker's first pairing that began, and with how many people one did."""

    first_at: datetime
    people: int


async def waits_after(
    session: AsyncSession, programme_id: ProgrammeId, after: int, most: int
) -> list[Wait]:
    """The next waits of the programme; those that last still are among them."""
    query = select(Wait).where(col(Wait.programme_id) == programme_id, col(Wait.id) > after)
    return list(await session.exec(query.order_by(col(Wait.id)).limit(most)))


async def pairings_after(
    session: AsyncSession, programme_id: ProgrammeId, after: str, most: int
) -> list[Pairing]:
    """The next pairings of the programme, without stand-ins."""
    query = select(Pairing).where(
        col(Pairing.programme_id) == programme_id,
        col(Pairing.id) > after,
        col(Pairing.cover_of).is_(None),
    )
    return list(await session.exec(query.order_by(col(Pairing.id)).limit(most)))


async def roles_after(
    session: AsyncSession, programme_id: ProgrammeId, role: str, after: str, most: int
) -> list[Membership]:
    """The next people of the programme in this role."""
    query = select(Membership).where(
        col(Membership.programme_id) == programme_id,
        col(Membership.role) == role,
        col(Membership.id) > after,
    )
    return list(await session.exec(query.order_by(col(Membership.id)).limit(most)))


async def contacts_of(session: AsyncSession, pairings: Sequence[Pairing]) -> dict[PairingId, int]:
    """Pairing -> days on which both wrote; without pairings of somebody who was erased."""
    people = {one for p in pairings for one in (p.service_user_id, p.peer_worker_id)}
    erased = await _erased(session, people)
    query = (
        select(col(ContactDay.pairing_id), func.count())
        .where(
            col(ContactDay.pairing_id).in_([p.id for p in pairings]),
            col(ContactDay.from_service_user) > 0,
            col(ContactDay.from_peer_worker) > 0,
        )
        .group_by(col(ContactDay.pairing_id))
    )
    found = {PairingId(pairing_id): n for pairing_id, n in await session.exec(query)}
    known = (p.id for p in pairings if not {p.service_user_id, p.peer_worker_id} & erased)
    return {pairing_id: found.get(pairing_id, 0) for pairing_id in known}


async def with_voice(session: AsyncSession, ids: Collection[PairingId]) -> set[PairingId]:
    """Those of these pairings in which both said yes to voice messages."""
    query = (
        select(col(VoiceChoice.pairing_id))
        .where(col(VoiceChoice.pairing_id).in_(ids), col(VoiceChoice.state) == "yes")
        .group_by(col(VoiceChoice.pairing_id))
        .having(func.count() == 2)  # both of them
    )
    return set(await session.exec(query))


async def last_days_of(session: AsyncSession, ids: Collection[PairingId]) -> dict[PairingId, date]:
    """Pairing -> its last day as both know it, without the days that breaks added."""
    query = select(col(Rhythm.pairing_id), col(Rhythm.ends_on), col(Rhythm.break_days))
    rows = await session.exec(query.where(col(Rhythm.pairing_id).in_(ids)))
    return {pairing: ends_on - timedelta(days=added) for pairing, ends_on, added in rows}


async def totals_of(
    session: AsyncSession, programme_id: ProgrammeId, role: str, people: Collection[PersonId]
) -> dict[PersonId, list[DayTotal]]:
    """Person -> every total they have in this role of this programme, in the order of the days."""
    await vault_of(session).read_keys(session, people)
    query = (
        columns(
            col(Checkin.id),
            col(Checkin.person_id),
            col(Checkin.measure),
            col(Checkin.local_date),
            col(Checkin.score_sealed),
        )
        .join(CheckinPlan, col(Checkin.plan_id) == col(CheckinPlan.id))
        .where(
            col(Checkin.person_id).in_(people),
            col(Checkin.score_sealed).is_not(None),
            col(CheckinPlan.programme_id) == programme_id,
            col(CheckinPlan.role) == role,
        )
        .order_by(col(Checkin.local_date), col(Checkin.id))
    )
    rows = (await (await session.connection()).execute(query)).all()
    found: dict[PersonId, list[DayTotal]] = {person_id: [] for person_id in people}
    for checkin_id, person_id, measure, day, score_sealed in rows:
        if score_sealed is None:
            continue
        with suppress(KeyDestroyed, SealBroken):
            total = await total_in(session, checkin_id, person_id, score_sealed)
            found[person_id].append(DayTotal(measure, day, total))
    return found


async def supported_by(
    session: AsyncSession, programme_id: ProgrammeId, people: Collection[PersonId]
) -> dict[PersonId, Supported]:
    """Peer worker -> what they have supported; nobody whose pairings never began."""
    query = (
        select(
            col(Pairing.peer_worker_id),
            func.min(col(Pairing.active_at)),
            func.count(func.distinct(col(Pairing.service_user_id))),
        )
        .where(
            col(Pairing.programme_id) == programme_id,
            col(Pairing.peer_worker_id).in_(people),
            col(Pairing.active_at).is_not(None),
            col(Pairing.cover_of).is_(None),
        )
        .group_by(col(Pairing.peer_worker_id))
    )
    return {who: Supported(first, n) for who, first, n in await session.exec(query) if first}


async def _erased(session: AsyncSession, people: Collection[PersonId]) -> set[PersonId]:
    query = select(col(Person.id)).where(
        col(Person.id).in_(people), col(Person.erased_at).is_not(None)
    )
    return set(await session.exec(query))
