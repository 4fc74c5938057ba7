"""What is held about somebody's work as a peer worker, beside their answers."""

from typing import Any

from db.covers import cover_for
from db.expiries import expiries_of
from db.measure_shares import shared_measures
from db.memberships import Membership, membership_or_none
from db.peer_standings import sent_back_words, standing_or_none
from db.supervision_talks import supervision_talks
from db.work_times import work_times_held
from flows.staff import name_in
from flows.story import Story

MOST_TALKS = 1_000


async def peer_facts(story: Story, membership: Membership) -> dict[str, Any]:
    """Time away, what happens outside their hours, what a coordinator asked to mend, dates, hours.

    What coordinators noted about a talk stays out, as other notes of theirs do.
    """
    standing = await standing_or_none(story.session, membership.id)
    away = standing.away_until if standing is not None else None
    sent_back = ""
    if standing is not None and standing.sent_back_sealed is not None:
        sent_back = await sent_back_words(story.session, standing)
    dates = await expiries_of(story.session, membership.id)
    return {
        "away_until": away.isoformat() if away else None,
        "outside_hours": standing.outside_hours if standing is not None else None,
        "coordinator_asked": sent_back or None,
        "dates": {what: expiry.until.isoformat() for what, expiry in sorted(dates.items())},
        "shares_answers_to": await shared_measures(story.session, membership.id),
        "stands_in": await _stands_in(story, membership),
        "hours": [
            {"day": row.day.isoformat(), "minutes": row.minutes, "spent_on": row.spent_on}
            for row in await work_times_held(story.session, membership.id)
        ],
        "supervision_talks": [
            {
                "day": talk.day.isoformat(),
                "next": talk.next_on.isoformat() if talk.next_on else None,
            }
            for talk in await supervision_talks(story.session, membership.id, MOST_TALKS)
        ],
    }


async def _stands_in(story: Story, membership: Membership) -> str | None:
    cover = await cover_for(story.session, membership.id)
    found = cover and await membership_or_none(story.session, cover.cover_membership_id)
    return await name_in(story, found) if found else None
