"""Leaving: one question, no reason; and deleting everything, which cannot be undone."""

from care.stages import move
from db.audit import record_act
from db.erasure import erase_person_rows, people_to_erase
from db.memberships import Membership, members, membership_in, set_stage
from db.pairings import OPEN, RUNNING, Pairing, pairings_of, set_pairing_state
from db.people import name_of, person
from db.programmes import programme
from flows.actor import COORDINATOR, SERVICE_USER, Actor
from flows.errors import Refused
from flows.letters import Button, body, one_each, say
from flows.onboarding import ERASED_AFTER, role_of
from flows.story import Story
from flows.suggestions import suggest

BATCH = 20


async def ask_to_leave(story: Story, actor: Actor) -> None:
    """Ask once: leaving tells the peer."""
    rows = one_each(
        Button(say("leaving.button.leave"), "xl"), Button(say("leaving.button.stay"), "xk")
    )
    await story.post(actor.person.id, body(say("leaving.ask"), rows=rows))


async def ask_to_erase(story: Story, actor: Actor) -> None:
    """Ask once more: deleting cannot be undone."""
    rows = one_each(
        Button(say("leaving.button.erase"), "xe"), Button(say("leaving.button.stay"), "xk")
    )
    await story.post(actor.person.id, body(say("leaving.ask_erase"), rows=rows))


async def stay(story: Story, actor: Actor) -> None:
    """The person stays; nothing changed."""
    await story.post(actor.person.id, body(say("leaving.stays")))


async def leave(story: Story, actor: Actor) -> None:
    """End the person's roles and pairings; their peers and coordinators are told."""
    await _end_everything(story, actor)
    rows = one_each(
        Button(say("leaving.button.erase_too"), "xq"), Button(say("button.urgent_help"), "u")
    )
    await story.post(actor.person.id, body(say("leaving.left"), rows=rows))


async def erase(story: Story, actor: Actor) -> None:
    """Leave, and delete everything that is held about the person some minutes later."""
    await _end_everything(story, actor)
    actor.person.erase_at = story.now + ERASED_AFTER
    story.session.add(actor.person)
    await record_act(
        story.session,
        actor.person.id,
        "person.erasure_asked",
        about=actor.person.id,
        programme_id=None,
        now=story.now,
    )
    await story.post(actor.person.id, body(say("leaving.erased")))


async def erase_due(story: Story) -> int:
    """Delete what is held about people who asked for it, or never came in; returns how many."""
    due = await people_to_erase(story.session, story.now, BATCH)
    for someone in due:
        await erase_person_rows(story.session, someone, story.now)
        await record_act(
            story.session,
            None,
            "person.erased",
            about=someone.id,
            programme_id=None,
            now=story.now,
        )
    return len(due)


async def _end_everything(story: Story, actor: Actor) -> None:
    standing = [m for m in actor.memberships if m.stage != "left"]
    for membership in standing:
        await _ensure_may_leave(story, membership)
    for pairing in await pairings_of(story.session, actor.person.id, OPEN):
        await _end_pairing(story, actor, pairing)
    for membership in standing:
        move(role_of(membership), role_of(membership), membership.stage, "left")
        set_stage(story.session, membership, "left", story.now)
        await record_act(
            story.session,
            actor.person.id,
            f"role.left.{membership.role}",
            about=actor.person.id,
            programme_id=membership.programme_id,
            now=story.now,
        )
    await story.show_commands(actor.person.id, "")
    for programme_id in {m.programme_id for m in standing}:
        await suggest(story, await programme(story.session, programme_id))


async def _ensure_may_leave(story: Story, membership: Membership) -> None:
    """The last coordinator stays, or nobody would answer alerts."""
    if membership.role != COORDINATOR or membership.stage != "active":
        return
    others = await members(story.session, membership.programme_id, COORDINATOR, ("active",))
    if len(others) < 2:  # the person and one more
        raise Refused("leaving.last_coordinator")


async def _end_pairing(story: Story, actor: Actor, pairing: Pairing) -> None:
    was_running = pairing.state in RUNNING
    other_id = pairing.other(actor.person.id)
    told = was_running or pairing.state in ("offered", "accepted")
    set_pairing_state(story.session, pairing, "ended" if was_running else "withdrawn", story.now)
    pairing.end_reason = "left"
    name = await name_of(story.session, actor.person)
    if told and not (pairing.state == "withdrawn" and other_id == pairing.service_user_id):
        await story.post(other_id, body(say("leaving.peer_left", name=name)))
    if was_running and other_id == pairing.service_user_id:
        membership = await membership_in(
            story.session, other_id, pairing.programme_id, SERVICE_USER
        )
        if membership is not None and membership.stage == "matched":
            set_stage(story.session, membership, "waiting", story.now)
            await story.post(other_id, body(say("leaving.waits_again")))
    other = await name_of(story.session, await person(story.session, other_id))
    for coordinator in await members(story.session, pairing.programme_id, COORDINATOR, ("active",)):
        if coordinator.person_id != actor.person.id:
            content = body(say("coordinator.pairing_ended", name=name, other=other))
            await story.post(coordinator.person_id, content)
