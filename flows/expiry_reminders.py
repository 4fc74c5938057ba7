"""Reminders before training, checks or supervision run out: to the peer worker and coordinators."""

from datetime import date, datetime, time

from care.setting_pack import SettingPack
from care.vetting import Expiry, expiries, next_reminder_on, reminder_due
from care.wall_time import to_utc
from db.expiries import Expiry as ExpiryRow
from db.expiries import add_expiry, expiries_due, expiries_of
from db.memberships import Membership, members, membership_or_none
from db.people import Person, name_of, person
from db.zones import zone_of
from flows.actor import COORDINATOR
from flows.by_day import post_by_day
from flows.letters import Button, body, one_each, say
from flows.matching_people import facts_of_peer_worker
from flows.story import Story
from flows.times import day_in_words
from flows.vetting import today_of

LOOKED_AT = time(9)  # on the peer worker's own clock
BATCH = 100


async def note_expiries(story: Story, pack: SettingPack, membership: Membership) -> None:
    """Keep the dates of the peer worker's answers, so that the clock reminds of each in time."""
    facts = await facts_of_peer_worker(story, pack, membership)
    if facts is None:
        return
    someone = await person(story.session, membership.person_id)
    rows = await expiries_of(story.session, membership.id)
    told = {one.what: one for one in expiries(facts)}
    for what, row in rows.items():
        if what not in told:
            await story.session.delete(row)
    for one in told.values():
        _note(story, membership, someone, one, rows.get(one.what))
    await story.session.flush()


async def remind_of_expiries(story: Story) -> int:
    """Remind peer workers and coordinators of dates that are near; returns how many were looked at.

    At night nothing is sent: the letters wait for the reader's morning.
    """
    due = await expiries_due(story.session, story.now, BATCH)
    for row in due:
        await _look_at(story, row)
    return len(due)


def _note(
    story: Story, membership: Membership, someone: Person, told: Expiry, row: ExpiryRow | None
) -> None:
    if row is not None and row.until == told.until:
        row.next_at = row.next_at or story.now  # it was put aside while answers were open
        story.session.add(row)
        return
    today = today_of(story, someone)
    if row is None:
        add_expiry(
            story.session,
            membership,
            what=told.what,
            until=told.until,
            known_since=today,
            next_at=story.now,
        )
        return
    row.until, row.known_since, row.reminded, row.next_at = told.until, today, None, story.now
    story.session.add(row)


async def _look_at(story: Story, row: ExpiryRow) -> None:
    membership = await membership_or_none(story.session, row.membership_id)
    if membership is None or membership.stage not in ("active", "paused"):
        row.next_at = None  # it is looked at again once the answers are sent and confirmed
        story.session.add(row)
        return
    someone = await person(story.session, membership.person_id)
    today = today_of(story, someone)
    days = reminder_due(row.until, row.known_since, row.reminded, today)
    if days is not None:
        await _remind(story, membership, someone, Expiry(row.what, row.until), today)
        row.reminded = days
    row.next_at = _at(next_reminder_on(row.until, row.reminded, today), someone)
    story.session.add(row)


def _at(day: date | None, someone: Person) -> datetime | None:
    return None if day is None else to_utc(day, LOOKED_AT, zone_of(someone))


async def _remind(
    story: Story, membership: Membership, someone: Person, expiry: Expiry, today: date
) -> None:
    tense = "over" if expiry.until < today else "soon"
    until = day_in_words(expiry.until, someone)
    update = Button(say("vetting.button.update"), "yu", membership.id, expiry.kind)
    told = say(f"vetting.{tense}.{expiry.kind}", until=until)
    await post_by_day(story, someone, body(told, rows=one_each(update)))
    name = await name_of(story.session, someone)
    for coordinator in await members(
        story.session, membership.programme_id, COORDINATOR, ("active",)
    ):
        reader = await person(story.session, coordinator.person_id)
        until = day_in_words(expiry.until, reader)
        told = say(f"vetting.coordinator.{tense}.{expiry.kind}", name=name, until=until)
        look = Button(say("team.button.look_at_peer"), "pw", membership.id)
        await post_by_day(story, reader, body(told, rows=one_each(look)))
