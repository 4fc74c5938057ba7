"""Plans of check-ins on the page of a person: what is asked when, and what a coordinator may do."""

from dataclasses import dataclass
from datetime import date, timedelta

from care.plans import SLOWEST_DAYS
from db.checkin_plans import plans_of
from db.checkins import Checkin, log_of
from db.ids import PlanId
from db.memberships import Membership
from db.people import Person
from db.plan_spans import spans_of
from flows.letters import Line, Lines, Text, say
from flows.plan_days import span_lines
from flows.plan_screens import CHANGEABLE, LOG_DAYS
from flows.plan_words import is_slower, plan_line, reason_in_words, title_of
from flows.planned import Planned, planned_of, today_of
from flows.story import Story

LOG_MOST = 40
LESS, USUAL, OFF, ON = "less", "usual", "off", "on"
WAYS = (LESS, USUAL, OFF, ON)


@dataclass(frozen=True, slots=True)
class PlanShown:
    """One plan: what is asked and when, and which of WAYS a coordinator has."""

    id: PlanId
    line: Line
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedDay:
    """What became of one day on which something was due."""

    day: date
    title: str
    state: Text
    why: Text | None


@dataclass(frozen=True, slots=True)
class PlansShown:
    """All plans of one role, the days of the last four weeks, and until when nothing is asked.

    `spans` are days on end of these weeks on which a plan asked nothing, and why.
    """

    plans: tuple[PlanShown, ...]
    log: tuple[AskedDay, ...]
    rests_until: date | None
    spans: Lines | None = None


async def plans_shown(story: Story, membership: Membership, reader: Person) -> PlansShown:
    """What somebody is asked in this role; the look is to be audited as "checkins.read"."""
    found = [
        await planned_of(story, plan)
        for plan in await plans_of(story.session, membership.person_id)
        if plan.state in CHANGEABLE
        and (plan.programme_id, plan.role) == (membership.programme_id, membership.role)
    ]
    if not found:
        return PlansShown((), (), None)
    found.sort(key=lambda one: (one.plan.next_due_at, one.plan.measure, one.plan.name))
    since = today_of(story, found[0]) - timedelta(days=LOG_DAYS)
    ids = [planned.plan.id for planned in found]
    log = await log_of(story.session, membership.person_id, ids, since)
    return PlansShown(
        tuple(
            PlanShown(planned.plan.id, plan_line(story, planned), ways_of(planned))
            for planned in found
        ),
        tuple(_day(story, one) for one in log[:LOG_MOST]),
        found[0].someone.asked_from,
        await _spans(story, reader, found, since),
    )


async def _spans(story: Story, reader: Person, found: list[Planned], since: date) -> Lines | None:
    plans = {planned.plan.id: planned.plan for planned in found}
    spans = await spans_of(story.session, list(plans))
    lately = [one for one in spans if one.until is None or one.until >= since][:LOG_MOST]
    return span_lines(story, lately, plans, reader) if lately else None


def ways_of(planned: Planned) -> tuple[str, ...]:
    """What a coordinator may change; what a person turned off, they alone turn on."""
    plan = planned.plan
    if plan.state == "off":
        return () if plan.off_by == "person" else (ON,)
    can_be_less = 0 < plan.every_days <= SLOWEST_DAYS // 2 and not plan.once
    return (
        *((LESS,) if can_be_less else ()),
        *((USUAL,) if is_slower(planned, planned.of_pack) else ()),
        OFF,
    )


def _day(story: Story, one: Checkin) -> AskedDay:
    state = say(f"console.people.asked.{one.state}")
    return AskedDay(
        one.local_date, title_of(story, one.measure), state, reason_in_words(one.reason)
    )
