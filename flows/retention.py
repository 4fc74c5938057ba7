"""Retention: people whose last role ended long ago are told, and forgotten two weeks later.

A programme chooses after how many months; one that does not choose keeps people until they ask.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

from db.audit import record_act
from db.ids import PersonId, ProgrammeId
from db.memberships import memberships_of
from db.pairings import pairings_of
from db.people import Person, person
from db.programmes import Programme, programme, programmes
from db.retention import people_who_left
from flows.letters import Button, body, one_each, say
from flows.recalls import withdraw_between
from flows.story import Story
from flows.times import local_day

NOTICE = timedelta(days=14)
MONTH = timedelta(days=30.44)  # 365.25 days are 12 of them
MOST_AT_ONCE = 50


Act = Callable[[Story], Awaitable[int]]


async def look_for_long_gone(story: Story) -> Act:
    """Look by reading alone; the act tells who is found, or forgets them, and returns how many."""
    found = {
        where.id: await people_who_left(
            story.session,
            where.id,
            story.now - where.erase_after_months * MONTH,
            MOST_AT_ONCE,
            told_before=story.now - NOTICE,
        )
        for where in await programmes(story.session)
        if where.erase_after_months is not None
    }
    return lambda writing: forget_long_gone(writing, found)


async def forget_long_gone(story: Story, found: Mapping[ProgrammeId, Sequence[PersonId]]) -> int:
    """Tell people whose time has come, and forget those who were told two weeks ago.

    Much may have changed since these were found: it is looked at again.
    """
    done = 0
    for programme_id, people in found.items():
        where = await programme(story.session, programme_id)
        for person_id in people:
            someone = await person(story.session, person_id)
            due_at = await _due_at(story, someone)
            is_going = someone.erase_at is not None or someone.erased_at is not None
            if due_at is not None and due_at <= story.now and not is_going:
                done += await _tell_or_forget(story, someone, where, due_at)
    return done


async def _due_at(story: Story, someone: Person) -> datetime | None:
    """When nobody keeps this person any more; None while they have a role or one is kept."""
    latest: list[datetime] = []
    for membership in await memberships_of(story.session, someone.id):
        of = await programme(story.session, membership.programme_id)
        if membership.stage != "left" or of.erase_after_months is None:
            return None
        latest.append(membership.stage_since + of.erase_after_months * MONTH)
    return max(latest, default=None)


async def _tell_or_forget(
    story: Story, someone: Person, where: Programme, due_at: datetime
) -> bool:
    told_at = someone.erasure_told_at
    if told_at is None or told_at < due_at:  # told by months that were made more since
        someone.erasure_told_at = story.now
        story.session.add(someone)
        day = local_day(story.now + NOTICE, someone)
        rows = one_each(Button(say("button.urgent_help"), "u"))
        told = say("retention.told", programme=where.name, day=day)
        await story.post(someone.id, body(told, rows=rows))
        return True
    if story.now < told_at + NOTICE:
        return False
    for pairing in await pairings_of(story.session, someone.id, ("ended",)):
        await withdraw_between(story, pairing)
    someone = await person(story.session, someone.id)
    someone.erase_at = story.now
    story.session.add(someone)
    await record_act(
        story.session,
        None,
        "person.erasure_due",
        about=someone.id,
        programme_id=where.id,
        now=story.now,
    )
    return True
