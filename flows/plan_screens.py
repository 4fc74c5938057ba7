"""What somebody is asked and when, on their own screens and on those of their coordinators."""

from dataclasses import dataclass
from datetime import date, timedelta

from care.plans import SLOWEST_DAYS
from db.checkin_plans import plan_or_none, plans_of
from db.checkins import log_of
from db.ids import MembershipId, PersonId, PlanId
from db.memberships import Membership, membership_in, membership_or_none
from db.people import Person, name_of, person
from db.plan_spans import spans_of
from flows.actor import SERVICE_USER, Actor
from flows.errors import Refused
from flows.letters import URGENT, Body, Button, Lines, Part, one_each, say
from flows.plan_days import span_lines
from flows.plan_words import is_slower, log_lines, plan_button, plan_line, rest_lines
from flows.planned import Planned, planned_of, today_of
from flows.staff import record
from flows.story import Story

CHANGEABLE = ("on", "off", "over")
LOG_DAYS = 28
LOG_MOST = 20


@dataclass(frozen=True, slots=True)
class Opened:
    """A plan that somebody opened: their own, or as a coordinator of its programme."""

    planned: Planned
    is_own: bool


async def own_plans_button(story: Story, someone: Person) -> list[Button]:
    """The button on the home screen that leads there, for whoever is asked anything."""
    plans = await plans_of(story.session, someone.id)
    is_asked = any(plan.state in CHANGEABLE for plan in plans)
    return [Button(say("home.button.checkins"), "ke")] if is_asked else []


async def show_own_plans(story: Story, actor: Actor, pressed: int | None) -> None:
    """All that the person is asked, one button each, and a rest from all of it."""
    shown = await _plans(story, actor.person.id)
    if not shown:
        rows = one_each(Button(say("home.button.home"), "h"), URGENT)
        none = Body((say("plan.none"),), rows)
        await story.edit(actor.person.id, none, slot="plans", message_id=pressed)
        return
    lines = Lines(tuple(plan_line(story, planned) for planned in shown))
    rests = actor.person.asked_from is not None
    parts: tuple[Part, ...] = (say("plan.list"), lines, *rest_lines(shown[0]))
    rows = one_each(
        *[plan_button(story, planned) for planned in shown],
        Button(say("plan.button.rest"), "ku"),
        *([Button(say("plan.button.rest_over"), "kx")] if rests else []),
        Button(say("home.button.home"), "h"),
        URGENT,
    )
    await story.edit(actor.person.id, Body(parts, rows), slot="plans", message_id=pressed)


async def show_plans_of(
    story: Story, actor: Actor, membership_id: str, pressed: int | None
) -> None:
    """What somebody is asked and what became of each day, for a coordinator; the look is kept."""
    membership = await _seen_by(story, actor, membership_id)
    await record(story, actor, membership, "checkins.read")
    found = await _plans(story, membership.person_id)
    shown = [planned for planned in found if _is_of(planned, membership)]
    name = await name_of(story.session, await person(story.session, membership.person_id))
    parts: list[Part] = [say("plan.theirs" if shown else "plan.theirs_none", name=name)]
    if shown:
        parts.append(Lines(tuple(plan_line(story, planned) for planned in shown)))
        parts += rest_lines(shown[0])
        since = today_of(story, shown[0]) - timedelta(days=LOG_DAYS)
        ids = [planned.plan.id for planned in shown]
        log = await log_of(story.session, membership.person_id, ids, since)
        parts += [say("plan.log"), log_lines(story, log[:LOG_MOST])] if log else []
        parts += await _spans(story, actor.person, shown, since)
    page = "pp" if membership.role == SERVICE_USER else "pw"
    rows = one_each(
        *[plan_button(story, planned) for planned in shown],
        Button(say("people.button.page", name=name), page, membership.id),
        Button(say("home.button.home"), "h"),
    )
    content = Body(tuple(parts), rows, protected=True)
    await story.edit(actor.person.id, content, slot="plans", message_id=pressed)


async def open_plan(story: Story, actor: Actor, plan_id: str) -> Opened:
    """The plan of a button, locked; raises Refused for whose it is not."""
    plan = await plan_or_none(story.session, PlanId(plan_id))
    if plan is None or plan.state not in CHANGEABLE:
        raise Refused("plan.gone")
    is_own = plan.person_id == actor.person.id
    if not is_own:
        actor.ensure_coordinator(plan.programme_id)
    return Opened(await planned_of(story, plan), is_own)


async def show_plan(
    story: Story, actor: Actor, opened: Opened, *notices: Part, pressed: int | None = None
) -> None:
    """One plan, with what can be changed about it: in the pressed message, else in a new one."""
    planned = opened.planned
    parts = (*notices, Lines((plan_line(story, planned),)), say("plan.what_to_change"))
    rows = one_each(*await _buttons(story, opened))
    if pressed is None:
        await story.post(actor.person.id, Body(parts, rows), slot="plans")
    else:
        await story.edit(actor.person.id, Body(parts, rows), slot="plans", message_id=pressed)


async def _buttons(story: Story, opened: Opened) -> list[Button]:
    plan, usual = opened.planned.plan, opened.planned.of_pack
    found = []
    if plan.state == "off":
        may_turn_on = opened.is_own or plan.off_by != "person"
        found += [Button(say("plan.button.on"), "ky", plan.id)] if may_turn_on else []
    else:
        if 0 < plan.every_days <= SLOWEST_DAYS // 2 and not plan.once:
            found.append(Button(say("plan.button.less"), "kf", plan.id))
        if is_slower(opened.planned, usual):
            found.append(Button(say("plan.button.usual"), "kb", plan.id))
        found += [Button(say("plan.button.time"), "kt", plan.id)] if opened.is_own else []
        found.append(Button(say("plan.button.off"), "ko", plan.id))
    if opened.is_own:
        return [*found, Button(say("plan.button.list"), "ke"), URGENT]
    of = (plan.person_id, plan.programme_id, plan.role)
    membership = await membership_in(story.session, *of)
    if membership is not None:
        found.append(Button(say("form.button.back"), "kp", membership.id))
    return found


async def _spans(story: Story, reader: Person, shown: list[Planned], since: date) -> list[Part]:
    """Days on end on which plans asked nothing, as far as they reach into these weeks."""
    plans = {planned.plan.id: planned.plan for planned in shown}
    found = await spans_of(story.session, list(plans))
    lately = [one for one in found if one.until is None or one.until >= since][:LOG_MOST]
    return [say("plan.spans"), span_lines(story, lately, plans, reader)] if lately else []


async def _plans(story: Story, person_id: PersonId) -> list[Planned]:
    plans = await plans_of(story.session, person_id)
    return [await planned_of(story, plan) for plan in plans if plan.state in CHANGEABLE]


def _is_of(planned: Planned, membership: Membership) -> bool:
    """Whether the plan asks the person in this role of this programme."""
    plan = planned.plan
    return (plan.programme_id, plan.role) == (membership.programme_id, membership.role)


async def _seen_by(story: Story, actor: Actor, membership_id: str) -> Membership:
    membership = await membership_or_none(story.session, MembershipId(membership_id))
    if membership is None or membership.stage == "left":
        raise Refused("people.gone")
    actor.ensure_coordinator(membership.programme_id)
    return membership
