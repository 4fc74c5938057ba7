"""Duty: which coordinators are on duty, by the programme's rota or by the hours that each gave."""

from datetime import UTC, datetime

from care.duty_days import DaysOff, Week, next_on_duty, on_duty
from care.escalation import Duty
from care.facts import CoordinatorFacts
from care.onboarding import coordinator_facts
from care.rota import DAY_MINUTES, STEP_MINUTES, Shift, Span, split_hours
from db.days_off import days_off_in
from db.ids import PersonId
from db.memberships import Membership, members
from db.people import person
from db.programmes import Programme
from db.rotas import rota_of, shifts_in
from db.zones import zone_of
from flows.actor import COORDINATOR
from flows.callable import can_be_called
from flows.facts import facts_of
from flows.programmes import pack_of
from flows.story import Story


async def duty_now(story: Story, where: Programme) -> Duty:
    """Who is on duty in the programme now, first ones before deputies, and who else is there.

    Whoever blocked the bot cannot answer, whatever hours they have. Whoever is away is still among
    those who are there: they are called with everyone when nobody else takes an alert.
    """
    there = await members(story.session, where.id, COORDINATOR, ("active",))
    shifts, days_off = await shifts_of(story, where), await days_off_of(story, where)
    named = on_duty(shifts, local_now(story, where), days_off)
    reachable = [one for one in named if await _is_reachable(story, PersonId(one))]
    return Duty(tuple(reachable), tuple(one.person_id for one in there))


async def shifts_of(story: Story, where: Programme) -> tuple[Shift, ...]:
    """The week of the programme by its own clock; people are named by their id.

    Without a rota it is made of the hours that each coordinator gave, the longest one's first.
    """
    there = await members(story.session, where.id, COORDINATOR, ("active",))
    if await rota_of(story.session, where.id) is None:
        own = [await own_shifts(story, where, one) for one in there]
        return tuple(shift for shifts in own for shift in shifts)
    people = {one.id: one.person_id for one in there}
    rows = await shifts_in(story.session, where.id)
    return tuple(
        Shift(
            people[row.membership_id],
            row.weekday,
            row.from_minute,
            row.until_minute,
            row.is_deputy,
        )
        for row in rows
        if row.membership_id in people
    )


async def days_off_of(story: Story, where: Programme) -> tuple[DaysOff, ...]:
    """The days off that are not over, of each coordinator and of the programme itself."""
    there = await members(story.session, where.id, COORDINATOR, ("active",))
    people = {one.id: one.person_id for one in there}
    today = local_now(story, where).date()
    return tuple(
        DaysOff(people[row.membership_id] if row.membership_id else None, row.first, row.last)
        for row in await days_off_in(story.session, where.id, today)
        if row.membership_id is None or row.membership_id in people
    )


async def week_of(story: Story, where: Programme) -> Week:
    """The programme's week with its days off, from its own today on."""
    today = local_now(story, where).date()
    return Week(await shifts_of(story, where), await days_off_of(story, where), today)


async def own_shifts(story: Story, where: Programme, membership: Membership) -> list[Shift]:
    """The hours that a coordinator gave when they began, by the programme's clock."""
    pack = pack_of(story, where)
    facts = await facts_of(story, membership, pack.coordinator, coordinator_facts)
    if facts is None:
        return []
    ahead = _minutes_ahead(story, where, facts)
    return [
        Shift(membership.person_id, span.weekday, span.from_minute, span.until_minute)
        for day in sorted(facts.duty_days)
        for span in _moved(day, facts.duty_from, facts.duty_until, ahead)
    ]


async def next_duty_at(story: Story, where: Programme) -> datetime | None:
    """When somebody whom the bot reaches is next on duty; None where nobody ever is."""
    shifts = [
        shift
        for shift in await shifts_of(story, where)
        if await _is_reachable(story, PersonId(shift.person))
    ]
    days_off = await days_off_of(story, where)
    begins = next_on_duty(shifts, local_now(story, where), days_off)
    return begins.astimezone(UTC) if begins is not None else None


def local_now(story: Story, where: Programme) -> datetime:
    """The present time by the programme's clock."""
    return story.now.astimezone(zone_of(where))


def without(duty: Duty, person_id: PersonId) -> Duty:
    """The same without one person, such as whom a concern is about."""
    return Duty(
        tuple(one for one in duty.on_duty if one != person_id),
        tuple(one for one in duty.everyone if one != person_id),
    )


async def _is_reachable(story: Story, person_id: PersonId) -> bool:
    return await can_be_called(story, await person(story.session, person_id))


def _moved(day: int, from_hour: int, until_hour: int, ahead: int) -> tuple[Span, ...]:
    """Hours of one clock as times of another that is so many minutes ahead."""
    length = (until_hour - from_hour) % 24 * 60 or DAY_MINUTES
    begin = day * DAY_MINUTES + from_hour * 60 + ahead
    weekday, minute = begin // DAY_MINUTES % 7, begin % DAY_MINUTES
    return split_hours(weekday, minute, (minute + length) % DAY_MINUTES or DAY_MINUTES)


def _minutes_ahead(story: Story, where: Programme, facts: CoordinatorFacts) -> int:
    """How far the programme's clock is ahead of the coordinator's now, by the half hour."""
    theirs = story.now.astimezone(zone_of(facts)).utcoffset()
    ours = local_now(story, where).utcoffset()
    if theirs is None or ours is None:
        return 0
    return round((ours - theirs).total_seconds() / 60 / STEP_MINUTES) * STEP_MINUTES
