"""Days off in the chat: a coordinator is away, or the programme is closed; all are told."""

from dataclasses import dataclass
from datetime import date

from care.alert_questions import CLOSED, FIRST, LAST, OFF_FIRST, OFF_LAST, WHO_OFF, who_off_question
from care.questions import Question, Value
from db.answers import forget_answers
from db.days_off import DaysOffRow, add_days_off, days_off_in, remove_days_off
from db.ids import ProgrammeId
from db.memberships import Membership, members
from db.people import person
from db.programmes import Programme
from flows.actor import COORDINATOR, Actor
from flows.brief_forms import BriefOwner, answer_to, ask_brief, brief_form
from flows.duty import local_now
from flows.errors import Refused
from flows.filling import Answers, Filling
from flows.letters import Body, Button, Text, body, one_each, say
from flows.rota_changes import coordinator_in, open_rota_rows, rota_to_change, tell_of_gaps
from flows.rota_words import days_in_words
from flows.staff import name_in, record
from flows.story import Story

DAYS_OFF_KIND = "days_off"
MOST_SHOWN = 20


async def ask_for_days_off(story: Story, actor: Actor, programme_id: str) -> None:
    """Ask who is off, from which day to which."""
    actor.ensure_coordinator(ProgrammeId(programme_id))
    await ask_brief(story, actor, DAYS_OFF_KIND, await days_off_owner(story, programme_id))


async def days_off_owner(story: Story, subject: str) -> "DaysOffAsked":
    """The owner of the questions about days off in a programme."""
    there = await members(story.session, ProgrammeId(subject), COORDINATOR, ("active",))
    names = [(one.id, await name_in(story, one)) for one in there]
    return DaysOffAsked(subject, brief_form(who_off_question(names), OFF_FIRST, OFF_LAST))


@dataclass(frozen=True, slots=True)
class DaysOffAsked(BriefOwner):
    """Keeps the days off, and tells everybody."""

    async def saved(self, filling: Filling, question: Question, value: Value | None) -> bool:
        """Refuse a last day before the first, so that it is asked again."""
        first = answer_to(await filling.answers(), FIRST)
        if question.code == LAST and _is_before(value, first):
            raise Refused("rota.off_order")
        return True

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """Keep the days, and tell everybody."""
        story, actor = filling.story, filling.actor
        who = answer_to(answers, WHO_OFF)
        first, last = answer_to(answers, FIRST), answer_to(answers, LAST)
        await forget_answers(story.session, filling.form_session)
        if not isinstance(first, date) or not isinstance(last, date):
            raise TypeError("The questions ask for dates.")
        await be_off(story, actor, self.subject, str(who), first, last)


async def be_off(
    story: Story, actor: Actor, programme_id: str, who: str, first: date, last: date
) -> None:
    """Keep days off of a coordinator, or of all (`CLOSED`), and tell everybody; raises Refused."""
    if last < first:
        raise Refused("rota.off_order")
    where = await rota_to_change(story, actor, programme_id)
    there = await members(story.session, where.id, COORDINATOR, ("active",))
    whose = next((one for one in there if one.id == who), None)
    if whose is None and who != CLOSED:
        raise Refused("rota.gone")
    whose_id = whose.id if whose is not None else None
    await add_days_off(story.session, where.id, whose_id, first, last)
    await _tell(story, actor, where, whose, first, last, "added")


async def show_days_to_take(
    story: Story, actor: Actor, programme_id: str, pressed: int | None
) -> None:
    """One button for each stretch of days off that can be taken away."""
    where = await rota_to_change(story, actor, programme_id)
    today = local_now(story, where).date()
    rows = (await days_off_in(story.session, where.id, today))[:MOST_SHOWN]
    buttons = [
        Button(await _label(story, actor, where, row), "ak", row.id)
        for row in rows
        if row.membership_id is None or await coordinator_in(story, where, row.membership_id)
    ]
    back = Button(say("form.button.back"), "ar", where.id)
    content = body(say("rota.which_off_to_take"), rows=one_each(*buttons, back))
    await story.edit(actor.person.id, content, slot="rota", message_id=pressed)


async def take_days_off_away(story: Story, actor: Actor, row_id: str, pressed: int | None) -> None:
    """Take days off away again, tell everybody, and show what is left."""
    where = await be_there_again(story, actor, row_id)
    await show_days_to_take(story, actor, where.id, pressed)


async def be_there_again(story: Story, actor: Actor, row_id: str) -> Programme:
    """Take days off away again, and tell everybody; raises Refused."""
    row = await story.session.get(DaysOffRow, row_id)
    if row is None:
        raise Refused("rota.gone")
    where = await rota_to_change(story, actor, row.programme_id)
    whose = None
    if row.membership_id is not None:
        whose = await coordinator_in(story, where, row.membership_id)
    await remove_days_off(story.session, row)
    await _tell(story, actor, where, whose, row.first, row.last, "taken_away")
    return where


async def _label(story: Story, actor: Actor, where: Programme, row: DaysOffRow) -> Text:
    days = days_in_words(row.first, row.last, actor.person, short=True)
    if row.membership_id is None:
        return say("rota.button.closed", days=days)
    whose = await coordinator_in(story, where, row.membership_id)
    name = await name_in(story, whose) if whose is not None else ""
    return say("rota.button.off", name=name, days=days)


async def _tell(
    story: Story,
    actor: Actor,
    where: Programme,
    whose: Membership | None,
    first: date,
    last: date,
    what: str,
) -> None:
    """Record the change, tell every coordinator, and name new gaps."""
    mine = actor.ensure_coordinator(where.id)
    key = f"rota.{'closed' if whose is None else 'off'}_{what}"
    await record(story, actor, whose or mine, key)
    by = await name_in(story, mine)
    name = await name_in(story, whose) if whose is not None else ""
    for one in await members(story.session, where.id, COORDINATOR, ("active",)):
        reader = await person(story.session, one.person_id)
        told = f"{key}.yours" if whose is not None and one.id == whose.id else key
        days = days_in_words(first, last, reader)
        line = say(told, by=by, name=name, programme=where.name, days=days)
        await story.post(one.person_id, Body((line,), open_rota_rows(where)))
    await tell_of_gaps(story, where)


def _is_before(last: Value | None, first: Value | None) -> bool:
    return isinstance(last, date) and isinstance(first, date) and last < first
