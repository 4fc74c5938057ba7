"""The rota in the chat: coordinators see the week, add hours and take them away; all are told."""

from dataclasses import dataclass

from care.alert_questions import (
    DEPUTY,
    RANK,
    ROTA_DAYS,
    ROTA_FROM,
    ROTA_RANK,
    ROTA_UNTIL,
    WHO,
    hours_of,
    who_question,
)
from care.rota import Span, Stretch
from db.answers import forget_answers
from db.ids import ProgrammeId
from db.memberships import members
from db.programmes import Programme, programme
from db.rotas import RotaShift, remove_shift, rota_of, shifts_in
from flows.actor import COORDINATOR, Actor
from flows.brief_forms import BriefOwner, answer_to, ask_brief, brief_form
from flows.duty import week_of
from flows.errors import Refused
from flows.filling import Answers, Filling
from flows.letters import Body, Button, Part, body, one_each, say
from flows.rota_changes import coordinator_in, put_in, rota_to_change, tell_of_change
from flows.rota_words import rota_parts, when
from flows.staff import name_in
from flows.story import Story

ROTA_KIND = "rota"
MOST_SHOWN = 20
USUAL_HOURS = tuple(Span(day, 9 * 60, 17 * 60) for day in range(5))  # of an office; can be changed


async def show_rota(story: Story, actor: Actor, programme_id: str, pressed: int | None) -> None:
    """The programme's week in words, with the hours in which nobody is on duty."""
    where = await programme(story.session, ProgrammeId(programme_id))
    actor.ensure_coordinator(where.id)
    content = await _rota_screen(story, actor, where)
    await story.edit(actor.person.id, content, slot="rota", message_id=pressed)


async def ask_for_hours(story: Story, actor: Actor, programme_id: str) -> None:
    """Ask whose hours, which days, from when until when, first or deputy."""
    actor.ensure_coordinator(ProgrammeId(programme_id))
    await ask_brief(story, actor, ROTA_KIND, await hours_owner(story, programme_id))


async def hours_owner(story: Story, subject: str) -> "HoursAsked":
    """The owner of the questions about new hours in the rota of a programme."""
    there = await members(story.session, ProgrammeId(subject), COORDINATOR, ("active",))
    names = [(one.id, await name_in(story, one)) for one in there]
    questions = (ROTA_DAYS, ROTA_FROM, ROTA_UNTIL, ROTA_RANK)
    return HoursAsked(subject, brief_form(who_question(names), *questions))


@dataclass(frozen=True, slots=True)
class HoursAsked(BriefOwner):
    """Puts the hours into the rota; hours that are there already take the new rank."""

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """Keep the hours, and tell everybody."""
        story, actor = filling.story, filling.actor
        who, rank = answer_to(answers, WHO), answer_to(answers, RANK)
        spans = hours_of({code: answer_to(answers, code) for code in answers})
        await forget_answers(story.session, filling.form_session)
        await add_hours(story, actor, self.subject, str(who), spans, is_deputy=rank == DEPUTY)


async def show_hours_to_take(
    story: Story, actor: Actor, programme_id: str, pressed: int | None
) -> None:
    """One button for each stretch of hours that can be taken away."""
    where = await rota_to_change(story, actor, programme_id)
    buttons = []
    for group in stretches(await shifts_in(story.session, where.id))[:MOST_SHOWN]:
        whose = await coordinator_in(story, where, group[0].membership_id)
        if whose is not None:
            told = when(stretch_of(group), actor.person)
            label = say("rota.button.hours", name=await name_in(story, whose), **told)
            buttons.append(Button(label, "az", group[0].id))
    rows = one_each(*buttons, Button(say("form.button.back"), "ar", where.id))
    content = body(say("rota.which_to_take"), rows=rows)
    await story.edit(actor.person.id, content, slot="rota", message_id=pressed)


async def take_hours_away(story: Story, actor: Actor, shift_id: str, pressed: int | None) -> None:
    """Take a stretch of hours out of the rota, tell everybody, and show what is left."""
    where = await take_hours(story, actor, shift_id)
    content = await _rota_screen(story, actor, where)
    await story.edit(actor.person.id, content, slot="rota", message_id=pressed)


async def take_hours(story: Story, actor: Actor, shift_id: str) -> Programme:
    """Take the stretch that this shift belongs to out of the rota, and tell everybody."""
    shift = await story.session.get(RotaShift, shift_id)
    if shift is None:
        raise Refused("rota.gone")
    where = await rota_to_change(story, actor, shift.programme_id)
    groups = stretches(await shifts_in(story.session, where.id))
    group = next((one for one in groups if shift_id in [row.id for row in one]), [])
    whose = await coordinator_in(story, where, shift.membership_id)
    spans = tuple(Span(row.weekday, row.from_minute, row.until_minute) for row in group)
    for row in group:
        await remove_shift(story.session, row)
    if whose is not None:
        await tell_of_change(story, actor, where, whose, spans, "rota.taken_away")
    return where


async def add_hours(
    story: Story,
    actor: Actor,
    programme_id: str,
    membership_id: str,
    spans: tuple[Span, ...],
    *,
    is_deputy: bool,
) -> None:
    """Put hours of a coordinator into the rota, and tell everybody; raises Refused."""
    where = await rota_to_change(story, actor, programme_id)
    there = await members(story.session, where.id, COORDINATOR, ("active",))
    whose = next((one for one in there if one.id == membership_id), None)
    if whose is None:
        raise Refused("rota.gone")
    await put_in(story, whose, spans, is_deputy=is_deputy)
    await tell_of_change(story, actor, where, whose, spans, "rota.added")


async def add_usual_hours(story: Story, actor: Actor, programme_id: str) -> None:
    """Put the actor into the rota in the hours of an office, and tell everybody; raises Refused."""
    mine = actor.ensure_coordinator(ProgrammeId(programme_id))
    await add_hours(story, actor, programme_id, mine.id, USUAL_HOURS, is_deputy=False)


async def _rota_screen(story: Story, actor: Actor, where: Programme) -> Body:
    rota, week = await rota_of(story.session, where.id), await week_of(story, where)
    parts: list[Part] = [say("rota.title", programme=where.name)]
    if rota is None:
        parts.append(say("rota.own_hours"))
    parts += await rota_parts(story, week, actor.person)
    buttons = [
        Button(say("rota.button.add"), "am", where.id),
        Button(say("rota.button.take_away"), "ax", where.id),
        Button(say("rota.button.add_off"), "av", where.id),
    ]
    if week.days_off:
        buttons.append(Button(say("rota.button.take_off_away"), "aw", where.id))
    rows = one_each(*buttons, Button(say("form.button.back"), "as", where.id))
    return Body(tuple(parts), rows)


def stretches(rows: list[RotaShift]) -> list[list[RotaShift]]:
    """Shifts of one person with the same hours and rank, over their days."""
    groups: dict[tuple[object, ...], list[RotaShift]] = {}
    for row in rows:
        key = (row.membership_id, row.from_minute, row.until_minute, row.is_deputy)
        groups.setdefault(key, []).append(row)
    return list(groups.values())


def stretch_of(rows: list[RotaShift]) -> Stretch:
    """The days and hours of shifts that belong together."""
    days = tuple(sorted({row.weekday for row in rows}))
    return Stretch(days, rows[0].from_minute, rows[0].until_minute)
