"""Duty: which coordinators said that they answer alerts at this hour."""

from zoneinfo import ZoneInfo

from care.escalation import Duty
from care.facts import CoordinatorFacts
from care.onboarding import coordinator_facts
from db.ids import PersonId
from db.memberships import Membership, members
from db.people import person
from db.programmes import Programme
from flows.actor import COORDINATOR
from flows.facts import facts_of
from flows.programmes import pack_of
from flows.story import Story


async def duty_now(story: Story, where: Programme) -> Duty:
    """Who is on duty in the programme now, the longest coordinator first, and who else is there.

    Whoever blocked the bot cannot answer, whatever hours they gave.
    """
    everyone: list[str] = []
    on_duty: list[str] = []
    for membership in await members(story.session, where.id, COORDINATOR, ("active",)):
        everyone.append(membership.person_id)
        someone = await person(story.session, membership.person_id)
        facts = await _facts(story, where, membership)
        reachable = someone.unreachable_since is None
        if facts is not None and reachable and _is_on_duty(story, facts):
            on_duty.append(membership.person_id)
    return Duty(tuple(on_duty), tuple(everyone))


def without(duty: Duty, person_id: PersonId) -> Duty:
    """The same without one person, such as whom a concern is about."""
    return Duty(
        tuple(one for one in duty.on_duty if one != person_id),
        tuple(one for one in duty.everyone if one != person_id),
    )


def _is_on_duty(story: Story, facts: CoordinatorFacts) -> bool:
    local = story.now.astimezone(ZoneInfo(facts.time_zone))
    if facts.duty_from < facts.duty_until:
        in_hours = facts.duty_from <= local.hour < facts.duty_until
        return in_hours and local.weekday() in facts.duty_days
    if local.hour >= facts.duty_from:
        return local.weekday() in facts.duty_days
    return local.hour < facts.duty_until and (local.weekday() - 1) % 7 in facts.duty_days


async def _facts(story: Story, where: Programme, membership: Membership) -> CoordinatorFacts | None:
    return await facts_of(story, membership, pack_of(story, where).coordinator, coordinator_facts)
