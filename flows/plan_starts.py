"""What a plan counts from and waits for: a match, a birth, the first words, so many contacts."""

from datetime import date

from care.dose import Day
from care.plans import CheckinPlan, contacts_reached
from care.talks import Talk
from care.wall_time import local_date
from db.contact_days import days_of, last_word_at
from db.memberships import membership_in
from db.pairings import pairing_or_none
from flows.actor import SERVICE_USER
from flows.matching_people import facts_of_service_user
from flows.planned import Planned, today_of
from flows.story import Story


async def start_of(story: Story, planned: Planned, usual: CheckinPlan | None) -> date | None:
    """The day that the plan counts from; None while that has not come or is not known."""
    if usual is None or usual.start in ("match", "stage", "end"):
        return today_of(story, planned)
    if usual.start == "birth":
        return await _birth_date(story, planned)
    if planned.plan.pairing_id is None:
        return None
    pairing = await pairing_or_none(story.session, planned.plan.pairing_id)
    if pairing is None or pairing.first_contact_at is None:
        return None
    return local_date(pairing.first_contact_at, planned.zone)


async def talk_of(story: Story, planned: Planned) -> Talk | None:
    """What the pairing has had of the contacts that the plan lists; None before the first."""
    listed, pairing_id = planned.rhythm.after_contacts, planned.plan.pairing_id
    if pairing_id is None:
        return None
    counted = await days_of(story.session, pairing_id, date.min)
    days = [Day(one.day, one.from_service_user, one.from_peer_worker) for one in counted]
    contacts = [day.day for day in days if day.is_contact]
    reached = contacts_reached(listed, len(contacts))
    if not reached:
        return None
    latest = contacts[listed[reached - 1] - 1]
    return Talk(reached, latest, await last_word_at(story.session, pairing_id))


async def _birth_date(story: Story, planned: Planned) -> date | None:
    of = (planned.someone.id, planned.where.id, SERVICE_USER)
    membership = await membership_in(story.session, *of)
    if membership is None:
        return None
    facts = await facts_of_service_user(story, planned.pack, membership)
    return facts.birth_date if facts else None
