"""Escalation: somebody is told about an open alert, again and then others, until it is taken."""

from contextlib import suppress
from itertools import groupby

from care.escalation import (
    AlertFacts,
    NobodyOnDuty,
    Step,
    StepKind,
    Taken,
    next_step,
    next_step_at,
)
from db.alerts import Alert, add_alert_step, alert_steps, alerts_due, alerts_in
from db.errors import KeyDestroyed
from db.ids import PersonId
from db.memberships import members, memberships_of
from db.outbox import Lane, replace_waiting
from db.people import person
from db.programmes import Programme, programme
from flows.actor import COORDINATOR
from flows.duty import duty_now, without
from flows.letters import Button, body, one_each, say, write_body
from flows.mailing import mail_call
from flows.programmes import pack_of
from flows.story import Story

BATCH = 50
BY_MAIL: tuple[StepKind, ...] = ("next", "everyone")  # steps after the first went unanswered

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
    facts = await ladder_facts(story, alert)
    rules = pack_of(story, where).alerts
    timers = rules.urgent if alert.urgent else rules.soon
    duty = without(await duty_now(story, where), alert.person_id)
    step = next_step(facts, duty, story.now, timers)
    if step is None:
        alert.next_step_at = next_step_at(facts, timers)
        story.session.add(alert)
        return
    for told in step.to:
        await call(story, PersonId(told), alert, where, _call_key(alert))
        add_alert_step(story.session, alert, step.kind, PersonId(told), story.now)
    if not step.to:
        add_alert_step(story.session, alert, step.kind, None, story.now)
    await _second_way(story, alert, where, step, facts)
    await story.session.flush()
    alert.next_step_at = next_step_at(await ladder_facts(story, alert), timers)
    story.session.add(alert)


async def call(story: Story, to: PersonId, alert: Alert, where: Programme, key: str) -> None:
    """Call one person about the alert; a call that still waits to leave is not written twice."""
    rows = one_each(Button(say("alert.button.open"), "ao", alert.id))
    letter, slot = body(say(key, programme=where.name), rows=rows), f"call:{alert.id}"
    with suppress(KeyDestroyed):
        if await replace_waiting(story.session, to, slot, write_body(letter)):
            return
    await story.post(to, letter, lane=Lane.CRISIS, slot=slot, silent=not alert.urgent)


async def call_back(story: Story, person_id: PersonId) -> int:
    """Call a coordinator whom the bot reaches again about open alerts; returns how many.

    What was sent to them meanwhile did not arrive. The ladder goes on as it would have.
    """
    called = 0
    for mine in await memberships_of(story.session, person_id):
        if mine.role != COORDINATOR or mine.stage != "active":
            continue
        where = await programme(story.session, mine.programme_id)
        for alert in await alerts_in(story.session, where.id, ("open",)):
            if alert.person_id != person_id:
                await call(story, person_id, alert, where, _call_key(alert))
                add_alert_step(story.session, alert, "called_back", person_id, story.now)
                called += 1
    return called


def _call_key(alert: Alert) -> str:
    return f"alert.call.{'urgent' if alert.urgent else 'soon'}"


async def escalate_due(story: Story) -> int:
    """Go one step up with every alert that nobody took in time; returns how many."""
    due = await alerts_due(story.session, story.now, BATCH)
    for alert in due:
        await take_next_step(story, alert, await programme(story.session, alert.programme_id))
    return len(due)


async def _second_way(
    story: Story, alert: Alert, where: Programme, step: Step | NobodyOnDuty, facts: AlertFacts
) -> None:
    """Mail those called now whom the bot does not reach; from the second person on, everybody."""
    called = [PersonId(one) for one in step.to]
    if step.kind in BY_MAIL or (step.kind == "nobody_on_duty" and alert.urgent):
        called += [PersonId(one) for taken in facts.steps for one in taken.to]
    else:
        people = [await person(story.session, one) for one in called]
        called = [one.id for one in people if one.unreachable_since is not None]
    active = await members(story.session, where.id, COORDINATOR, ("active",))
    there = {one.person_id for one in active}
    for one in await mail_call(story, [one for one in called if one in there], alert, where):
        add_alert_step(story.session, alert, "mailed", one, story.now)


async def ladder_facts(story: Story, alert: Alert) -> AlertFacts:
    """What was done about the alert so far, as the ladder reads it."""
    rows = [row for row in await alert_steps(story.session, alert) if row.step in _LADDER]
    steps = tuple(
        Taken(_LADDER[kind], at, tuple(row.person_id for row in group if row.person_id))
        for (kind, at), group in groupby(rows, key=lambda row: (row.step, row.at))
    )
    return AlertFacts(alert.raised_at, alert.acknowledged_at, alert.closed_at, steps)
