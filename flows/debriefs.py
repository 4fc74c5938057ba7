"""Debriefs: after a worry, or frightening words, the peer worker is asked once how they are."""

from care.debriefs import ASKED_ONCE_IN, CHOICES, ask_after_closing, ask_at
from db.alerts import Alert
from db.debriefs import (
    Debrief,
    add_debrief,
    debriefs_due,
    debriefs_waiting,
    last_planned_at,
)
from db.memberships import Membership, membership_in
from db.outbox import Lane
from db.pairings import Pairing, pairing_or_none
from db.people import name_of, person
from db.programmes import programme
from db.zones import zone_of
from flows.actor import PEER_WORKER
from flows.letters import URGENT, Body, Button, body, one_each, say
from flows.matching_people import facts_of_peer_worker
from flows.peer_role import AT_WORK
from flows.programmes import pack_of
from flows.story import Story

BATCH = 50


async def plan_debrief(story: Story, alert: Alert, pairing: Pairing) -> None:
    """Let the peer worker of this pairing be asked, unless they are or were in the last days."""
    of = (story.session, pairing.peer_worker_id, pairing.id)
    last = await last_planned_at(*of)
    if last is not None and story.now - last < ASKED_ONCE_IN:
        return
    membership = await _at_work(story, pairing)
    if membership is None:
        return
    where = await programme(story.session, pairing.programme_id)
    facts = await facts_of_peer_worker(story, pack_of(story, where), membership)
    zone = zone_of(await person(story.session, pairing.peer_worker_id), where)
    due_at = ask_at(story.now, zone, facts.slots if facts else frozenset())
    await add_debrief(
        story.session,
        pairing.peer_worker_id,
        alert.id,
        pairing.id,
        due_at=due_at,
        now=story.now,
    )


async def bring_debriefs_forward(story: Story, alert: Alert) -> None:
    """The alert is closed: what was to be asked later may be asked now, by day."""
    for debrief in await debriefs_waiting(story.session, alert.id):
        zone = zone_of(await person(story.session, debrief.person_id))
        debrief.due_at = min(debrief.due_at, ask_after_closing(story.now, zone))
        story.session.add(debrief)


async def ask_due_debriefs(story: Story) -> int:
    """Ask whoever it is time to ask; returns how many questions were dealt with."""
    due = await debriefs_due(story.session, story.now, BATCH)
    for debrief in due:
        pairing = await pairing_or_none(story.session, debrief.pairing_id)
        someone = await person(story.session, debrief.person_id)
        at_work = pairing is not None and await _at_work(story, pairing) is not None
        is_asked = at_work and someone.unreachable_since is None
        debrief.state = "asked" if is_asked else "dropped"
        story.session.add(debrief)
        if pairing is not None and is_asked:
            question = await question_of(story, debrief, pairing)
            slot = debrief_slot(debrief.id)
            await story.post(someone.id, question, lane=Lane.CHECKIN, slot=slot)
    return len(due)


async def question_of(story: Story, debrief: Debrief, pairing: Pairing) -> Body:
    """The question with its choices, and what follows from them."""
    about = await person(story.session, pairing.service_user_id)
    name = await name_of(story.session, about)
    ask = say("debrief.ask", name=name) if name else say("debrief.ask_about_nobody")
    buttons = [
        Button(say(f"debrief.button.{choice}"), "dh", debrief.id, choice) for choice in CHOICES
    ]
    return body(ask, say("debrief.who_hears"), rows=one_each(*buttons, URGENT))


def debrief_slot(debrief_id: str) -> str:
    """The slot of the question."""
    return f"debrief:{debrief_id}"


async def _at_work(story: Story, pairing: Pairing) -> Membership | None:
    found = await membership_in(
        story.session, pairing.peer_worker_id, pairing.programme_id, PEER_WORKER
    )
    return found if found is not None and found.stage in AT_WORK else None
