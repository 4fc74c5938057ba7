"""Reporting: somebody tells what the other did; a coordinator hears at once, the other never."""

from dataclasses import dataclass

from care.brief_questions import REPORT_WORDS
from care.safety import REPORT_REASONS, assess_report
from db.answers import forget_answers
from db.audit import record_act
from db.outbox import Lane
from db.programmes import Programme, programme
from db.reports import Report, add_report, keep_report_words, reports_by
from flows.actor import Actor
from flows.brief_forms import BriefOwner, answer_to, ask_brief, brief_form
from flows.concerns import raise_concern
from flows.duty import duty_now
from flows.errors import Refused
from flows.filling import Answers, Filling
from flows.handing_over import my_report, offer_to_hand_over
from flows.help_at_once import STILL_ON_SCREEN
from flows.letters import Button, Part, UrgentHelp, body, one_each, say
from flows.my_pairing import Mine, my_pairing, ways_on
from flows.story import Story

REPORT_KIND = "report"
WITH_NUMBERS = ("unsafe",)  # reasons after which urgent help is shown at once


async def ask_why(story: Story, actor: Actor, pairing_id: str) -> None:
    """Ask for the reason, one button each, and say who hears of it."""
    mine = await my_pairing(story, actor, pairing_id, ended_too=True)
    buttons = [
        Button(say(f"report.button.{why}"), "bf", mine.pairing.id, why) for why in REPORT_REASONS
    ]
    back = Button(say("form.button.back"), "bm", mine.pairing.id)
    urgent = (await ways_on(story, mine.pairing, actor.person.id))[1]
    asked = say("report.ask", name=mine.name)
    await story.post(actor.person.id, body(asked, rows=one_each(*buttons, back, urgent)))


async def report(story: Story, actor: Actor, pairing_id: str, why: str) -> None:
    """Raise the alert, thank, give urgent help where it may be needed, and offer to hand over."""
    mine = await my_pairing(story, actor, pairing_id, ended_too=True)
    reason = next((known for known in REPORT_REASONS if known == why), None)
    if reason is None:
        raise Refused("refused.not_now")
    await _ensure_new(story, actor, mine, why)
    where = await programme(story.session, mine.pairing.programme_id)
    alert = await raise_concern(
        story, mine.other, where, assess_report(reason), said_by=actor.person, quiet=True
    )
    made = add_report(
        story.session,
        pairing_id=mine.pairing.id,
        person_id=actor.person.id,
        about_id=mine.other.id,
        alert_id=alert.id,
        reason=reason,
        now=story.now,
    )
    await story.session.flush()
    await record_act(
        story.session,
        actor.person.id,
        "report.made",
        about=mine.pairing.id,
        programme_id=where.id,
        now=story.now,
    )
    await _thank(story, actor, mine, where, made)
    await offer_to_hand_over(story, actor, made)


async def ask_for_words(story: Story, actor: Actor, report_id: str) -> None:
    """Ask what happened, in the reporter's own words."""
    made = await my_report(story, actor, report_id)
    await ask_brief(story, actor, REPORT_KIND, await report_owner(story, made.id))


async def report_owner(story: Story, subject: str) -> "ReportWords":
    """The owner of the question what happened."""
    del story
    return ReportWords(subject, brief_form(REPORT_WORDS))


@dataclass(frozen=True, slots=True)
class ReportWords(BriefOwner):
    """Keeps the words with the report, where coordinators read them."""

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """Keep the words, and show what can be done now."""
        story, actor = filling.story, filling.actor
        words = str(answer_to(answers, REPORT_WORDS.code) or "")
        await forget_answers(story.session, filling.form_session)
        made = await my_report(story, actor, self.subject)
        await keep_report_words(story.session, made, words)
        await story.post(actor.person.id, body(say("report.words_kept")))
        await offer_to_hand_over(story, actor, made)


async def _ensure_new(story: Story, actor: Actor, mine: Mine, why: str) -> None:
    """A second press of the same button is no second report."""
    for earlier in await reports_by(story.session, actor.person.id):
        same = (earlier.pairing_id, earlier.reason) == (mine.pairing.id, why)
        if same and story.now - earlier.at <= STILL_ON_SCREEN:
            raise Refused("report.done_already")


async def _thank(story: Story, actor: Actor, mine: Mine, where: Programme, made: Report) -> None:
    on_duty = [one for one in (await duty_now(story, where)).on_duty if one != made.about_id]
    parts: list[Part] = [say("report.thanks")]
    if made.reason in WITH_NUMBERS:
        parts.append(UrgentHelp(where.region))
    telling = "safety.we_tell" if on_duty else "safety.nobody_on_duty"
    parts.append(say(telling, programme=where.name))
    words = Button(say("report.button.words"), "bw", made.id)
    rows = one_each(words, *await ways_on(story, mine.pairing, actor.person.id))
    await story.post(actor.person.id, body(*parts, rows=rows), lane=Lane.CRISIS)
