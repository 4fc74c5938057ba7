"""Who may deal with an alert: an active coordinator of its programme, never about themselves."""

from db.alerts import Alert, alert_or_none
from db.audit import record_act
from db.ids import AlertId
from flows.actor import Actor
from flows.errors import Refused
from flows.story import Story


async def alert_for(story: Story, actor: Actor, alert_id: str) -> Alert:
    """The alert, locked for this transaction; raises Refused for everybody else."""
    found = await alert_or_none(story.session, AlertId(alert_id), for_change=True)
    if found is None:
        raise Refused("alert.gone")
    actor.ensure_coordinator(found.programme_id)
    if found.person_id == actor.person.id:  # nobody deals with a concern about themselves
        raise Refused("alert.about_you")
    return found


def ensure_not_closed(alert: Alert) -> None:
    """Raise Refused for an alert that is closed."""
    if alert.state == "closed":
        raise Refused("alert.closed_already")


async def record_alert(story: Story, actor: Actor, alert: Alert, act: str) -> None:
    """Keep in the audit what a coordinator did about the alert."""
    await record_act(
        story.session,
        actor.person.id,
        act,
        about=alert.person_id,
        programme_id=alert.programme_id,
        now=story.now,
    )
