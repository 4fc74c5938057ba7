"""What a peer worker shares with coordinators: the last totals of each measure, with their days."""

from db.answer_history import past_checkins
from db.measure_shares import shared_measures
from db.memberships import Membership
from db.people import Person
from flows.letters import Part, say
from flows.over_time_words import entries_of, in_words
from flows.own_measures import measure_or_none
from flows.story import Story

LAST_ANSWERS = 5


async def shared_answers(story: Story, membership: Membership, reader: Person) -> list[Part]:
    """Parts for the page of a peer worker; nothing while they share nothing."""
    parts: list[Part] = []
    for code in await shared_measures(story.session, membership.id):
        asked = measure_or_none(story, code)
        of = (story.session, membership.person_id, code)
        past = await past_checkins(*of, of_peer_work_in=membership.programme_id)
        if asked is not None and asked.has_total and past:
            parts += in_words(asked, entries_of(past, reader), reader, LAST_ANSWERS)
    return [say("sharing.shown"), *parts] if parts else []
