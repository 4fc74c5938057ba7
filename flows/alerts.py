"""Alerts as coordinators work with them: look, take it, close it with an outcome."""

from care.escalation import OUTCOMES, check_can_close
from care.safety import Reason
from db.alerts import Alert, add_alert_step, alert_or_none, alert_reasons, alerts_in
from db.audit import record_act
from db.ids import AlertId, ProgrammeId
from db.people import name_of, person
from flows.actor import Actor
from flows.concerns import read_reasons
from flows.debriefs import bring_debriefs_forward
from flows.errors import Refused
from flows.letters import Body, Button, Part, body, one_each, say
from flows.people_pages import buttons_about
from flows.report_parts import report_parts
from flows.story import Story
from flows.times import local_time


async def show_alerts(story: Story, actor: Actor, programme_id: str, pressed: int | None) -> None:
    """The programme's alerts that are not closed, the oldest first."""
    actor.ensure_coordinator(ProgrammeId(programme_id))
    found = await alerts_in(story.session, ProgrammeId(programme_id), ("open", "acknowledged"))
    standing = [alert for alert in found if alert.person_id != actor.person.id]
    buttons = []
    for alert in standing[:MOST_SHOWN]:
        name = await name_of(story.session, await person(story.session, alert.person_id))
        state = "not_taken" if alert.acknowledged_by is None else "taken"
        label = say(f"alert.button.{state}", name=name) if name else say("alert.button.open")
        buttons.append(Button(label, "ao", alert.id))
    key = "alert.list" if standing else "alert.list_empty"
    content = body(say(key, n=len(standing)), rows=one_each(*buttons))
    await story.edit(actor.person.id, content, slot="alerts", message_id=pressed)


async def open_alert(story: Story, actor: Actor, alert_id: str, pressed: int | None) -> None:
    """Show one alert: who, why in words, since when, who has it; every look is audited."""
    alert = await _alert(story, actor, alert_id)
    await _record(story, actor, alert, "alert.read")
    content = await _alert_screen(story, actor, alert)
    await story.edit(actor.person.id, content, slot=f"alert:{alert.id}", message_id=pressed)


async def acknowledge(story: Story, actor: Actor, alert_id: str, pressed: int | None) -> None:
    """The coordinator takes the alert on: nobody else is called any more."""
    alert = await _alert(story, actor, alert_id)
    if alert.state == "closed":
        raise Refused("alert.closed_already")
    await _ensure_taker(story, actor, alert)
    if alert.acknowledged_by is None:
        alert.state, alert.next_step_at = "acknowledged", None
        alert.acknowledged_by, alert.acknowledged_at = actor.person.id, story.now
        story.session.add(alert)
        add_alert_step(story.session, alert, "acknowledged", actor.person.id, story.now)
        await _record(story, actor, alert, "alert.acknowledged")
    content = await _alert_screen(story, actor, alert)
    await story.edit(actor.person.id, content, slot=f"alert:{alert.id}", message_id=pressed)


async def close(
    story: Story, actor: Actor, alert_id: str, outcome: str, pressed: int | None
) -> None:
    """Close the alert with what came of it; without an outcome nothing is closed."""
    alert = await _alert(story, actor, alert_id)
    if alert.state == "closed":
        raise Refused("alert.closed_already")
    alert.outcome = check_can_close(outcome, acknowledged=alert.acknowledged_by is not None)
    await _ensure_taker(story, actor, alert)
    alert.state, alert.closed_by, alert.closed_at = "closed", actor.person.id, story.now
    story.session.add(alert)
    add_alert_step(story.session, alert, f"closed.{alert.outcome}", actor.person.id, story.now)
    await _record(story, actor, alert, f"alert.closed.{alert.outcome}")
    await bring_debriefs_forward(story, alert)
    content = body(
        say("alert.closed", outcome=alert.outcome),
        say(f"alert.outcome.{outcome}"),
        rows=one_each(Button(say("home.button.home"), "h")),
    )
    await story.edit(actor.person.id, content, slot=f"alert:{alert.id}", message_id=pressed)


MOST_SHOWN = 20  # one button each; the rest follows when these are dealt with


async def _alert_screen(story: Story, actor: Actor, alert: Alert) -> Body:
    someone = await person(story.session, alert.person_id)
    when = local_time(alert.raised_at, actor.person)
    parts: list[Part] = []
    if someone.erased_at is not None:  # the reasons went with their key
        parts.append(say("alert.about_deleted", when=when))
    else:
        parts.append(say("alert.about", name=await name_of(story.session, someone), when=when))
        reasons = read_reasons(await alert_reasons(story.session, alert))
        parts += [_reason_text(reason) for reason in reasons]
    told, pairings = await report_parts(story, alert, actor.person)
    parts += told
    if alert.times > 1:
        parts.append(say("alert.times", n=alert.times))
    if alert.state == "closed":
        return Body((*parts, say(f"alert.outcome.{alert.outcome}")))
    taken_by_me = alert.acknowledged_by == actor.person.id
    about = await buttons_about(story, someone, alert.programme_id, can_write=taken_by_me)
    about += pairings
    if alert.acknowledged_by is None:
        rows = one_each(Button(say("alert.button.take"), "aa", alert.id), *about)
        return Body((*parts, say("alert.not_taken")), rows)
    taker = await name_of(story.session, await person(story.session, alert.acknowledged_by))
    parts.append(say("alert.taken", name=taker))
    if not taken_by_me:
        return Body(tuple(parts), one_each(*about))
    outcomes = [
        Button(say(f"alert.outcome.{outcome}"), "ac", alert.id, outcome) for outcome in OUTCOMES
    ]
    return Body((*parts, say("alert.what_came_of_it")), one_each(*about, *outcomes))


def _reason_text(reason: Reason) -> Part:
    kind = reason.code.removeprefix("safety.")
    params = reason.params
    detail = params.get("group") or params.get("cut_off") or params.get("why")
    return (
        say(f"alert.reason.{kind}", **reason.params)
        if detail is None
        else say(f"alert.reason.{kind}.{detail}", **reason.params)
    )


async def _alert(story: Story, actor: Actor, alert_id: str) -> Alert:
    found = await alert_or_none(story.session, AlertId(alert_id), for_change=True)
    if found is None:
        raise Refused("alert.gone")
    actor.ensure_coordinator(found.programme_id)
    if found.person_id == actor.person.id:  # nobody deals with a concern about themselves
        raise Refused("alert.about_you")
    return found


async def _ensure_taker(story: Story, actor: Actor, alert: Alert) -> None:
    """Nobody else has taken the alert on; whoever has it closes it."""
    if alert.acknowledged_by not in (None, actor.person.id):
        taker = await name_of(story.session, await person(story.session, alert.acknowledged_by))
        raise Refused("alert.taken_already", {"name": taker})


async def _record(story: Story, actor: Actor, alert: Alert, act: str) -> None:
    await record_act(
        story.session,
        actor.person.id,
        act,
        about=alert.person_id,
        programme_id=alert.programme_id,
        now=story.now,
    )
