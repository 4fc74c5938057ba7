"""Reading ahead: what a beat asks of each of many plans, asked once for all of them.

Rows that were read stay loaded until the transaction ends, and the functions that ask for one of
them look there first. For stories that change nothing of it but check-ins, which are kept up.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from db.checkin_plans import CheckinPlan
from db.checkins import read_checkins
from db.consents import read_consents
from db.engine import vault_of
from db.known_checkins import RECENT
from db.memberships import read_memberships
from db.pairings import read_pairings
from db.people import read_people


async def read_ahead(session: AsyncSession, plans: Sequence[CheckinPlan], now: datetime) -> None:
    """Read whom these plans are for, with all that decides whether they are asked."""
    if not plans:
        return
    people = {plan.person_id for plan in plans}
    await vault_of(session).read_keys(session, people)
    await read_people(session, people)
    within = {plan.pairing_id for plan in plans if plan.pairing_id is not None}
    await read_pairings(session, within, {p.person_id for p in plans if p.pairing_id is None})
    for programme_id in {plan.programme_id for plan in plans}:
        there = {plan.person_id for plan in plans if plan.programme_id == programme_id}
        await read_consents(session, programme_id, there)
        await read_memberships(session, programme_id, there)
    await read_checkins(session, plans, now - RECENT)
