"""Escalation: somebody is told about an open alert, again and then others, until it is taken."""

from datetime import timedelta
from itertools import groupby

from care.escalation import (
    DEFAULT_TIMERS,
    AlertFacts,
    StepKind,
    Taken,
    Timers,
    next_step,
    next_step_at,
)
from db.alerts import Alert, add_alert_step, alert_steps, alerts_due
from db.ids import PersonId
from db.outbox import Lane
from db.programmes import Programme, programme
from flows.duty import duty_now, without
from flows.letters import Button, body, one_each, say
from flows.story import Story

BATCH = 50

# A score speaks of two weeks, not of this minute: it may wait for the working day.
UNHURRIED = Timers(
    again=timedelta(hours=4),
    next_person=timedelta(hours=4),
    everyone=timedelta(hours=8),
    repeat=timedelta(hours=24),
)
_LADDER: dict[str, StepKind] = {
    "first": "first",
    "again": "again",
    "next": "next",
    "everyone": "everyone",
    "nobody_on_duty": "nobody_on_duty",
}


async def take_next_step(story: Story, alert: Alert, where: Programme) -> None:
    """Tell whoever the ladder names now, if a step is due.

    Letters hold nothing about the person: only that an alert waits, and where.
    """
    facts = await _facts(story, alert)
    timers = DEFAULT_TIMERS if alert.urgent else UNHURRIED
    duty = without(await duty_now(story, where), alert.person_id)
    step = next_step(facts, duty, story.now, timers)
    if step is None:
        alert.next_step_at = next_step_at(facts, timers)
        story.session.add(alert)
        return
    key = f"alert.call.{'urgent' if alert.urgent else 'soon'}"
    rows = one_each(Button(say("alert.button.open"), "ao", alert.id))
    for told in step.to:
        letter = body(say(key, programme=where.name, n=len(facts.steps) + 1), rows=rows)
        await story.post(PersonId(told), letter, lane=Lane.CRISIS, silent=not alert.urgent)
        add_alert_step(story.session, alert, step.kind, PersonId(told), story.now)
    if not step.to:
        add_alert_step(story.session, alert, step.kind, None, story.now)
    await story.session.flush()
    alert.next_step_at = next_step_at(await _facts(story, alert), timers)
    story.session.add(alert)


async def escalate_due(story: Story) -> int:
    """Go one step up with every alert that nobody took in time; returns how many."""
    due = await alerts_due(story.session, story.now, BATCH)
    for alert in due:
        await take_next_step(story, alert, await programme(story.session, alert.programme_id))
    return len(due)


async def _facts(story: Story, alert: Alert) -> AlertFacts:
    rows = [row for row in await alert_steps(story.session, alert) if row.step in _LADDER]
    steps = tuple(
        Taken(_LADDER[kind], at, tuple(row.person_id for row in group if row.person_id))
        for (kind, at), group in groupby(rows, key=lambda row: (row.step, row.at))
    )
    return AlertFacts(alert.raised_at, alert.acknowledged_at, alert.closed_at, steps)
