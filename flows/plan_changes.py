"""Changing a plan: less often, another time, not this one, and a rest from all that is asked.

A coordinator may do the same for a person, who is told at once; what a person does not want, nobody
turns on for them.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from care.brief_questions import PLAN_REST, PLAN_TIME
from care.plans import less_often
from care.quiet_hours import QuietHours
from care.wall_time import to_utc
from db.answers import forget_answers
from db.audit import record_act
from db.checkins import checkin_on
from flows.actor import Actor
from flows.brief_forms import BriefOwner, answer_to, ask_brief, brief_form
from flows.by_day import post_by_day
from flows.errors import Refused
from flows.filling import Answers, Filling
from flows.letters import URGENT, Body, Button, Lines, body, one_each, say
from flows.plan_dates import first_date
from flows.plan_screens import Opened, open_plan, show_own_plans, show_plan
from flows.plan_words import plan_line
from flows.planned import (
    ask_again,
    planned_of,
    set_due,
    spread_time,
    stop_asking,
    wall_time,
)
from flows.story import Story
from flows.times import day_in_words

PLAN_TIME_KIND, PLAN_REST_KIND = "plan_time", "plan_rest"
NIGHT = QuietHours()


async def ask_less_often(story: Story, actor: Actor, plan_id: str, pressed: int | None) -> None:
    """Twice the distance from now on; what is due next stays."""
    opened = await open_plan(story, actor, plan_id)
    plan = opened.planned.plan
    plan.every_days = less_often(plan.every_days)
    await _changed(story, actor, opened, pressed)


async def ask_as_planned(story: Story, actor: Actor, plan_id: str, pressed: int | None) -> None:
    """Back to the distance that the setting pack plans."""
    opened = await open_plan(story, actor, plan_id)
    usual = opened.planned.of_pack
    if usual is None or not opened.planned.plan.every_days:
        raise Refused("plan.gone")
    opened.planned.plan.every_days = usual.every_days
    await _changed(story, actor, opened, pressed)


async def turn_off(story: Story, actor: Actor, plan_id: str, pressed: int | None) -> None:
    """Not asked any more until it is turned on again."""
    opened = await open_plan(story, actor, plan_id)
    plan = opened.planned.plan
    plan.off_by = "person" if opened.is_own else "coordinator"
    await stop_asking(story, opened.planned, "off", f"off.{plan.off_by}")
    await _changed(story, actor, opened, pressed)


async def turn_on(story: Story, actor: Actor, plan_id: str, pressed: int | None) -> None:
    """Asked again from its next date on; only the person turns on what they turned off."""
    opened = await open_plan(story, actor, plan_id)
    plan = opened.planned.plan
    if plan.off_by == "person" and not opened.is_own:
        raise Refused("plan.their_choice")
    if plan.state == "off":
        await ask_again(story, opened.planned)
        if plan.next_due_at <= story.now:
            await set_due(story, opened.planned, first_date(story, opened.planned))
    await _changed(story, actor, opened, pressed)


async def ask_other_time(story: Story, actor: Actor, plan_id: str) -> None:
    """Ask the person at what time of day they want to be asked."""
    opened = await open_plan(story, actor, plan_id)
    if not opened.is_own:
        raise Refused("refused.not_yours")
    await ask_brief(story, actor, PLAN_TIME_KIND, await plan_time_owner(story, plan_id))


async def ask_rest(story: Story, actor: Actor) -> None:
    """Ask the person from which day on they want to be asked again."""
    await ask_brief(story, actor, PLAN_REST_KIND, await plan_rest_owner(story, ""))


async def end_rest(story: Story, actor: Actor, pressed: int | None) -> None:
    """The person is asked again from now on."""
    actor.person.asked_from = None
    story.session.add(actor.person)
    await show_own_plans(story, actor, pressed)


async def plan_time_owner(story: Story, subject: str) -> BriefOwner:
    """The owner of the question for another time of day."""
    del story
    return OtherTime(subject, brief_form(PLAN_TIME))


async def plan_rest_owner(story: Story, subject: str) -> BriefOwner:
    """The owner of the question for the first day after a rest."""
    del story
    return Rest(subject, brief_form(PLAN_REST))


@dataclass(frozen=True, slots=True)
class OtherTime(BriefOwner):
    """Asks one plan at another time of day."""

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """Set the time, or say which times there are."""
        story, actor = filling.story, filling.actor
        minute = answer_to(answers, PLAN_TIME.code)
        await forget_answers(story.session, filling.form_session)
        opened = await open_plan(story, actor, self.subject)
        if not isinstance(minute, int):
            raise TypeError("The question asks for a time.")
        at = time(minute // 60, minute % 60)
        if at >= NIGHT.start or at < NIGHT.end:
            rows = one_each(Button(say("plan.button.time"), "kt", self.subject), URGENT)
            await story.post(actor.person.id, body(say("plan.time_not_read"), rows=rows))
            return
        await _set_time(story, opened, at)
        await show_plan(story, actor, opened, say("plan.changed"))


@dataclass(frozen=True, slots=True)
class Rest(BriefOwner):
    """Asks nothing before a day that the person chose."""

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """Keep the day, and say it."""
        story, actor = filling.story, filling.actor
        day = answer_to(answers, PLAN_REST.code)
        await forget_answers(story.session, filling.form_session)
        if not isinstance(day, date):
            raise TypeError("The question asks for a date.")
        actor.person.asked_from = day
        story.session.add(actor.person)
        told = say("plan.rests", day=day_in_words(day, actor.person))
        rows = one_each(Button(say("plan.button.list"), "ke"), URGENT)
        await story.post(actor.person.id, body(told, rows=rows))


async def _set_time(story: Story, opened: Opened, at: time) -> None:
    """Ask at this time from the next date on; today if that is still ahead and not used yet."""
    planned = opened.planned
    plan = planned.plan
    plan.at_minute = spread_time(at, plan.person_id)
    due: datetime = to_utc(plan.next_local_date, wall_time(plan), planned.zone)
    used = await checkin_on(story.session, plan.id, plan.next_local_date)
    if due >= story.now and used is None:
        plan.next_due_at = due
    else:
        plan.next_due_at = max(due, plan.next_due_at)
    story.session.add(plan)


async def _changed(story: Story, actor: Actor, opened: Opened, pressed: int | None) -> None:
    """Show the plan as it is now; a person hears what a coordinator changed, and it is kept."""
    planned = opened.planned
    story.session.add(planned.plan)
    await story.session.flush()
    await show_plan(story, actor, opened, say("plan.changed"), pressed=pressed)
    if opened.is_own:
        return
    await record_act(
        story.session,
        actor.person.id,
        "checkins.changed",
        about=planned.someone.id,
        programme_id=planned.where.id,
        now=story.now,
    )
    line = Lines((plan_line(story, await planned_of(story, planned.plan)),))
    rows = one_each(Button(say("checkin.button.change"), "kc", planned.plan.id), URGENT)
    await post_by_day(story, planned.someone, Body((say("plan.changed_for_you"), line), rows))
