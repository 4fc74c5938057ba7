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
from db.ids import PersonId
from db.outbox import Lane
from db.people import Person
from db.programmes import Programme
from db.slot_letters import last_posted_at
from db.turns import take_turn
from flows.duty import duty_now, without
from flows.escalation import take_next_step
from flows.help_at_once import STILL_ON_SCREEN, help_at_once
from flows.letters import Button, body, one_each, say
from flows.story import Story

COUNTED = frozenset({"safety.missed"})  # reasons that say how often
WORDS_LANGUAGE = "en"  # the only list of urgent words that there is so far


async def judge_words(story: Story, someone: Person, where: Programme, text: str) -> Alert | None:
    """Raise a concern when the text holds urgent words; it never stops the text."""
    story.heard = True
    concern = assess_words(text, urgent_words(WORDS_LANGUAGE))
    return await raise_concern(story, someone, where, concern) if concern is not None else None


async def raise_concern(
    story: Story,
    about: Person,
    where: Programme,
    concern: Concern,
    *,
    said_by: Person | None = None,
    quiet: bool = False,
) -> Alert:
    """Record the alert, help at once whoever raised it, and call the coordinators.

    `said_by` is somebody else who raised it, such as a worried peer worker. An alert of the same
    kind that is not closed takes the new reasons instead of a second one being opened. `quiet`
    leaves out the words of help, where the person has them before them.
    """
    alert = await _alert_for(story, about, where, concern)
    await take_next_step(story, alert, where)
    if alert.acknowledged_by is not None:
        await _tell_taker(story, alert.acknowledged_by, alert, where)
    if concern.urgent and not quiet:
        told = await is_somebody_told(story, alert, where)
        reader = said_by or about
        for_other = said_by is not None
        await help_at_once(story, reader, where, alert, told=told, for_other=for_other)
    return alert


async def is_somebody_told(story: Story, alert: Alert, where: Programme) -> bool:
    """Whether somebody who can answer now hears of the alert."""
    if alert.acknowledged_by is not None:
        return True
    return bool(without(await duty_now(story, where), alert.person_id).on_duty)


def read_reasons(text: str) -> list[Reason]:
    """The reasons as they were sealed with an alert."""
    return [Reason(item["code"], item["params"]) for item in json.loads(text or "[]")]


async def _alert_for(story: Story, about: Person, where: Programme, concern: Concern) -> Alert:
    await take_turn(story.session, f"alerts about {about.id}")  # two at once are still one alert
    new = [asdict(reason) for reason in concern.reasons]
    standing = await alerts_about(story.session, about.id, ("open", "acknowledged"))
    wanted = (where.id, concern.kind)
    same = next((a for a in standing if (a.programme_id, a.kind) == wanted), None)
    if same is not None:
        known = json.loads(await alert_reasons(story.session, same) or "[]")
        reasons = json.dumps(_with_new(known, new))
        await set_alert_reasons(story.session, same, reasons)
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


def _with_new(known: list[dict[str, object]], new: list[dict[str, object]]) -> list[object]:
    """The reasons of an alert and what was added; a count takes the place of an older count."""
    counted = {reason["code"] for reason in new} & COUNTED
    kept = [reason for reason in known if reason["code"] not in counted]
    return [*kept, *(reason for reason in new if reason not in kept)]


async def _tell_taker(story: Story, taker: PersonId, alert: Alert, where: Programme) -> None:
    """One call while it stands on the screen: the alert itself shows how much more there is."""
    slot = f"more:{alert.id}"
    called_at = await last_posted_at(story.session, taker, slot)
    if called_at is not None and story.now - called_at <= STILL_ON_SCREEN:
        return
    rows = one_each(Button(say("alert.button.open"), "ao", alert.id))
    again = body(say("alert.call.more", programme=where.name), rows=rows)
    await story.post(taker, again, lane=Lane.CRISIS, slot=slot)
