"""Rows with made-up people in them, for tests that need someone to be there."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from db.alerts import Alert, add_alert
from db.answers import FormSession, add_form_session
from db.bots import MAIN, BotName
from db.checkin_plans import CheckinPlan, add_plan
from db.ids import PairingId, PersonId, ProgrammeId
from db.memberships import Membership, add_membership
from db.outbox import Lane, Letter
from db.pairings import Pairing, add_pairing, set_pairing_state
from db.people import Person, add_person, set_name
from db.programmes import Programme, add_programme
from tests.fakes.clock import START

JOSIE = 4_503_599_627_370_495  # Telegram ids have up to 52 bits: this is the largest
HANNAH = 7_700_000_001
SAM = 7_700_000_002


async def make_programme(
    session: AsyncSession, name: str = "Perinatal", now: datetime = START
) -> Programme:
    """A programme that runs the perinatal pack in England."""
    programme = add_programme(
        session, name, pack="perinatal", region="england", time_zone="Europe/London", now=now
    )
    await session.flush()
    return programme


async def make_person(
    session: AsyncSession,
    telegram_id: int = JOSIE,
    name: str = "Josie",
    now: datetime = START,
    bot: BotName = MAIN,
) -> Person:
    """A person in London who reads English."""
    person = await add_person(
        session, telegram_id, language="en", time_zone="Europe/London", now=now, bot=bot
    )
    await set_name(session, person, name)
    await session.flush()
    return person


async def make_member(
    session: AsyncSession,
    person: Person,
    programme: Programme,
    role: str = "service_user",
    stage: str = "waiting",
    now: datetime = START,
) -> Membership:
    """A role of the person in the programme."""
    membership = add_membership(
        session, person.id, programme.id, role=role, stage=stage, invitation_id=None, now=now
    )
    await session.flush()
    return membership


async def make_pairing(
    session: AsyncSession,
    state: str = "active",
    reasons: str = "You both know the neonatal ward.",
    now: datetime = START,
    peer_at: BotName = MAIN,
) -> Pairing:
    """Josie and Hannah of a new programme, in this state; Hannah uses the bot `peer_at`."""
    programme = await make_programme(session, now=now)
    josie = await make_person(session, JOSIE, "Josie", now)
    hannah = await make_person(session, HANNAH, "Hannah", now, peer_at)
    pairing = await add_pairing(
        session, programme.id, josie.id, hannah.id, fit=700, reasons=reasons, now=now
    )
    if state != "suggested":
        set_pairing_state(session, pairing, state, now)
    await session.flush()
    return pairing


async def make_form(
    session: AsyncSession, person: Person, form: str = "service_user", now: datetime = START
) -> FormSession:
    """A form that the person has begun."""
    return await add_form_session(
        session, person.id, form=form, version=1, at="name", membership_id=None, now=now
    )


async def make_plan(
    session: AsyncSession,
    person_id: PersonId,
    programme_id: ProgrammeId,
    due_at: datetime = START,
    pairing_id: PairingId | None = None,
) -> CheckinPlan:
    """A weekly plan that is due at this instant."""
    plan = add_plan(
        session,
        person_id,
        programme_id,
        pairing_id=pairing_id,
        role="peer_worker" if pairing_id is None else "service_user",
        measure="who5",
        every_days=7,
        at_minute=9 * 60 + 30,
        next_due_at=due_at,
        next_local_date=due_at.date(),
    )
    await session.flush()
    return plan


async def make_alert(
    session: AsyncSession,
    person_id: PersonId,
    programme_id: ProgrammeId,
    reasons: str = "An answer to a safety question was above zero.",
    now: datetime = START,
    kind: str = "safety_answer",
) -> Alert:
    """An open alert about the person, to be told again in fifteen minutes."""
    return await add_alert(
        session,
        programme_id,
        person_id,
        kind=kind,
        urgent=True,
        reasons=reasons,
        next_step_at=now + timedelta(minutes=15),
        now=now,
    )


def letter_to(
    person_id: PersonId,
    key: str = "letter-1",
    lane: Lane = Lane.REPLY,
    slot: str | None = None,
    now: datetime = START,
) -> Letter:
    """A letter that waits to be sent; give it to `post_letter` with its content."""
    return Letter(
        key=key,
        person_id=person_id,
        lane=lane,
        act="send",
        slot=slot,
        state="waiting",
        created_at=now,
    )
