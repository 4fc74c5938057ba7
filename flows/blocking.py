"""Blocking: at one press nothing passes between two people any more; lifting brings nothing back.

Nobody is told that they were blocked: they read what everybody reads whose conversation ended.
"""

from care.stages import Mover
from db.audit import record_act
from db.blocks import add_block, block_or_none, blocks_by, lift_block
from db.ids import BlockId
from db.outbox import Lane
from db.pairings import OPEN, RUNNING, Pairing, pairings_of, set_pairing_state
from db.people import name_of, person
from flows.actor import Actor
from flows.errors import Refused
from flows.letters import URGENT, Button, Part, body, one_each, say
from flows.my_pairing import Mine, my_pairing, ways_on
from flows.pairing_endings import end_pairing, look_for_others, tell_ended
from flows.pairing_notices import tell_staff
from flows.recalls import withdraw_between
from flows.story import Story
from flows.times import day_in_words
from flows.waiting_again import wait_again


async def block(story: Story, actor: Actor, pairing_id: str) -> None:
    """Block the other person of a pairing, also of one that has ended."""
    mine = await my_pairing(story, actor, pairing_id, ended_too=True)
    if mine.other.id in {one.blocked_id for one in await blocks_by(story.session, actor.person.id)}:
        raise Refused("block.done_already")
    added = add_block(story.session, actor.person.id, mine.other.id, mine.pairing.id, story.now)
    await story.session.flush()
    await _record(story, actor, mine.pairing, "person.blocked")
    parts: list[Part] = [say("block.done", name=mine.name)]
    hears_by = await _end_all_between(story, actor, mine)
    if hears_by:
        parts.append(say("ending.waits_again", day=hears_by))
    talk, urgent = await ways_on(story, mine.pairing, actor.person.id)
    report = Button(say("about_peer.button.report"), "br", mine.pairing.id)
    undo = Button(say("block.button.lift"), "bu", added.id)
    rows = one_each(report, talk, undo, urgent)
    await story.post(actor.person.id, body(*parts, rows=rows), lane=Lane.CONVERSATION)
    told = say("coordinator.blocked", by=await name_of(story.session, actor.person), name=mine.name)
    await tell_staff(story, mine.pairing, told)
    await look_for_others(story, mine.pairing)


async def show_blocked(story: Story, actor: Actor) -> None:
    """Whom the person blocked, with a button to lift each."""
    found = await blocks_by(story.session, actor.person.id)
    buttons = []
    for one in found:
        name = await name_of(story.session, await person(story.session, one.blocked_id))
        buttons.append(Button(say("block.button.lift_for", name=name), "bu", one.id))
    rows = one_each(*buttons, Button(say("form.button.back"), "h"), URGENT)
    key = "block.list" if found else "block.list_empty"
    await story.post(actor.person.id, body(say(key), rows=rows))


async def unblock(story: Story, actor: Actor, block_id: str) -> None:
    """Lift one's own block: the two may be suggested again, and nothing else changes."""
    found = await block_or_none(story.session, BlockId(block_id))
    if found is None or found.person_id != actor.person.id:
        raise Refused("refused.not_yours")
    if found.lifted_at is not None:
        raise Refused("block.lifted_already")
    lift_block(story.session, found, story.now)
    other = await name_of(story.session, await person(story.session, found.blocked_id))
    await story.session.flush()
    await story.post(actor.person.id, body(say("block.lifted", name=other), rows=one_each(URGENT)))
    pairing = await _pairing_of(story, actor, found.pairing_id)
    if pairing is not None:
        await _record(story, actor, pairing, "person.unblocked")
        by = await name_of(story.session, actor.person)
        told = say("coordinator.unblocked", by=by, name=other)
        await tell_staff(story, pairing, told)


async def _end_all_between(story: Story, actor: Actor, mine: Mine) -> str:
    """End or take back every pairing of the two; the day by which the blocker hears.

    Of one that ended as planned, something may still wait for its time: that is not sent either.
    """
    hears_by = ""
    for pairing in await pairings_of(story.session, actor.person.id, (*OPEN, "ended")):
        if pairing.other(actor.person.id) != mine.other.id:
            continue
        if pairing.state == "ended":
            await withdraw_between(story, pairing)
            continue
        if pairing.state not in RUNNING:
            await _take_back(story, pairing)
            continue
        mover: Mover = "peer_worker"
        if actor.person.id == pairing.service_user_id:
            mover = "service_user"
        await end_pairing(story, pairing, mover, "blocked", actor.person.id)
        day = await wait_again(story, pairing, mover)
        await tell_ended(story, pairing, mine.other.id, day)
        if day is not None and mover == "service_user":
            hears_by = day_in_words(day, actor.person)
    return hears_by


async def _take_back(story: Story, pairing: Pairing) -> None:
    """A suggestion that nobody saw leaves no trace; an offer loses its buttons."""
    if pairing.state == "suggested":
        await story.session.delete(pairing)
        return
    set_pairing_state(story.session, pairing, "withdrawn", story.now)
    pairing.end_reason = "blocked"
    await story.take_buttons_off(pairing.peer_worker_id, slot=f"offer:{pairing.id}")
    await story.take_buttons_off(pairing.service_user_id, slot=f"match:{pairing.id}")


async def _pairing_of(story: Story, actor: Actor, pairing_id: str) -> Pairing | None:
    known = await pairings_of(story.session, actor.person.id, (*OPEN, "ended"))
    return next((pairing for pairing in known if pairing.id == pairing_id), None)


async def _record(story: Story, actor: Actor, pairing: Pairing, act: str) -> None:
    await record_act(
        story.session,
        actor.person.id,
        act,
        about=pairing.id,
        programme_id=pairing.programme_id,
        now=story.now,
    )
