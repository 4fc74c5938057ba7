"""Pausing: a service user takes a break and comes back; nothing is a fault and nothing is lost.

While waiting, the place in line is kept: the wait goes on from where it began, though the days of
the break are not counted. While matched, the pairing pauses, and its check-ins with it.
"""

from care.stages import move
from db.audit import record_act
from db.memberships import Membership, members, set_stage
from db.outbox import Lane
from db.pairings import RUNNING, Pairing, pairings_of, set_pairing_state
from db.people import name_of, person
from db.programmes import programme
from db.waits import began_in_a_break, pause_wait, resume_wait, wait_of, wait_or_none
from flows.actor import COORDINATOR, SERVICE_USER, Actor
from flows.breaks import begin_break, go_on
from flows.checkins import leave_open_ones_out
from flows.errors import Refused
from flows.letters import Body, Button, body, one_each, say
from flows.story import Story
from flows.suggestions import suggest
from flows.times import local_time
from flows.waiting import waiting_screen

UNDER_WAY = ("suggested", "approved", "offered", "accepted")
URGENT = Button(say("button.urgent_help"), "u")


async def ask_to_pause(story: Story, actor: Actor, membership_id: str) -> None:
    """Say what a break means, and ask; an empty id is the role that can pause now."""
    membership = _pausable(actor, membership_id)
    if membership.stage == "paused":
        await story.post(actor.person.id, paused_screen(actor, membership))
        return
    rows = one_each(
        Button(say("pause.button.yes"), "zy", membership.id),
        Button(say("pause.button.no"), "h"),
        URGENT,
    )
    key = "pause.ask.matched" if membership.stage == "matched" else "pause.ask.waiting"
    await story.post(actor.person.id, body(say(key), rows=rows))


async def pause(story: Story, actor: Actor, membership_id: str) -> None:
    """Begin the break: suggestions are taken back or the pairing pauses, and others are told."""
    membership = _pausable(actor, membership_id)
    move("service_user", "service_user", membership.stage, "paused")
    if membership.stage == "waiting":
        pause_wait(story.session, await wait_of(story.session, membership), story.now)
        await _take_back(story, actor, membership)
    else:
        await _pause_pairings(story, actor, membership)
        await leave_open_ones_out(story, actor.person, "paused")
    set_stage(story.session, membership, "paused", story.now)
    await _record(story, actor, membership, "stage.paused")
    await _tell_coordinators(story, actor, membership, "coordinator.paused")
    await story.post(actor.person.id, paused_screen(actor, membership))
    await suggest(story, await programme(story.session, membership.programme_id))


async def come_back(story: Story, actor: Actor, membership_id: str) -> None:
    """End the break: back to the peer, or to the place in line that was kept."""
    membership = _pausable(actor, membership_id)
    mine = await _pairings(story, membership, RUNNING)
    after = "matched" if mine else "waiting"
    move("service_user", "service_user", membership.stage, after)
    await _record(story, actor, membership, f"stage.{after}")
    await _tell_coordinators(story, actor, membership, "coordinator.came_back")
    if not mine:
        await _wait_again(story, actor, membership)
        return
    set_stage(story.session, membership, after, story.now)
    for pairing in mine:
        await _resume_pairing(story, actor, pairing)


def paused_screen(actor: Actor, membership: Membership) -> Body:
    """What a service user on a break sees."""
    rows = one_each(
        Button(say("pause.button.back"), "zr", membership.id),
        Button(say("home.button.answers"), "hm", membership.id),
        URGENT,
    )
    since = local_time(membership.stage_since, actor.person)
    return body(say("pause.screen", since=since), rows=rows)


def _pausable(actor: Actor, membership_id: str) -> Membership:
    mine = [m for m in actor.standing if m.role == SERVICE_USER]
    if membership_id:
        found = next((m for m in mine if m.id == membership_id), None)
    else:
        found = next((m for m in mine if m.stage in ("waiting", "matched", "paused")), None)
    if found is None:
        raise Refused("pause.nothing")
    return found


async def _pairings(story: Story, membership: Membership, states: tuple[str, ...]) -> list[Pairing]:
    found = await pairings_of(story.session, membership.person_id, states)
    mine = (membership.programme_id, membership.person_id)
    return [p for p in found if (p.programme_id, p.service_user_id) == mine]


async def _take_back(story: Story, actor: Actor, membership: Membership) -> None:
    """Take back what is under way; who was asked already is told, and may be asked again later."""
    name = await name_of(story.session, actor.person)
    for pairing in await _pairings(story, membership, UNDER_WAY):
        if pairing.state == "suggested":
            await story.session.delete(pairing)
            continue
        move("pairing", "service_user", pairing.state, "withdrawn")
        set_pairing_state(story.session, pairing, "withdrawn", story.now)
        pairing.end_reason = "paused"
        await story.post(pairing.peer_worker_id, body(say("offer.not_this_time", name=name)))
    await story.session.flush()


async def _pause_pairings(story: Story, actor: Actor, membership: Membership) -> None:
    name = await name_of(story.session, actor.person)
    for pairing in await _pairings(story, membership, RUNNING):
        await begin_break(story, pairing, "service_user", "service_user", by=actor.person.id)
        await story.post(pairing.peer_worker_id, body(say("pause.peer_told", name=name)))


async def _resume_pairing(story: Story, actor: Actor, pairing: Pairing) -> None:
    """Messages pass again, unless the other side takes a break too."""
    peer = await name_of(story.session, await person(story.session, pairing.peer_worker_id))
    runs = await _run(story, actor, pairing)
    back = say("pause.back_matched" if runs else "break.other_side", name=peer)
    await story.post(actor.person.id, body(back, rows=one_each(URGENT)))
    if runs:
        name = await name_of(story.session, actor.person)
        await story.post(pairing.peer_worker_id, body(say("pause.peer_back", name=name)))


async def _run(story: Story, actor: Actor, pairing: Pairing) -> bool:
    try:
        return await go_on(story, pairing, "service_user", by=actor.person.id)
    except Refused:  # a break of the other side alone is left
        return False


async def _wait_again(story: Story, actor: Actor, membership: Membership) -> None:
    """Back into line: where they stood, or at its end if they had a peer who has left since."""
    wait = await wait_or_none(story.session, membership.id)
    kept = wait is not None and not began_in_a_break(wait)
    set_stage(story.session, membership, "waiting", wait.began_at if wait else story.now)
    if wait is not None:
        resume_wait(story.session, wait, story.now)
    welcome = say("pause.back_waiting" if kept else "pause.back_new_wait")
    screen = await waiting_screen(story, membership)
    await story.post(actor.person.id, Body((welcome, *screen.parts), screen.rows))
    await suggest(story, await programme(story.session, membership.programme_id))


async def _tell_coordinators(story: Story, actor: Actor, membership: Membership, key: str) -> None:
    told = body(say(key, name=await name_of(story.session, actor.person)))
    for coordinator in await members(
        story.session, membership.programme_id, COORDINATOR, ("active",)
    ):
        if coordinator.person_id != actor.person.id:
            await story.post(coordinator.person_id, told, lane=Lane.BULK)


async def _record(story: Story, actor: Actor, membership: Membership, act: str) -> None:
    await record_act(
        story.session,
        actor.person.id,
        act,
        about=actor.person.id,
        programme_id=membership.programme_id,
        now=story.now,
    )
