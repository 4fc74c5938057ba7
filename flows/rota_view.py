"""The rota as a page shows it: stretches of hours, days off, and times without anybody."""

from dataclasses import dataclass

from db.days_off import days_off_in
from db.ids import DaysOffId, ShiftId
from db.memberships import members
from db.programmes import Programme
from db.rotas import rota_of, shifts_in
from flows.actor import COORDINATOR, Actor
from flows.duty import local_now, week_of
from flows.letters import Part, Words
from flows.rota import stretch_of, stretches
from flows.rota_words import days_in_words, gap_parts, rota_parts, when
from flows.staff import name_in
from flows.story import Story


@dataclass(frozen=True, slots=True)
class HoursLine:
    """A stretch of hours of one coordinator, by the first of its shifts."""

    id: ShiftId
    name: Words
    days: str
    hours: str
    is_deputy: bool


@dataclass(frozen=True, slots=True)
class OffLine:
    """Days off of one coordinator, or of all where there is no name."""

    id: DaysOffId
    name: Words | None
    days: str


@dataclass(frozen=True, slots=True)
class RotaView:
    """The programme's week; without a rota, `own` says whose own hours count.

    `without` are the names of those who have no hours at all; `you_without` is the reader so.
    """

    has_rota: bool
    own: tuple[Part, ...]
    hours: tuple[HoursLine, ...]
    off: tuple[OffLine, ...]
    gaps: tuple[Part, ...]
    team: tuple[tuple[str, str], ...]
    without: tuple[str, ...]
    you_without: bool


async def rota_view(story: Story, actor: Actor, where: Programme) -> RotaView:
    """The week in words for this reader; changes nothing."""
    there = await members(story.session, where.id, COORDINATOR, ("active",))
    names = {one.id: await name_in(story, one) for one in there}
    week = await week_of(story, where)
    reader = actor.person
    has_rota = await rota_of(story.session, where.id) is not None
    hours = []
    for group in stretches(await shifts_in(story.session, where.id)):
        first = group[0]
        told = when(stretch_of(group), reader)
        name = Words(names.get(first.membership_id, ""))
        hours.append(HoursLine(first.id, name, told["days"], told["hours"], first.is_deputy))
    off = []
    for row in await days_off_in(story.session, where.id, local_now(story, where).date()):
        whose = Words(names.get(row.membership_id, "")) if row.membership_id else None
        off.append(OffLine(row.id, whose, days_in_words(row.first, row.last, reader)))
    own = () if has_rota else tuple(await rota_parts(story, week, reader))
    gaps = tuple(gap_parts(week, reader)) if has_rota else ()
    on_duty = {shift.person for shift in week.shifts}
    without = [one for one in there if one.person_id not in on_duty]
    return RotaView(
        has_rota,
        own,
        tuple(hours),
        tuple(off),
        gaps,
        tuple(names.items()),
        tuple(names[one.id] for one in without if one.person_id != reader.id),
        reader.id in {one.person_id for one in without},
    )
