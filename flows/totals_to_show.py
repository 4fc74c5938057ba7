"""Totals to show: what coordinators see of somebody's measures, with days and named changes."""

from collections.abc import Iterable

from db.answer_history import past_checkins
from db.memberships import Membership
from db.people import Person
from flows.actor import PEER_WORKER
from flows.letters import Part
from flows.over_time_words import entries_of, in_words
from flows.own_measures import measure_or_none
from flows.story import Story

LAST_ANSWERS = 5


async def totals_to_show(
    story: Story, membership: Membership, codes: Iterable[str], reader: Person
) -> list[Part]:
    """The last totals of these measures, as they were answered in this role and programme."""
    parts: list[Part] = []
    for code in codes:
        asked = measure_or_none(story, code)
        if asked is None or not asked.has_total:
            continue
        past = await past_checkins(
            story.session,
            membership.person_id,
            code,
            programme_id=membership.programme_id,
            of_peer_work=membership.role == PEER_WORKER,
        )
        if any(one.total is not None for one in past):
            parts += in_words(asked, entries_of(past, reader), reader, LAST_ANSWERS)
    return parts
