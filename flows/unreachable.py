"""People who cannot be reached for long: coordinators choose whether their pairing goes on."""

from datetime import timedelta

from db.pairings import Pairing, pairings_unreachable
from db.people import name_of, person
from flows.letters import Button, one_each, say
from flows.my_pairing import both_names
from flows.pairing_notices import tell_staff
from flows.story import Story

ASKED_AFTER = timedelta(days=14)
BATCH = 50


async def ask_about_endings(story: Story) -> int:
    """Ask once for each time that one of two is out of reach for two weeks; returns how many."""
    due = await pairings_unreachable(story.session, story.now - ASKED_AFTER, BATCH)
    for pairing in due:
        pairing.ending_asked_at = story.now
        story.session.add(pairing)
        rows = one_each(
            Button(say("pairing.button.end"), "je", pairing.id),
            Button(say("pairing.button.open"), "jp", pairing.id),
        )
        gone = await _who(story, pairing)
        told = say("coordinator.ask_end", who=gone, **await both_names(story, pairing))
        await tell_staff(story, pairing, told, rows=rows)
    await story.session.flush()
    return len(due)


async def _who(story: Story, pairing: Pairing) -> str:
    """The names of those whom nothing reaches."""
    people = [
        await person(story.session, one)
        for one in (pairing.service_user_id, pairing.peer_worker_id)
    ]
    names = [await name_of(story.session, one) for one in people if one.unreachable_since]
    return ", ".join(names)
