"""What waits for a coordinator, in numbers: the summary of the day is made of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from db.alerts import alerts_in, follow_ups_in
from db.memberships import Membership, members
from db.pairing_pages import (
    how_many_in,
    how_many_without_words,
    offers_ending,
    pairings_spoken_of,
)
from db.pairings import Pairing, handovers_asked
from db.programmes import programme
from db.rhythms import rhythm_or_none
from flows.actor import PEER_WORKER
from flows.duty import local_now
from flows.looks import changed_in
from flows.running_pair import running_pair, standing_of
from flows.story import Story

RUNNING_OUT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Count:
    """Something that waits: our word for it, how many, and the verb of the button to it.

    `since` is when the oldest began, where that matters.
    """

    what: str
    n: int
    verb: str
    since: datetime | None = None


async def day_counts(story: Story, mine: Membership) -> list[Count]:
    """What waits in the coordinator's programme, most urgent first; nothing of what is none."""
    found = [*await _alerts(story, mine), *await _pairs(story, mine), *await _people(story, mine)]
    return [one for one in found if one.n]


async def _alerts(story: Story, mine: Membership) -> list[Count]:
    where = await programme(story.session, mine.programme_id)
    found = await alerts_in(story.session, where.id, ("open", "acknowledged"))
    standing = [alert for alert in found if alert.person_id != mine.person_id]
    free = [alert for alert in standing if alert.state == "open"]
    later = [
        alert
        for alert in (*standing, *await follow_ups_in(story.session, where.id))
        if alert.follow_up_on is not None and alert.follow_up_on <= local_now(story, where).date()
    ]
    reports = [alert for alert in standing if alert.kind == "report"]
    oldest = free[0].raised_at if free else None
    return [
        Count("alerts_open", len(free), "al", oldest),
        Count("alerts_taken", len(standing) - len(free), "al"),
        Count("look_again", len(later), "al"),
        Count("reports", len(reports), "al"),
    ]


async def _pairs(story: Story, mine: Membership) -> list[Count]:
    ref, session = mine.programme_id, story.session
    mine_too, soon = mine.person_id, story.now + RUNNING_OUT
    spoken_of = await pairings_spoken_of(session, ref, mine_too)
    silent = [one for one in spoken_of if await _is_silent(story, one)]
    return [
        Count("review", await how_many_in(session, ref, ("suggested",), mine_too), "rv"),
        Count("offers_ending", await offers_ending(session, ref, soon), "jl"),
        Count("first_contacts", await how_many_without_words(session, ref, mine_too), "jl"),
        Count("lapses", len(silent), "jl"),
        Count("handovers", await handovers_asked(session, ref), "jl"),
    ]


async def _people(story: Story, mine: Membership) -> list[Count]:
    ref = mine.programme_id
    new = await members(story.session, ref, PEER_WORKER, ("to_confirm",))
    return [Count("confirm", len(new) + len(await changed_in(story, ref)), "pl")]


async def _is_silent(story: Story, pairing: Pairing) -> bool:
    rhythm = await rhythm_or_none(story.session, pairing.id)
    if rhythm is None or rhythm.lapse == 0:
        return False
    pair = await running_pair(story, pairing, rhythm)
    return (await standing_of(pair)).lapse > 0
