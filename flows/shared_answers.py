"""What a peer worker shares with coordinators: of each measure the last totals, or the answers."""

from db.answer_history import past_checkins
from db.measure_shares import shared_measures
from db.memberships import Membership
from db.people import Person
from flows.each_time import each_time
from flows.letters import Part, say
from flows.own_measures import measure_or_none
from flows.story import Story
from flows.totals_to_show import LAST_ANSWERS, totals_to_show


async def shared_answers(story: Story, membership: Membership, reader: Person) -> list[Part]:
    """Parts for the page of a peer worker; nothing while they share nothing."""
    shared = await shared_measures(story.session, membership.id)
    parts = await totals_to_show(story, membership, shared, reader)
    for code in shared:
        parts += await _answers(story, membership, code, reader)
    return [say("sharing.shown"), *parts] if parts else []


async def _answers(
    story: Story, membership: Membership, code: str, reader: Person
) -> tuple[Part, ...]:
    """The last answers to a measure without a total, as given in this role and programme."""
    asked = measure_or_none(story, code)
    if asked is None or asked.has_total:
        return ()
    past = await past_checkins(
        story.session,
        membership.person_id,
        code,
        programme_id=membership.programme_id,
        of_peer_work=True,
    )
    return await each_time(story, asked, past, reader, LAST_ANSWERS)
