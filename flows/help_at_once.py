"""Help at once: what somebody reads when an answer or a word is about safety; never a flood."""

from datetime import timedelta

from db.alerts import Alert
from db.outbox import Lane
from db.people import Person
from db.programmes import Programme
from db.slot_letters import last_posted_at
from flows.hours_told import nobody_on_duty
from flows.letters import Button, Part, Rows, UrgentHelp, body, one_each, say
from flows.story import Story

STILL_ON_SCREEN = timedelta(minutes=10)  # so long a repeated cause does not repeat the whole text
SAFE_NOW = "sf"
ANSWERS = ("yes", "not_sure", "no")


async def help_at_once(
    story: Story, to: Person, where: Programme, alert: Alert, *, told: bool, for_other: bool
) -> None:
    """Thank, name it, ask about now, and give the numbers; a short line while they stand there."""
    slot, again = help_slot(alert), f"safety_again:{alert.id}"
    if await _is_fresh(story, to, slot):
        if not await _is_fresh(story, to, again):
            rows = one_each(Button(say("button.urgent_help"), "u"))
            line = body(say("safety.again"), rows=rows)
            await story.post(to.id, line, lane=Lane.CRISIS, slot=again)
        return
    thanks = "safety.thanks_for_other" if for_other else "safety.thanks"
    telling = await _telling(story, to, where, told=told)
    words = (say("safety.words_to_use"),) if for_other else ()
    content = body(
        say(thanks),
        *words,
        UrgentHelp(where.region),
        *telling,
        rows=() if for_other else _safe_now(alert),
    )
    await story.post(to.id, content, lane=Lane.CRISIS, slot=slot)


async def answer_call_for_person(
    story: Story, to: Person, where: Programme, alert: Alert, *, told: bool
) -> None:
    """Say who is told, and ask about now; the numbers stand in the message above."""
    telling = await _telling(story, to, where, told=told)
    content = body(say("safety.person_asked"), *telling, rows=_safe_now(alert))
    await story.post(to.id, content, lane=Lane.CRISIS, slot=help_slot(alert))


def help_slot(alert: Alert) -> str:
    """The slot of the text that asks whether the person is safe now."""
    return f"safety:{alert.id}"


def _safe_now(alert: Alert) -> Rows:
    buttons = (
        Button(say(f"safety.button.{answer}"), SAFE_NOW, alert.id, answer) for answer in ANSWERS
    )
    return one_each(*buttons, Button(say("button.urgent_help"), "u"))


async def _telling(story: Story, to: Person, where: Programme, *, told: bool) -> tuple[Part, ...]:
    if told:
        return (say("safety.we_tell", programme=where.name),)
    return await nobody_on_duty(story, to, where)


async def _is_fresh(story: Story, to: Person, slot: str) -> bool:
    shown_at = await last_posted_at(story.session, to.id, slot)
    return shown_at is not None and story.now - shown_at <= STILL_ON_SCREEN
