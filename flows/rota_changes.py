"""Changing the rota: it begins with everybody's own hours, and whoever is concerned is told."""

import hashlib

from care.duty_days import Week
from care.rota import Span, together
from db.days_off import forget_days_off_of
from db.ids import MembershipId, PersonId, ProgrammeId
from db.memberships import Membership, members
from db.people import person
from db.programmes import Programme, programme
from db.rotas import add_rota, add_shift, forget_shifts_of, rota_of, shifts_in
from flows.actor import COORDINATOR, Actor
from flows.duty import own_shifts, shifts_of, week_of
from flows.letters import Body, Button, Rows, one_each, say
from flows.rota_words import gap_parts, when
from flows.staff import name_in, one_after_the_other, record
from flows.story import Story


async def rota_to_change(story: Story, actor: Actor, programme_id: str) -> Programme:
    """The rota, made of everybody's own hours at its first change; raises Refused for others."""
    where = await programme(story.session, ProgrammeId(programme_id))
    actor.ensure_coordinator(where.id)
    await one_after_the_other(story)
    if await rota_of(story.session, where.id) is not None:
        return where
    shifts = await shifts_of(story, where)
    there = await members(story.session, where.id, COORDINATOR, ("active",))
    whose = {one.person_id: one for one in there}
    add_rota(story.session, where.id, story.now)
    await story.session.flush()
    for shift in shifts:
        span = Span(shift.weekday, shift.from_minute, shift.until_minute)
        await put_in(story, whose[PersonId(shift.person)], (span,), is_deputy=False)
    return where


async def put_in(
    story: Story, whose: Membership, spans: tuple[Span, ...], *, is_deputy: bool
) -> None:
    """Put hours of one coordinator into the rota; those that are there take the new rank."""
    known = await shifts_in(story.session, whose.programme_id)
    mine = {
        (row.weekday, row.from_minute, row.until_minute): row
        for row in known
        if row.membership_id == whose.id
    }
    for span in spans:
        row = mine.get((span.weekday, span.from_minute, span.until_minute))
        if row is not None:
            row.is_deputy = is_deputy
            story.session.add(row)
            continue
        add_shift(
            story.session,
            whose.programme_id,
            whose.id,
            weekday=span.weekday,
            from_minute=span.from_minute,
            until_minute=span.until_minute,
            is_deputy=is_deputy,
        )
    await story.session.flush()


async def tell_of_change(
    story: Story,
    actor: Actor,
    where: Programme,
    whose: Membership,
    spans: tuple[Span, ...],
    key: str,
) -> None:
    """Record the change, tell whom it concerns and the others, and name new gaps."""
    await record(story, actor, whose, key)
    by = await name_in(story, actor.ensure_coordinator(where.id))
    name = await name_in(story, whose)
    for one in await members(story.session, where.id, COORDINATOR, ("active",)):
        reader = await person(story.session, one.person_id)
        told = f"{key}.yours" if one.id == whose.id else key
        lines = tuple(
            say(told, name=name, by=by, **when(stretch, reader)) for stretch in together(spans)
        )
        await story.post(one.person_id, Body(lines, open_rota_rows(where)))
    await tell_of_gaps(story, where)


async def tell_of_gaps(story: Story, where: Programme) -> None:
    """Tell coordinators when nobody is on duty, by the week and by days off, once for the same."""
    rota = await rota_of(story.session, where.id)
    if rota is None:
        return
    await story.session.flush()
    week = await week_of(story, where)
    told = _digest(week)
    if rota.gaps_told == told:
        return
    rota.gaps_told = told
    story.session.add(rota)
    if not week.gaps and not week.day_gaps:
        return
    for one in await members(story.session, where.id, COORDINATOR, ("active",)):
        reader = await person(story.session, one.person_id)
        parts = (say("rota.has_gaps", programme=where.name), *gap_parts(week, reader))
        await story.post(one.person_id, Body(parts, open_rota_rows(where)))


async def join_rota(story: Story, membership: Membership) -> None:
    """A new coordinator brings the hours that they gave into the rota, where there is one."""
    where = await programme(story.session, membership.programme_id)
    if await rota_of(story.session, where.id) is None:
        return
    spans = tuple(
        Span(shift.weekday, shift.from_minute, shift.until_minute)
        for shift in await own_shifts(story, where, membership)
    )
    await put_in(story, membership, spans, is_deputy=False)
    await tell_of_gaps(story, where)


async def leave_rota(story: Story, membership: Membership) -> None:
    """A coordinator's role ends: their hours and days off go, and the others hear of new gaps."""
    await forget_shifts_of(story.session, membership.id)
    await forget_days_off_of(story.session, membership.id)
    await tell_of_gaps(story, await programme(story.session, membership.programme_id))


async def coordinator_in(
    story: Story, where: Programme, membership_id: MembershipId
) -> Membership | None:
    """The active coordinator of the programme with this role."""
    there = await members(story.session, where.id, COORDINATOR, ("active",))
    return next((one for one in there if one.id == membership_id), None)


def open_rota_rows(where: Programme) -> Rows:
    """A button that leads to the rota."""
    return one_each(Button(say("rota.button.open"), "ar", where.id))


def _digest(week: Week) -> str:
    found = (week.gaps, week.day_gaps)
    return hashlib.sha256(repr(found).encode()).hexdigest()
