"""Rows for research: people whose yes to it stands, a few at a time, and what is held of them."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.answers import Answer, FormSession, open_answer
from db.checkin_plans import CheckinPlan
from db.checkins import Checkin
from db.consents import Consent
from db.engine import vault_of
from db.ids import FormSessionId, PersonId, ProgrammeId
from db.invitations import Invitation
from db.memberships import Membership
from db.pairings import Pairing
from db.people import Person

RESEARCH = "research"


async def people_for_research(
    session: AsyncSession,
    programme_id: ProgrammeId,
    role: str,
    version: int,
    *,
    after: str,
    most: int,
) -> list[tuple[Membership, Person]]:
    """The next people of this role whose yes to these words stands and who are not leaving us."""
    query = (
        select(Membership, Person)
        .where(*_conditions(programme_id, role, version), col(Membership.id) > after)
        .order_by(col(Membership.id))
        .limit(most)
    )
    return list(await session.exec(query))


async def how_many_for_research(
    session: AsyncSession, programme_id: ProgrammeId, role: str, version: int
) -> int:
    """How many there are of them."""
    query = (
        select(func.count(func.distinct(col(Membership.id))))
        .select_from(Membership)
        .where(*_conditions(programme_id, role, version))
    )
    return int((await session.exec(query)).one())


async def pairings_of_users(
    session: AsyncSession, programme_id: ProgrammeId, users: Collection[PersonId]
) -> list[Pairing]:
    """Every pairing of these service users in this programme that began, without stand-ins."""
    query = select(Pairing).where(
        col(Pairing.programme_id) == programme_id,
        col(Pairing.service_user_id).in_(users),
        col(Pairing.active_at).is_not(None),
        col(Pairing.cover_of).is_(None),
    )
    return list(await session.exec(query.order_by(col(Pairing.active_at), col(Pairing.id))))


async def answered_of(
    session: AsyncSession, programme_id: ProgrammeId, role: str, people: Collection[PersonId]
) -> list[tuple[Checkin, FormSession | None]]:
    """Every answered check-in of these people in this role here, with its answers if kept."""
    await vault_of(session).read_keys(session, people)
    query = (
        select(Checkin, FormSession)
        .join(FormSession, col(Checkin.form_session_id) == col(FormSession.id), isouter=True)
        .join(CheckinPlan, col(Checkin.plan_id) == col(CheckinPlan.id))
        .where(
            col(Checkin.person_id).in_(people),
            col(Checkin.state) == "answered",
            col(CheckinPlan.programme_id) == programme_id,
            col(CheckinPlan.role) == role,
        )
        .order_by(col(Checkin.person_id), col(Checkin.local_date), col(Checkin.id))
    )
    return list(await session.exec(query))


async def answers_of_many(
    session: AsyncSession, forms: Sequence[FormSessionId]
) -> dict[FormSessionId, dict[str, tuple[str | None, bool]]]:
    """What was answered in each of these forms, as `answers_in` gives it for one."""
    found: dict[FormSessionId, dict[str, tuple[str | None, bool]]] = {form: {} for form in forms}
    for row in await session.exec(select(Answer).where(col(Answer.form_session_id).in_(forms))):
        found[row.form_session_id][row.question] = (await open_answer(session, row), row.settled)
    return found


async def stages_of(session: AsyncSession, programme_id: ProgrammeId, role: str) -> dict[str, int]:
    """How many people of this role are at each stage."""
    query = (
        select(col(Membership.stage), func.count())
        .where(col(Membership.programme_id) == programme_id, col(Membership.role) == role)
        .group_by(col(Membership.stage))
    )
    return {stage: int(n) for stage, n in await session.exec(query)}


async def pairing_states(session: AsyncSession, programme_id: ProgrammeId) -> dict[str, int]:
    """How many pairings are in each state, and how many "began"; without stand-ins."""
    here = (col(Pairing.programme_id) == programme_id, col(Pairing.cover_of).is_(None))
    query = select(col(Pairing.state), func.count()).where(*here).group_by(col(Pairing.state))
    found = {state: int(n) for state, n in await session.exec(query)}
    began = select(func.count()).where(*here, col(Pairing.active_at).is_not(None))
    return {**found, "began": int((await session.exec(began)).one())}


async def invitations_made(session: AsyncSession, programme_id: ProgrammeId, role: str) -> int:
    """How many invitations into this role were made."""
    query = select(func.count()).where(
        col(Invitation.programme_id) == programme_id, col(Invitation.role) == role
    )
    return int((await session.exec(query)).one())


def _conditions(programme_id: ProgrammeId, role: str, version: int) -> tuple[Any, ...]:
    given = select(col(Consent.person_id)).where(
        col(Consent.programme_id) == programme_id,
        col(Consent.kind) == RESEARCH,
        col(Consent.version) == version,
        col(Consent.given_at).is_not(None),
        col(Consent.withdrawn_at).is_(None),
    )
    return (
        col(Membership.programme_id) == programme_id,
        col(Membership.role) == role,
        col(Membership.person_id).in_(given),
        col(Person.id) == col(Membership.person_id),
        col(Person.erased_at).is_(None),
        col(Person.erase_at).is_(None),
    )
