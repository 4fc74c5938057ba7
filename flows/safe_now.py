"""The answer to "Are you safe right now?", tapped or typed: a human hears of it either way."""

from care.plain_text import fold
from care.safety import Concern, Reason
from db.alerts import Alert, add_alert_step, alert_or_none, alert_steps, alerts_about
from db.ids import AlertId
from db.message_map import counterpart_of
from db.outbox import Lane
from db.programmes import programme
from db.slot_letters import last_posted_at
from flows.actor import Actor
from flows.concerns import raise_concern
from flows.errors import Refused
from flows.help_at_once import ANSWERS, STILL_ON_SCREEN, help_slot
from flows.letters import Button, UrgentHelp, body, one_each, say
from flows.story import Story

_TYPED = {
    "yes": "yes",
    "yes i am": "yes",
    "i am safe": "yes",
    "not sure": "not_sure",
    "i am not sure": "not_sure",
    "im not sure": "not_sure",
    "i dont know": "not_sure",
    "no": "no",
    "no i am not": "no",
    "im not safe": "no",
    "i am not safe": "no",
}


async def answer_safe_now(story: Story, actor: Actor, alert_id: str, answer: str) -> None:
    """Keep the answer with the alert; anything but yes calls the coordinators again."""
    alert = await alert_or_none(story.session, AlertId(alert_id), for_change=True)
    if alert is None or alert.person_id != actor.person.id or answer not in ANSWERS:
        raise Refused("form.gone")
    await _take(story, actor, alert, answer)


async def typed_safe_now(
    story: Story, actor: Actor, text: str, reply_to: int | None = None
) -> bool:
    """Take a typed yes or no as the answer while the question is fresh; False otherwise.

    A reply to what somebody's peer wrote is for the peer. It counts here as well, but for a yes,
    which may be about anything.
    """
    answer = _TYPED.get(fold(text[:40]).replace("'", ""))
    if answer is None:
        return False
    mapped = reply_to and await counterpart_of(story.session, actor.person.id, reply_to)
    if mapped and answer == "yes":
        return False
    for alert in await alerts_about(story.session, actor.person.id, ("open", "acknowledged")):
        shown_at = await last_posted_at(story.session, actor.person.id, help_slot(alert))
        if shown_at is None or story.now - shown_at > STILL_ON_SCREEN:
            continue
        steps = await alert_steps(story.session, alert)
        if not any(step.step.startswith("said.") for step in steps):
            await _take(story, actor, alert, answer)
            return not mapped
    return False


async def _take(story: Story, actor: Actor, alert: Alert, answer: str) -> None:
    add_alert_step(story.session, alert, f"said.{answer}", actor.person.id, story.now)
    await story.take_buttons_off(actor.person.id, slot=help_slot(alert))
    help_now = one_each(Button(say("button.urgent_help"), "u"))
    if answer == "yes":
        said = body(say("safety.said_safe"), rows=help_now)
        await story.post(actor.person.id, said, lane=Lane.CRISIS)
        return
    where = await programme(story.session, alert.programme_id)
    content = body(say("safety.said_not_safe"), UrgentHelp(where.region), rows=help_now)
    await story.post(actor.person.id, content, lane=Lane.CRISIS)
    concern = Concern("answer", urgent=True, reasons=(Reason(f"safety.now.{answer}"),))
    await raise_concern(story, actor.person, where, concern, quiet=True)
