"""Fates: what becomes of a check-in on a day when it is due and not asked, and why."""

from dataclasses import dataclass
from datetime import timedelta

from db.breaks import breaks_of
from db.checkins import CheckinPlan
from db.consents import consents_of
from db.memberships import membership_in
from db.pairings import RUNNING, Pairing, pairing_or_none, pairings_of
from db.people import Person
from db.programmes import programme
from flows.actor import PEER_WORKER, SERVICE_USER
from flows.own_measures import measure_or_none
from flows.programmes import pack_of
from flows.story import Story


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a due day that is not asked; some end the plan for good."""

    state: str
    reason: str
    ends_plan: bool = False


async def why_not(story: Story, plan: CheckinPlan, someone: Person) -> Fate | None:
    """Why this plan is not asked of the person now; None when it is."""
    if someone.erased_at is not None:
        return Fate("missed", "erased", ends_plan=True)
    if someone.unreachable_since is not None:
        return Fate("missed", "unreachable")
    pairing_ended = await _pairing_fate(story, plan)
    if pairing_ended is not None:
        return pairing_ended
    standing = await consents_of(story.session, someone.id, plan.programme_id)
    if "checkins" not in standing:
        return Fate("skipped", "no_consent")
    where = await programme(story.session, plan.programme_id)
    asked = measure_or_none(story, plan.measure)
    if asked is None:
        return Fate("skipped", "measure_gone")
    if asked.has_safety_item and where.response_recorded_at is None:
        return Fate("skipped", "nobody_responds")
    membership = await membership_in(story.session, someone.id, plan.programme_id, _role(plan))
    if membership is None or membership.stage == "left":
        return Fate("skipped", "left", ends_plan=True)
    return None


def _role(plan: CheckinPlan) -> str:
    """A service user is asked within a pairing, a peer worker about all of their work."""
    return PEER_WORKER if plan.pairing_id is None else SERVICE_USER


async def _pairing_fate(story: Story, plan: CheckinPlan) -> Fate | None:
    if plan.once:
        return None
    if plan.pairing_id is None:
        running = await pairings_of(story.session, plan.person_id, RUNNING)
        return None if running else Fate("skipped", "no_pairing")
    pairing = await pairing_or_none(story.session, plan.pairing_id)
    if pairing is None or pairing.state not in RUNNING:
        return Fate("skipped", "pairing_ended", ends_plan=True)
    if await _weeks_are_over(story, plan, pairing):
        return Fate("skipped", "weeks_over", ends_plan=True)
    own_break = pairing.state == "paused" and await _is_own_break(story, pairing)
    return Fate("skipped", "paused") if own_break else None


async def _is_own_break(story: Story, pairing: Pairing) -> bool:
    """Whether the service user rests; while the other side does, we still ask how they are."""
    sides = {found.side for found in await breaks_of(story.session, pairing.id)}
    return not sides or SERVICE_USER in sides


async def _weeks_are_over(story: Story, plan: CheckinPlan, pairing: Pairing) -> bool:
    where = await programme(story.session, plan.programme_id)
    weeks = next(
        (
            planned.weeks
            for planned in pack_of(story, where).checkins
            if (planned.measure, planned.role) == (plan.measure, _role(plan))
        ),
        None,
    )
    began = pairing.active_at or pairing.created_at
    return weeks is not None and story.now >= began + timedelta(weeks=weeks)
