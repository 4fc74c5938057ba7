"""What a coordinator sees of alerts: the list, and one alert with its reasons and its timeline."""

from collections.abc import Mapping

from care.escalation import OUTCOMES
from care.safety import Reason
from db.alerts import Alert, alert_reasons, alerts_in, follow_ups_in
from db.ids import ProgrammeId
from db.people import name_of, person
from flows.actor import Actor
from flows.alert_timeline import timeline_parts
from flows.concerns import read_reasons
from flows.letters import Body, Button, Part, Text, one_each, say
from flows.people_pages import buttons_about
from flows.report_parts import report_parts
from flows.story import Story
from flows.times import day_in_words, local_time

THRESHOLDS = ("very_low", "low", "high", "either")  # of which each has words of its own
MOST_SHOWN = 20  # one button each; the rest follows when these are dealt with


async def list_screen(story: Story, actor: Actor, programme_id: ProgrammeId) -> Body:
    """The programme's alerts that are not closed, the oldest first; then days to look again."""
    found = await alerts_in(story.session, programme_id, ("open", "acknowledged"))
    standing = [alert for alert in found if alert.person_id != actor.person.id]
    later = await follow_ups_in(story.session, programme_id)
    later = [alert for alert in later if alert.person_id != actor.person.id]
    buttons = [await _list_button(story, alert) for alert in (*standing, *later)[:MOST_SHOWN]]
    key = "alert.list" if standing else "alert.list_empty"
    parts: list[Part] = [say(key, n=len(standing))]
    if later:
        parts.append(say("alert.list_later", n=len(later)))
    return Body(tuple(parts), one_each(*buttons))


async def alert_screen(story: Story, actor: Actor, alert: Alert) -> Body:
    """One alert: whom it is about, why, what was done, who has it, and what can be done."""
    someone = await person(story.session, alert.person_id)
    when = local_time(alert.raised_at, actor.person)
    parts: list[Part] = []
    if someone.erased_at is not None:  # the reasons went with their key
        parts.append(say("alert.about_deleted", when=when))
    else:
        parts.append(say("alert.about", name=await name_of(story.session, someone), when=when))
        reasons = read_reasons(await alert_reasons(story.session, alert))
        parts += [reason_text(reason) for reason in reasons]
    told, pairings = await report_parts(story, alert, actor.person)
    parts += told
    if alert.times > 1:
        parts.append(say("alert.times", n=alert.times))
    parts += await timeline_parts(story, alert, actor.person)
    if alert.follow_up_on is not None:
        day = day_in_words(alert.follow_up_on, actor.person)
        parts.append(say("alert.look_again_on", day=day))
    standing, buttons = await _state(story, actor, alert, pairings)
    return Body((*parts, *standing), one_each(*buttons))


async def _state(
    story: Story, actor: Actor, alert: Alert, pairings: list[Button]
) -> tuple[list[Part], list[Button]]:
    """Who has it, and the buttons for it in that state."""
    if alert.state == "closed":
        return [say(f"alert.outcome.{alert.outcome}")], _after_closing(alert)
    someone = await person(story.session, alert.person_id)
    mine = alert.acknowledged_by == actor.person.id
    about = await buttons_about(story, someone, alert.programme_id, can_write=mine)
    about += pairings
    note = Button(say("alert.button.note"), "an", alert.id)
    if alert.acknowledged_by is None:
        take = Button(say("alert.button.take"), "aa", alert.id)
        return [say("alert.not_taken")], [take, *about, note]
    taker = await name_of(story.session, await person(story.session, alert.acknowledged_by))
    taken = say("alert.taken", name=taker)
    if not mine:
        return [taken], [*about, note, Button(say("alert.button.take_over"), "at", alert.id)]
    outcomes = [
        Button(say(f"alert.outcome.{outcome}"), "ac", alert.id, outcome) for outcome in OUTCOMES
    ]
    again = Button(say("alert.button.look_again"), "af", alert.id)
    return [taken, say("alert.what_came_of_it")], [*about, note, again, *outcomes]


def _after_closing(alert: Alert) -> list[Button]:
    if alert.follow_up_on is None:
        return [Button(say("alert.button.note"), "an", alert.id)]
    return [
        Button(say("alert.button.looked_again"), "ad", alert.id),
        Button(say("alert.button.another_day"), "af", alert.id),
        Button(say("alert.button.note"), "an", alert.id),
    ]


async def _list_button(story: Story, alert: Alert) -> Button:
    name = await name_of(story.session, await person(story.session, alert.person_id))
    state = "not_taken" if alert.acknowledged_by is None else "taken"
    if alert.state == "closed":
        state = "later"
    label = say(f"alert.button.{state}", name=name) if name else say("alert.button.open")
    return Button(label, "ao", alert.id)


def reason_text(reason: Reason) -> Text:
    """Why an alert was raised, in words for coordinators."""
    kind = reason.code.removeprefix("safety.")
    params = reason.params
    detail = params.get("group") or _threshold(params) or params.get("why")
    return (
        say(f"alert.reason.{kind}", **reason.params)
        if detail is None
        else say(f"alert.reason.{kind}.{detail}", **reason.params)
    )


def _threshold(params: Mapping[str, str | int]) -> str | int | None:
    """The threshold as wordings know it; a programme's own measure calls its own as it likes."""
    code = params.get("cut_off")
    return code if code is None or code in THRESHOLDS else "other"
