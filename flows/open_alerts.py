"""Alerts about somebody that wait for an outcome, so that their page leads there first."""

from db.alerts import alerts_about
from db.ids import AlertId
from db.memberships import Membership
from flows.story import Story


async def open_alerts(story: Story, membership: Membership) -> tuple[AlertId, ...]:
    """The alerts of this programme about the person of this role that are not closed."""
    found = await alerts_about(story.session, membership.person_id, ("open", "acknowledged"))
    return tuple(one.id for one in found if one.programme_id == membership.programme_id)
