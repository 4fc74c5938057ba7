"""What a peer worker shares with coordinators: the last totals of each measure, with their days."""

from db.measure_shares import shared_measures
from db.memberships import Membership
from db.people import Person
from flows.letters import Part, say
from flows.story import Story
from flows.totals_to_show import totals_to_show


async def shared_answers(story: Story, membership: Membership, reader: Person) -> list[Part]:
    """Parts for the page of a peer worker; nothing while they share nothing."""
    shared = await shared_measures(story.session, membership.id)
    parts = await totals_to_show(story, membership, shared, reader)
    return [say("sharing.shown"), *parts] if parts else []
