"""The time log as a peer worker enters it, for pay; coordinators see it and can download it."""

from dataclasses import dataclass
from datetime import date

from care.work_questions import SPENT_ON, WORK_DAY, WORK_MINUTES
from db.answers import forget_answers
from db.work_times import add_work_time
from flows.actor import Actor
from flows.brief_forms import BriefOwner, answer_to, ask_brief, brief_form
from flows.filling import Answers, Filling
from flows.letters import URGENT, Button, body, one_each, say
from flows.peer_role import my_peer_role
from flows.staff import record
from flows.story import Story
from flows.times import day_in_words

HOURS_KIND = "work_time"
ASK = "yt"


async def ask_hours(story: Story, actor: Actor, membership_id: str) -> None:
    """Ask a peer worker for a day, minutes, and what they were for."""
    membership = my_peer_role(actor, membership_id)
    await ask_brief(story, actor, HOURS_KIND, await own_hours_owner(story, membership.id))


async def own_hours_owner(story: Story, subject: str) -> "OwnHours":
    """The owner of the questions about one stretch of work."""
    del story
    return OwnHours(subject, brief_form(WORK_DAY, WORK_MINUTES, SPENT_ON))


@dataclass(frozen=True, slots=True)
class OwnHours(BriefOwner):
    """Keeps one entry of the time log."""

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """Keep it, say it back, and offer the next one."""
        story, actor = filling.story, filling.actor
        day, minutes = answer_to(answers, WORK_DAY.code), answer_to(answers, WORK_MINUTES.code)
        spent_on = str(answer_to(answers, SPENT_ON.code))
        await forget_answers(story.session, filling.form_session)
        membership = my_peer_role(actor, self.subject)
        if not isinstance(day, date) or not isinstance(minutes, int):
            raise TypeError("The questions ask for a date and a number.")
        add_work_time(
            story.session,
            membership,
            actor.person.id,
            day=day,
            minutes=minutes,
            spent_on=spent_on,
            now=story.now,
        )
        await record(story, actor, membership, "work_time.added")
        rows = one_each(
            Button(say("hours.button.more"), ASK, membership.id),
            Button(say("home.button.home"), "h"),
            URGENT,
        )
        told = say("hours.kept", n=minutes, day=day_in_words(day, actor.person))
        await story.post(actor.person.id, body(told, rows=rows))
