"""Endings: a role ends with all that hangs on it, and whoever must know is told."""

from datetime import timedelta

from care.stages import Mover, move
from db.alerts import add_alert_step, alerts_in
from db.answers import open_form_of
from db.audit import record_act
from db.checkins import checkin_of_form
from db.expiries import forget_expiries
from db.memberships import Membership, set_stage
from db.outbox import Lane
from db.pairings import OPEN, RUNNING, Pairing, pairings_of, set_pairing_state
from db.peer_standings import forget_standing
from db.people import Person, name_of, person
from db.waits import end_wait, wait_or_none
from flows.actor import COORDINATOR, PEER_WORKER, SERVICE_USER, Actor, role_of
from flows.covers import end_covers_of
from flows.letters import Button, Part, body, one_each, say
from flows.my_pairing import ways_on
from flows.pairing_endings import end_pairing
from flows.reach import forget_reach
from flows.rota_changes import leave_rota
from flows.staff import tell_coordinators
from flows.story import Story
from flows.times import day_in_words
from flows.waiting_again import wait_again

_MOVERS: dict[str, Mover] = {SERVICE_USER: "service_user", PEER_WORKER: "peer_worker"}
ERASED_AFTER = timedelta(minutes=5)  # so that the last letter still reaches the person


async def end_role(story: Story, actor: Actor, membership: Membership) -> None:
    """End one role of the person and its pairings; peers and coordinators are told."""
    left = []
    for pairing in await pairings_of(story.session, actor.person.id, OPEN):
        here = pairing.programme_id == membership.programme_id and _side(pairing, membership)
        if not here or pairing.state not in OPEN:  # an earlier one may have taken it along
            continue
        if await _end_pairing(story, actor, pairing, _MOVERS[membership.role]):
            left.append(pairing)
    if left:
        await _tell_of_those_left(story, actor, membership, left)
    if membership.role == COORDINATOR:
        await _release_alerts(story, membership)
    if membership.role == PEER_WORKER:
        await end_covers_of(story, membership)
        await forget_standing(story.session, membership.id)
        await forget_expiries(story.session, membership.id)
    wait = await wait_or_none(story.session, membership.id)
    if wait is not None:
        end_wait(story.session, wait, "left", story.now)
    move(role_of(membership), role_of(membership), membership.stage, "left")
    set_stage(story.session, membership, "left", story.now)
    if membership.role == COORDINATOR:
        await leave_rota(story, membership)
        await forget_reach(story, membership)
    await record_act(
        story.session,
        actor.person.id,
        f"role.left.{membership.role}",
        about=actor.person.id,
        programme_id=membership.programme_id,
        now=story.now,
    )


async def close_forms(story: Story, someone: Person) -> None:
    """Close every open form of the person, so that nothing they type later is an answer."""
    while form_session := await open_form_of(story.session, someone.id):
        form_session.state = "left"
        story.session.add(form_session)
        checkin = await checkin_of_form(story.session, form_session.id)
        if checkin is not None and checkin.state == "sent":
            checkin.state, checkin.reason = "skipped", "left"
            story.session.add(checkin)
        await story.session.flush()


def _side(pairing: Pairing, membership: Membership) -> bool:
    """Whether the person is in the pairing by this role."""
    sides = {SERVICE_USER: pairing.service_user_id, PEER_WORKER: pairing.peer_worker_id}
    return sides.get(membership.role) == membership.person_id


async def _end_pairing(story: Story, actor: Actor, pairing: Pairing, side: Mover) -> bool:
    """End one pairing of somebody who leaves; True when it ran and its service user is left."""
    before = pairing.state
    if before == "suggested":  # neither of the two knows of it, so nothing is remembered
        await story.session.delete(pairing)
        return False
    if before in RUNNING:
        await end_pairing(story, pairing, side, "left", actor.person.id, tell=True)
        await _tell_parted(story, actor, pairing, side)
        if side == PEER_WORKER:
            return True
    else:
        set_pairing_state(story.session, pairing, "withdrawn", story.now)
        pairing.end_reason = "left"
        await _tell_asked(story, actor, pairing, before)
    await _tell_coordinators(story, actor, pairing)
    return False


async def _tell_parted(story: Story, actor: Actor, pairing: Pairing, side: Mover) -> None:
    """The other one hears who left, and a service user by which day we write again."""
    name = await name_of(story.session, actor.person)
    parts: list[Part] = [say("leaving.peer_left", name=name)]
    reader = await person(story.session, pairing.other(actor.person.id))
    if side == PEER_WORKER:
        hears_by = await wait_again(story, pairing, side)
        if hears_by is not None:
            parts.append(say("ending.waits_again", day=day_in_words(hears_by, reader)))
    rows = one_each(*await ways_on(story, pairing, reader.id))
    await story.post(reader.id, body(*parts, rows=rows))


async def _tell_asked(story: Story, actor: Actor, pairing: Pairing, before: str) -> None:
    name = await name_of(story.session, actor.person)
    other_id = pairing.other(actor.person.id)
    if other_id == pairing.peer_worker_id:
        await story.post(other_id, body(say("offer.not_this_time", name=name)))
    elif before == "accepted":  # earlier the service user had not heard of the match
        await story.post(other_id, body(say("leaving.match_gone", name=name)))


async def _tell_coordinators(story: Story, actor: Actor, pairing: Pairing) -> None:
    name = await name_of(story.session, actor.person)
    other = await name_of(
        story.session, await person(story.session, pairing.other(actor.person.id))
    )
    told = say("coordinator.pairing_ended", name=name, other=other)
    await tell_coordinators(story, pairing.programme_id, told, but=actor.person.id, lane=Lane.REPLY)


async def _tell_of_those_left(
    story: Story, actor: Actor, membership: Membership, left: list[Pairing]
) -> None:
    """One list of everybody whose peer worker left, and the way to find somebody for them."""
    names = [
        await name_of(story.session, await person(story.session, pairing.service_user_id))
        for pairing in left
    ]
    me = await name_of(story.session, actor.person)
    told = say("coordinator.peer_left", name=me, names=", ".join(names))
    rows = one_each(Button(say("ending.button.find_now"), "rv", membership.programme_id))
    await tell_coordinators(
        story, membership.programme_id, told, but=actor.person.id, rows=rows, lane=Lane.REPLY
    )


async def _release_alerts(story: Story, membership: Membership) -> None:
    """Alerts that the coordinator took are called out again: somebody has to close them."""
    for alert in await alerts_in(story.session, membership.programme_id, ("acknowledged",)):
        if alert.acknowledged_by == membership.person_id:
            alert.state, alert.next_step_at = "open", story.now
            alert.acknowledged_by = alert.acknowledged_at = alert.owner_call_at = None
            story.session.add(alert)
            add_alert_step(story.session, alert, "released", membership.person_id, story.now)
