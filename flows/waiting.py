"""Waiting: an honest place in line and time, from the programme's own past, told anew in time."""

from datetime import timedelta

from care.quiet_hours import QuietHours
from care.waiting import (
    LATEST,
    TOLD_AGAIN_AFTER,
    Estimate,
    estimate,
    has_changed_much,
    in_words,
    is_longer_than_most,
)
from db.ids import ProgrammeId
from db.memberships import Membership, membership_or_none
from db.people import person
from db.programmes import programme
from db.waiting_list import place_in_line
from db.waits import Wait, days_waited, lengths_of_waits, wait_of, waits_to_look_at
from db.zones import zone_of
from flows.letters import Body, Button, Part, Words, body, one_each, say
from flows.programmes import pack_of
from flows.story import Story

NIGHT = QuietHours()
LOOK_AGAIN = timedelta(days=1)  # at an estimate that has not changed much in its week
BATCH = 100


async def waiting_screen(story: Story, membership: Membership) -> Body:
    """What a service user on the waiting list sees: their place, and how long it may take."""
    pack = pack_of(story, await programme(story.session, membership.programme_id))
    wait = await wait_of(story.session, membership)
    found = await estimate_in(story, membership.programme_id)
    _remember(story, wait, found)
    rows = one_each(
        Button(say("home.button.answers"), "hm", membership.id),
        Button(say("home.button.pause"), "za", membership.id),
        Button(say("button.urgent_help"), "u"),
    )
    place = await _place_in_line(story, membership)
    times = _time_in_words(found, days_waited(wait, story.now))
    return body(Words(pack.texts.waiting.strip()), place, *times, rows=rows)


async def tell_changed(story: Story) -> int:
    """Tell whoever was told a time that has changed much; returns how many were looked at.

    At most once in a week, and not at night where they live.
    """
    due = await waits_to_look_at(story.session, story.now, BATCH)
    programmes = {wait.programme_id for wait in due}
    found = {one: await estimate_in(story, one) for one in programmes}  # once: a long question
    for wait in due:
        await _look_again(story, wait, found[wait.programme_id])
    return len(due)


async def estimate_in(story: Story, programme_id: ProgrammeId) -> Estimate | None:
    """How long the programme's last people waited; None while too few are known."""
    return estimate(await lengths_of_waits(story.session, programme_id, LATEST))


async def _look_again(story: Story, wait: Wait, now: Estimate | None) -> None:
    wait.look_at = story.now + LOOK_AGAIN
    story.session.add(wait)
    membership = await membership_or_none(story.session, wait.membership_id)
    if membership is None or membership.stage != "waiting":
        return
    someone = await person(story.session, membership.person_id)
    if someone.unreachable_since is not None or someone.erase_at is not None:
        return
    if now is None or not has_changed_much(_told(wait), now):
        return
    zone = zone_of(someone)
    if NIGHT.is_quiet(story.now, zone):
        wait.look_at = NIGHT.ends_at(story.now, zone)
        return
    _remember(story, wait, now)
    rows = one_each(Button(say("home.button.home"), "h"), Button(say("button.urgent_help"), "u"))
    times = _time_in_words(now, days_waited(wait, story.now))
    await story.post(someone.id, body(say("waiting.changed"), *times, rows=rows))


async def _place_in_line(story: Story, membership: Membership) -> Part:
    """How many others on the list have waited longer."""
    ahead = await place_in_line(story.session, membership)
    return say("waiting.place", n=ahead) if ahead else say("waiting.place_first")


def _time_in_words(found: Estimate | None, waited: int) -> list[Part]:
    if found is None:
        return [say("waiting.not_known")]
    figures = in_words(found)
    times: list[Part] = [
        say(f"waiting.{figures.unit}", people=found.people, half=figures.half, most=figures.most)
    ]
    if is_longer_than_most(waited, found):
        times.append(say("waiting.longer_than_most"))
    return times


def _told(wait: Wait) -> Estimate | None:
    if wait.told_half_days is None or wait.told_most_days is None:
        return None
    return Estimate(0, wait.told_half_days, wait.told_most_days)


def _remember(story: Story, wait: Wait, told: Estimate | None) -> None:
    wait.told_half_days = told.half_days if told else None
    wait.told_most_days = told.most_days if told else None
    wait.look_at = story.now + TOLD_AGAIN_AFTER
    story.session.add(wait)
