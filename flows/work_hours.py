"""Hours of a peer worker, for pay: what they or a coordinator entered, beside the days they wrote.

Nothing is measured: messages are no minutes. The days on which a peer worker wrote are shown so
that entries can be checked, and a forgotten day is seen.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from care.work_questions import SPENT_ON
from db.ids import MembershipId
from db.memberships import Membership, membership_or_none
from db.people import person
from db.work_times import (
    DayWritten,
    add_work_time,
    days_written,
    work_time_or_none,
    work_times,
)
from flows.actor import PEER_WORKER, Actor
from flows.by_day import post_by_day
from flows.errors import Refused
from flows.letters import URGENT, Text, Words, body, one_each, say
from flows.somebody import called_by_id
from flows.staff import name_in, record
from flows.story import Story
from flows.times import day_in_words

KINDS = tuple(option.code for option in SPENT_ON.options)


@dataclass(frozen=True, slots=True)
class HourLine:
    """One entry: on which day how many minutes, spent on what, entered by whom."""

    id: str
    day: date
    minutes: int
    spent_on: str
    by: Text | Words


@dataclass(frozen=True, slots=True)
class Month:
    """The hours of one month; `written` are the days on which messages of theirs arrived."""

    first: date
    last: date
    lines: tuple[HourLine, ...]
    written: tuple[DayWritten, ...]

    @property
    def minutes(self) -> int:
        """All minutes of the month."""
        return sum(line.minutes for line in self.lines)

    def minutes_on(self, kind: str) -> int:
        """The minutes of the month that were spent on this."""
        return sum(line.minutes for line in self.lines if line.spent_on == kind)

    @property
    def without_entry(self) -> tuple[DayWritten, ...]:
        """Days on which they wrote and for which nothing is entered."""
        entered = {line.day for line in self.lines}
        return tuple(one for one in self.written if one.day not in entered)


async def month_of(story: Story, membership: Membership, first: date) -> Month:
    """The hours of the month that begins on this day."""
    last = first.replace(day=monthrange(first.year, first.month)[1])
    rows = await work_times(story.session, membership.id, first, last)
    lines = [
        HourLine(
            row.id, row.day, row.minutes, row.spent_on, await called_by_id(story, row.entered_by)
        )
        for row in rows
    ]
    written = await days_written(
        story.session, membership.person_id, membership.programme_id, first, last
    )
    return Month(first, last, tuple(lines), tuple(written))


async def enter_hours(
    story: Story, actor: Actor, membership_id: str, *, day: date, minutes: int, spent_on: str
) -> None:
    """Keep an entry for a peer worker who worked here; they are told of it. Raises Refused."""
    membership = await _peer_worker(story, actor, membership_id)
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
    await _tell(story, actor, membership, "hours.entered_for_you", day, minutes)
    await story.post(actor.person.id, body(say("hours.entered", minutes=minutes)))


async def take_hours_away(story: Story, actor: Actor, membership_id: str, entry_id: str) -> None:
    """Delete an entry of this peer worker; they are told of it. Raises Refused."""
    membership = await _peer_worker(story, actor, membership_id)
    entry = await work_time_or_none(story.session, entry_id)
    if entry is None or entry.membership_id != membership.id:
        raise Refused("hours.gone")
    await story.session.delete(entry)
    await record(story, actor, membership, "work_time.taken_away")
    await _tell(story, actor, membership, "hours.taken_away_for_you", entry.day, entry.minutes)
    await story.post(actor.person.id, body(say("hours.taken_away")))


async def _tell(
    story: Story, actor: Actor, membership: Membership, key: str, day: date, minutes: int
) -> None:
    reader = await person(story.session, membership.person_id)
    if reader.erased_at is not None or membership.stage == "left":
        return
    by = await name_in(story, actor.ensure_coordinator(membership.programme_id))
    told = say(key, by=by, minutes=minutes, day=day_in_words(day, reader))
    await post_by_day(story, reader, body(told, rows=one_each(URGENT)))


async def _peer_worker(story: Story, actor: Actor, membership_id: str) -> Membership:
    """Somebody who works here or did: pay is settled after somebody left, too."""
    found = await membership_or_none(story.session, MembershipId(membership_id), for_change=True)
    if found is None:
        raise Refused("confirm.gone")
    actor.ensure_coordinator(found.programme_id)
    is_there = found.role == PEER_WORKER and found.stage in ("active", "paused", "left")
    if not is_there or (await person(story.session, found.person_id)).erased_at is not None:
        raise Refused("confirm.gone")
    if found.person_id == actor.person.id:
        raise Refused("note.about_you")
    return found
