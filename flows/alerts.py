"""Alerts as coordinators work with them: look, take it, take it over, close it with an outcome."""

from care.escalation import check_can_close
from db.alerts import Alert, add_alert_step
from db.ids import ProgrammeId
from db.mails import withdraw_mails
from db.outbox import Lane
from db.people import name_of, person
from db.programmes import programme
from flows.actor import Actor
from flows.alert_follow_ups import wait_for_closing
from flows.alert_rights import alert_for, ensure_not_closed, record_alert
from flows.alert_screens import alert_screen, list_screen
from flows.debriefs import bring_debriefs_forward
from flows.errors import Refused
from flows.letters import Button, body, one_each, say
from flows.story import Story


async def show_alerts(story: Story, actor: Actor, programme_id: str, pressed: int | None) -> None:
    """The programme's alerts that are not closed, the oldest first."""
    actor.ensure_coordinator(ProgrammeId(programme_id))
    content = await list_screen(story, actor, ProgrammeId(programme_id))
    await story.edit(actor.person.id, content, slot="alerts", message_id=pressed)


async def open_alert(story: Story, actor: Actor, alert_id: str, pressed: int | None) -> None:
    """Show one alert: who, why in words, what was done, who has it; every look is audited."""
    alert = await alert_for(story, actor, alert_id)
    await record_alert(story, actor, alert, "alert.read")
    await _show(story, actor, alert, pressed)


async def acknowledge(story: Story, actor: Actor, alert_id: str, pressed: int | None) -> None:
    """The coordinator takes the alert on: nobody else is called any more."""
    await _show(story, actor, await take(story, actor, alert_id), pressed)


async def take_over(story: Story, actor: Actor, alert_id: str, pressed: int | None) -> None:
    """The coordinator takes the alert on from another one, who is told."""
    await _show(story, actor, await take_from(story, actor, alert_id), pressed)


async def close(
    story: Story, actor: Actor, alert_id: str, outcome: str, pressed: int | None
) -> None:
    """Close the alert with what came of it, and offer to look again."""
    alert = await end(story, actor, alert_id, outcome)
    content = body(
        say("alert.closed", outcome=outcome),
        say(f"alert.outcome.{outcome}"),
        rows=one_each(
            Button(say("alert.button.look_again"), "af", alert.id),
            Button(say("home.button.home"), "h"),
        ),
    )
    await story.edit(actor.person.id, content, slot=f"alert:{alert.id}", message_id=pressed)


async def take(story: Story, actor: Actor, alert_id: str) -> Alert:
    """The same without a screen: the alert, once the coordinator has it."""
    alert = await alert_for(story, actor, alert_id)
    ensure_not_closed(alert)
    await _ensure_taker(story, actor, alert)
    if alert.acknowledged_by is None:
        await _take(story, actor, alert, "acknowledged")
    return alert


async def take_from(story: Story, actor: Actor, alert_id: str) -> Alert:
    """Take the alert on whoever has it, and tell them."""
    alert = await alert_for(story, actor, alert_id)
    ensure_not_closed(alert)
    before = alert.acknowledged_by
    if before != actor.person.id:
        await _take(story, actor, alert, "taken_over" if before else "acknowledged")
    if before is not None and before != actor.person.id:
        where = await programme(story.session, alert.programme_id)
        name = await name_of(story.session, actor.person)
        rows = one_each(Button(say("alert.button.open"), "ao", alert.id))
        told = body(say("alert.taken_over", name=name, programme=where.name), rows=rows)
        await story.post(before, told, lane=Lane.CRISIS)
    return alert


async def end(story: Story, actor: Actor, alert_id: str, outcome: str) -> Alert:
    """Close the alert with what came of it; without an outcome nothing is closed.

    A day to look again stays, until somebody says that it is done.
    """
    alert = await alert_for(story, actor, alert_id)
    ensure_not_closed(alert)
    alert.outcome = check_can_close(outcome, acknowledged=alert.acknowledged_by is not None)
    await _ensure_taker(story, actor, alert)
    alert.state, alert.closed_by, alert.closed_at = "closed", actor.person.id, story.now
    if alert.follow_up_on is None:
        alert.owner_call_at = None
    story.session.add(alert)
    add_alert_step(story.session, alert, f"closed.{alert.outcome}", actor.person.id, story.now)
    await record_alert(story, actor, alert, f"alert.closed.{alert.outcome}")
    await bring_debriefs_forward(story, alert)
    return alert


async def _take(story: Story, actor: Actor, alert: Alert, step: str) -> None:
    alert.state, alert.next_step_at = "acknowledged", None
    alert.acknowledged_by, alert.acknowledged_at = actor.person.id, story.now
    await wait_for_closing(story, alert)
    add_alert_step(story.session, alert, step, actor.person.id, story.now)
    await withdraw_mails(story.session, alert.id)
    await record_alert(story, actor, alert, f"alert.{step}")


async def _show(story: Story, actor: Actor, alert: Alert, pressed: int | None) -> None:
    await story.session.flush()
    content = await alert_screen(story, actor, alert)
    await story.edit(actor.person.id, content, slot=f"alert:{alert.id}", message_id=pressed)


async def _ensure_taker(story: Story, actor: Actor, alert: Alert) -> None:
    """Nobody else has taken the alert on; whoever has it closes it."""
    if alert.acknowledged_by not in (None, actor.person.id):
        taker = await name_of(story.session, await person(story.session, alert.acknowledged_by))
        raise Refused("alert.taken_already", {"name": taker})
