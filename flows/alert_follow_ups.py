"""Following alerts up: whoever took one is called until it is closed, and on the day they chose.

Nothing that somebody took can be forgotten: an alert that stays open is called out again, to its
owner first and then to the others on duty; an owner whom nothing reaches loses it to the ladder.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from care.alert_questions import LOOK_AGAIN
from care.quiet_hours import QuietHours
from care.wall_time import to_utc
from db.alerts import Alert, add_alert_step, alerts_to_call_owner
from db.answers import forget_answers
from db.ids import PersonId
from db.memberships import membership_in
from db.people import Person, name_of, person
from db.programmes import Programme, programme
from db.zones import zone_of
from flows.actor import COORDINATOR, Actor
from flows.alert_rights import alert_for, record_alert
from flows.brief_forms import BriefOwner, answer_to, ask_brief, brief_form
from flows.duty import duty_now, without
from flows.errors import Refused
from flows.escalation import call
from flows.filling import Answers, Filling
from flows.letters import Button, body, one_each, say
from flows.mailing import mail_call
from flows.programmes import pack_of
from flows.story import Story
from flows.times import day_in_words

LOOK_AGAIN_KIND = "look_again"
MORNING = time(9)
NIGHT = QuietHours()
BATCH = 50


async def ask_for_day(story: Story, actor: Actor, alert_id: str) -> None:
    """Ask whoever took the alert on which day they look again."""
    alert = await _mine(story, actor, alert_id)
    await ask_brief(story, actor, LOOK_AGAIN_KIND, await day_owner(story, alert.id))


async def day_owner(story: Story, subject: str) -> "DayAsked":
    """The owner of the question for the day to look again."""
    del story
    return DayAsked(subject, brief_form(LOOK_AGAIN))


@dataclass(frozen=True, slots=True)
class DayAsked(BriefOwner):
    """Keeps the day."""

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """Keep the day; until then the alert is not called out again."""
        story, actor = filling.story, filling.actor
        day = answer_to(answers, LOOK_AGAIN.code)
        await forget_answers(story.session, filling.form_session)
        if not isinstance(day, date):
            raise Refused("form.gone")
        alert = await keep_day(story, actor, self.subject, day)
        rows = one_each(Button(say("alert.button.open"), "ao", alert.id))
        told = say("alert.look_again_kept", day=day_in_words(day, actor.person))
        await story.post(actor.person.id, body(told, rows=rows))


async def keep_day(story: Story, actor: Actor, alert_id: str, day: date) -> Alert:
    """Keep the day on which whoever took the alert looks again."""
    alert = await _mine(story, actor, alert_id)
    alert.follow_up_on, alert.owner_calls = day, 0
    alert.owner_call_at = to_utc(day, MORNING, zone_of(actor.person))
    story.session.add(alert)
    add_alert_step(story.session, alert, "look_again", actor.person.id, story.now)
    await record_alert(story, actor, alert, "alert.look_again")
    return alert


async def looked_again(story: Story, actor: Actor, alert_id: str) -> None:
    """The day to look again is done with; an alert that is open waits to be closed as before."""
    alert = await alert_for(story, actor, alert_id)
    if alert.follow_up_on is None:
        raise Refused("alert.nothing_to_look_at")
    alert.follow_up_on = None
    await wait_for_closing(story, alert)
    add_alert_step(story.session, alert, "looked_again", actor.person.id, story.now)
    await record_alert(story, actor, alert, "alert.looked_again")
    rows = one_each(Button(say("alert.button.open"), "ao", alert.id))
    await story.post(actor.person.id, body(say("alert.looked_again"), rows=rows))


async def wait_for_closing(story: Story, alert: Alert) -> None:
    """Call the owner again when the alert is not closed in the programme's time."""
    where = await programme(story.session, alert.programme_id)
    wait = pack_of(story, where).alerts.close
    alert.owner_call_at = None if alert.state == "closed" else story.now + wait
    alert.owner_calls = 0
    story.session.add(alert)


async def call_owners(story: Story) -> int:
    """Call the owners whose time has come; returns how many alerts were looked at."""
    due = await alerts_to_call_owner(story.session, story.now, BATCH)
    for alert in due:
        where = await programme(story.session, alert.programme_id)
        await _call_owner(story, alert, where)
        story.session.add(alert)
        await story.session.flush()
    return len(due)


async def _call_owner(story: Story, alert: Alert, where: Programme) -> None:
    owner = await _owner_or_none(story, alert)
    if owner is None and alert.state != "closed":
        alert.state, alert.next_step_at = "open", story.now
        alert.acknowledged_by = alert.acknowledged_at = alert.owner_call_at = None
        add_alert_step(story.session, alert, "released", None, story.now)
        return
    if owner is not None:
        morning = NIGHT.ends_at(story.now, zone_of(owner))
        if morning > story.now and alert.owner_calls == 0:  # it waited for a day; it can wait now
            alert.owner_call_at = morning
            return
        is_day = alert.follow_up_on is not None
        key = "alert.call.look_again" if is_day else "alert.call.not_closed"
        await call(story, owner.id, alert, where, key)
        add_alert_step(story.session, alert, "owner_called", owner.id, story.now)
        if owner.unreachable_since is not None:
            await mail_call(story, [owner.id], alert, where)
    if owner is None or alert.owner_calls > 0:
        await _call_others(story, alert, where, owner)
    alert.owner_calls += 1
    alert.owner_call_at = _tomorrow(story, where)


async def _call_others(story: Story, alert: Alert, where: Programme, owner: Person | None) -> None:
    """Its owner did not act, or is gone: whoever is on duty can take it over."""
    duty = without(await duty_now(story, where), alert.person_id)
    for one in duty.on_duty or duty.everyone:
        if owner is None or one != owner.id:
            await call(story, PersonId(one), alert, where, "alert.call.others")
            add_alert_step(story.session, alert, "not_closed", PersonId(one), story.now)


def _tomorrow(story: Story, where: Programme) -> datetime:
    return story.now + pack_of(story, where).alerts.close


async def _owner_or_none(story: Story, alert: Alert) -> Person | None:
    """Whoever has the alert, while they coordinate there and did not block the bot since."""
    owner_id = alert.acknowledged_by
    if owner_id is None:
        return None
    owner = await person(story.session, owner_id)
    role = await membership_in(story.session, owner_id, alert.programme_id, COORDINATOR)
    since, taken = owner.unreachable_since, alert.acknowledged_at
    is_lost = since is not None and (taken is None or since >= taken)
    is_there = role is not None and role.stage == "active" and not is_lost
    return owner if is_there else None


async def _mine(story: Story, actor: Actor, alert_id: str) -> Alert:
    alert = await alert_for(story, actor, alert_id)
    if alert.acknowledged_by is None:
        raise Refused("alert.acknowledge_first")
    if alert.acknowledged_by != actor.person.id:
        taker = await person(story.session, alert.acknowledged_by)
        raise Refused("alert.taken_already", {"name": await name_of(story.session, taker)})
    return alert
