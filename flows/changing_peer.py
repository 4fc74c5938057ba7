"""Somebody else, please: without fault and without a reason, and never back to the end of the line.

A peer worker asks a coordinator instead, who decides, so that nobody is left from one moment to the
next.
"""

from db.audit import record_act
from flows.actor import PEER_WORKER, Actor
from flows.errors import Refused
from flows.letters import Button, Part, body, one_each, say
from flows.my_pairing import Mine, both_names, my_pairing, ways_on
from flows.pairing_endings import (
    STAND_IN_OVER,
    end_pairing,
    kept_place,
    look_for_others,
    tell_ended,
)
from flows.pairing_notices import tell_staff
from flows.story import Story
from flows.times import day_in_words
from flows.waiting_again import wait_again


async def ask_for_someone_else(story: Story, actor: Actor, pairing_id: str) -> None:
    """Ask once, and say what happens then."""
    mine = await my_pairing(story, actor, pairing_id)
    talk, urgent = await ways_on(story, mine.pairing, actor.person.id)
    key = "handover" if mine.side == PEER_WORKER else "change"
    rows = one_each(
        Button(say(f"{key}.button.yes"), "bx", mine.pairing.id),
        Button(say("change.button.no"), "bm", mine.pairing.id),
        talk,
        urgent,
    )
    await story.post(actor.person.id, body(say(f"{key}.ask", name=mine.name), rows=rows))


async def ask_for_change(story: Story, actor: Actor, pairing_id: str) -> None:
    """End it for a service user, or ask the coordinators on a peer worker's behalf."""
    mine = await my_pairing(story, actor, pairing_id)
    if mine.side == PEER_WORKER:
        await _ask_to_hand_over(story, actor, mine)
        return
    await _change(story, actor, mine)


async def _change(story: Story, actor: Actor, mine: Mine) -> None:
    pairing = mine.pairing
    reason = "changed" if pairing.cover_of is None else STAND_IN_OVER
    await end_pairing(story, pairing, "service_user", reason, actor.person.id)
    hears_by = await wait_again(story, pairing, "service_user")
    parts: list[Part] = [say("change.done", name=mine.name)]
    if hears_by is not None:
        parts.append(say("ending.waits_again", day=day_in_words(hears_by, actor.person)))
    kept = await kept_place(story, pairing)
    if kept is not None:
        parts.append(say("standing_in.back_to", name=(await both_names(story, kept))["peer"]))
    rows = one_each(*await ways_on(story, pairing, actor.person.id))
    await story.post(actor.person.id, body(*parts, rows=rows))
    await tell_ended(story, pairing, pairing.peer_worker_id, None)
    told = say("coordinator.changed", **await both_names(story, pairing))
    await tell_staff(story, pairing, told)
    await look_for_others(story, pairing)


async def _ask_to_hand_over(story: Story, actor: Actor, mine: Mine) -> None:
    """Nothing ends here: a coordinator decides, and their page says since when it is asked."""
    pairing = mine.pairing
    if pairing.handover_asked_at is not None:
        raise Refused("handover.asked_already")
    pairing.handover_asked_at = story.now
    story.session.add(pairing)
    await record_act(
        story.session,
        actor.person.id,
        "pairing.handover_asked",
        about=pairing.id,
        programme_id=pairing.programme_id,
        now=story.now,
    )
    rows = one_each(*await ways_on(story, pairing, actor.person.id))
    await story.post(actor.person.id, body(say("handover.asked", name=mine.name), rows=rows))
    told = say("coordinator.handover", **await both_names(story, pairing))
    await tell_staff(story, pairing, told)
