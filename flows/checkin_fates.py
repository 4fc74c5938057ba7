"""Fates: what becomes of a check-in on a day when it is due and not asked, and why."""

from dataclasses import dataclass
from datetime import timedelta

from db.breaks import breaks_of
from db.consents import consents_of
from db.memberships import membership_in
from db.pairings import RUNNING, Pairing, pairing_or_none, pairings_of
from flows.own_measures import measure_or_none
from flows.planned import Planned, today_of
from flows.story import Story


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a due day that is not asked; some end the plan for good."""

    state: str
    reason: str
    ends_plan: bool = False


async def why_not(story: Story, planned: Planned) -> Fate | None:
    """Why this plan is not asked of the person now; None when it is."""
    plan, someone = planned.plan, planned.someone
    if someone.erased_at is not None:
        return Fate("missed", "erased", ends_plan=True)
    if someone.unreachable_since is not None:
        return Fate("missed", "unreachable")
    pairing_ended = await _pairing_fate(story, planned)
    if pairing_ended is not None:
        return pairing_ended
    standing = await consents_of(story.session, someone.id, plan.programme_id)
    if "checkins" not in standing:
        return Fate("skipped", "no_consent")
    if planned.of_pack is None and not plan.once:
        return Fate("skipped", "not_planned", ends_plan=True)
    asked = measure_or_none(story, plan.measure)
    if asked is None:
        return Fate("skipped", "measure_gone")
    if asked.has_safety_item and planned.where.response_recorded_at is None:
        return Fate("skipped", "nobody_responds")
    membership = await membership_in(story.session, someone.id, plan.programme_id, plan.role)
    if membership is None or membership.stage == "left":
        return Fate("skipped", "left", ends_plan=True)
    return None


async def _pairing_fate(story: Story, planned: Planned) -> Fate | None:
    plan = planned.plan
    if plan.once:
        return None
    if plan.pairing_id is None:
        running = await pairings_of(story.session, plan.person_id, RUNNING)
        return None if running else Fate("skipped", "no_pairing")
    pairing = await pairing_or_none(story.session, plan.pairing_id)
    if pairing is None or pairing.state not in RUNNING:
        return Fate("skipped", "pairing_ended", ends_plan=True)
    if _weeks_are_over(story, planned, pairing):
        return Fate("skipped", "weeks_over", ends_plan=True)
    own_break = pairing.state == "paused" and await _is_own_break(story, pairing, plan.role)
    return Fate("skipped", "paused") if own_break else None


async def _is_own_break(story: Story, pairing: Pairing, role: str) -> bool:
    """Whether the person rests; while the other side does, we still ask how they are."""
    sides = {found.side for found in await breaks_of(story.session, pairing.id)}
    return not sides or role in sides


def _weeks_are_over(story: Story, planned: Planned, pairing: Pairing) -> bool:
    """Whether the weeks of the plan are past, from the start of the pairing or what it counts."""
    usual, counted_from = planned.of_pack, planned.plan.counted_from
    if usual is None or usual.weeks is None:
        return False
    if usual.start != "match" and counted_from is not None:
        return today_of(story, planned) >= counted_from + timedelta(weeks=usual.weeks)
    began = pairing.active_at or pairing.created_at
    return story.now >= began + timedelta(weeks=usual.weeks)
