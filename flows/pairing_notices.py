"""Notices about a pairing to its coordinators, never to one who is in it themselves."""

from db.memberships import members
from db.outbox import Lane
from db.pairings import Pairing
from flows.actor import COORDINATOR
from flows.letters import Button, Part, Rows, body, one_each, say
from flows.story import Story


async def tell_staff(
    story: Story,
    pairing: Pairing,
    what: Part,
    *,
    lane: Lane = Lane.BULK,
    rows: Rows | None = None,
) -> None:
    """Write to every active coordinator who is not one of the two, with the way to its page."""
    if rows is None:
        rows = one_each(Button(say("pairing.button.open"), "jp", pairing.id))
    both = (pairing.service_user_id, pairing.peer_worker_id)
    for one in await members(story.session, pairing.programme_id, COORDINATOR, ("active",)):
        if one.person_id not in both:
            await story.post(one.person_id, body(what, rows=rows), lane=lane)
