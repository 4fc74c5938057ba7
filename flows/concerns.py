"""Concerns: what a rule finds worrying becomes an alert, and words of help, in one transaction."""

import json
from dataclasses import asdict

from care.safety import Concern, Reason, assess_words
from care.urgent_words import urgent_words
from db.alerts import (
    Alert,
    add_alert,
    add_alert_step,
    alert_reasons,
    alerts_about,
    set_alert_reasons,
)
from db.audit import record_act
from db.outbox import Lane
from db.people import Person
from db.programmes import Programme
from flows.duty import duty_now
from flows.escalation import take_next_step
from flows.letters import Button, UrgentHelp, body, one_each, say
from flows.story import Story

WORDS_LANGUAGE = "en"  # the only list of urgent words that there is so far


async def judge_words(story: Story, someone: Person, where: Programme, text: str) -> None:
    """Raise a concern when the text holds urgent words; it never stops the text."""
    concern = assess_words(text, urgent_words(WORDS_LANGUAGE))
    if concern is not None:
        await raise_concern(story, someone, where, concern)


async def raise_concern(
    story: Story,
    about: Person,
    where: Programme,
    concern: Concern,
    *,
    said_by: Person | None = None,
) -> Alert:
    """Record the alert, help at once whoever raised it, and call the coordinators.

    `said_by` is somebody else who raised it, such as a worried peer worker. An alert of the same
    kind that is not closed takes the new reasons instead of a second one being opened.
    """
    alert = await _alert_for(story, about, where, concern)
    await take_next_step(story, alert, where)
    if alert.acknowledged_by is not None:
        rows = one_each(Button(say("alert.button.open"), "ao", alert.id))
        again = body(say("alert.call.more", programme=where.name), rows=rows)
        await story.post(alert.acknowledged_by, again, lane=Lane.CRISIS)
    if concern.urgent:
        on_duty = (await duty_now(story, where)).on_duty
        told = bool(on_duty) or alert.acknowledged_by is not None
        await _help_at_once(story, said_by or about, where, told=told, other=said_by)
    return alert


def read_reasons(text: str) -> list[Reason]:
    """The reasons as they were sealed with an alert."""
    return [Reason(item["code"], item["params"]) for item in json.loads(text or "[]")]


async def _alert_for(story: Story, about: Person, where: Programme, concern: Concern) -> Alert:
    new = [asdict(reason) for reason in concern.reasons]
    standing = await alerts_about(story.session, about.id, ("open", "acknowledged"))
    wanted = (where.id, concern.kind)
    same = next((a for a in standing if (a.programme_id, a.kind) == wanted), None)
    if same is not None:
        known = json.loads(await alert_reasons(story.session, same) or "[]")
        added = [reason for reason in new if reason not in known]
        await set_alert_reasons(story.session, same, json.dumps([*known, *added]))
        same.times += 1
        same.urgent = same.urgent or concern.urgent
        add_alert_step(story.session, same, "repeated", None, story.now)
        return same
    alert = await add_alert(
        story.session,
        where.id,
        about.id,
        kind=concern.kind,
        urgent=concern.urgent,
        reasons=json.dumps(new),
        next_step_at=story.now,
        now=story.now,
    )
    add_alert_step(story.session, alert, "raised", None, story.now)
    await record_act(
        story.session,
        None,
        f"alert.raised.{concern.kind}",
        about=about.id,
        programme_id=where.id,
        now=story.now,
    )
    return alert


async def _help_at_once(
    story: Story, to: Person, where: Programme, *, told: bool, other: Person | None
) -> None:
    thanks = "safety.thanks_for_other" if other else "safety.thanks"
    telling = "safety.we_tell" if told else "safety.nobody_on_duty"
    await story.post(
        to.id,
        body(say(thanks), UrgentHelp(where.region), say(telling, programme=where.name)),
        lane=Lane.CRISIS,
    )
