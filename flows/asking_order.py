"""Turns: the plans that are due, person by person, each person's in the order of care.asking_order.

A plan that comes due at ten o'clock gives way to one at six in the evening that has its turn today:
else whatever is asked early in a day would always be asked first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from care.asking_order import Claim, in_order, moved_since, was_crowded_out
from db.ahead import read_ahead
from db.checkin_plans import CheckinPlan, plans_beside
from db.checkins import known_outcomes
from db.ids import PersonId
from flows.own_measures import measure_or_none
from flows.planned import Planned, planned_of, today_of
from flows.story import Story

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Turn:
    """A plan that is due, and the measures that have their turn before it later today."""

    planned: Planned
    gives_way_to: tuple[str, ...] = ()


async def turns_of(story: Story, due: Sequence[CheckinPlan]) -> list[Turn]:
    """The turns of these plans and of all others of the same people that are due now."""
    beside = await plans_beside(story.session, due, story.now + A_DAY)
    await read_ahead(story.session, [*due, *beside], story.now)
    people: dict[PersonId, list[Planned]] = {}
    for plan in (*due, *beside):
        people.setdefault(plan.person_id, []).append(await planned_of(story, plan))
    return [turn for mine in people.values() for turn in _turns(story, mine)]


def _turns(story: Story, mine: Sequence[Planned]) -> list[Turn]:
    """The turns of one person."""
    today, by_plan = today_of(story, mine[0]), {str(one.plan.id): one for one in mine}
    turns, before = [], list[str]()
    for claim in in_order((_claim(story, one) for one in mine), today):
        plan = by_plan[claim.plan].plan
        if plan.next_due_at <= story.now:
            turns.append(Turn(by_plan[claim.plan], tuple(before)))
        elif plan.next_local_date <= today and was_crowded_out(known_outcomes(story.session, plan)):
            before.append(plan.measure)
    return turns


def _claim(story: Story, planned: Planned) -> Claim:
    plan, asked = planned.plan, measure_or_none(story, planned.plan.measure)
    listed = [(one.key, one.role) for one in planned.pack.checkins]
    place = (plan.name, plan.role)
    return Claim(
        plan.id,
        asks_about_safety=asked is not None and asked.has_safety_item,
        is_rare=not plan.every_days,
        moved_since=moved_since(known_outcomes(story.session, plan)),
        place=listed.index(place) if place in listed else len(listed),
    )
