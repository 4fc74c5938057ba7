"""Offers: a coordinator approves, the peer worker is asked, then the service user."""

from datetime import timedelta

from care.capacity import TAKES_A_PLACE
from care.stages import Mover, move
from db.audit import record_act
from db.ids import PairingId, PersonId
from db.memberships import members, membership_in, membership_or_none, set_stage
from db.outbox import Lane
from db.pairings import (
    Pairing,
    pairing_or_none,
    pairings_of,
    pairings_past_answer_time,
    set_pairing_state,
)
from db.peer_standings import standing_or_none
from db.people import name_of, person
from db.programmes import Programme, programme
from flows.actor import COORDINATOR, PEER_WORKER, SERVICE_USER, Actor
from flows.errors import Refused
from flows.introductions import introduced
from flows.letters import URGENT, Body, Button, Part, Words, body, one_each, say
from flows.matching_people import facts_of_peer_worker, places_taken
from flows.pairings import activate
from flows.programmes import pack_of
from flows.reviews import ensure_allowed, pairing_to_decide
from flows.story import Story
from flows.suggestions import reason_words, suggest
from flows.vetting import is_as_confirmed, stops_of

BATCH = 50
# Reasons that tell what a peer worker went through; some tell it themselves.
IN_COMMON = ("fit.experiences", "fit.stage", "fit.near_stage", "fit.wish")


async def approve(story: Story, actor: Actor, pairing_id: str) -> None:
    """A coordinator approves a suggested pair: the peer worker gets an offer at once."""
    pairing = await pairing_to_decide(story, actor, pairing_id)
    move("pairing", "coordinator", pairing.state, "approved")
    where = await programme(story.session, pairing.programme_id)
    await _ensure_waiting(story, pairing)
    await _ensure_place(story, pairing, where)
    await ensure_allowed(story, where, pairing.service_user_id, pairing.peer_worker_id)
    pairing.approved_by = actor.person.id
    hours = pack_of(story, where).offer_hours
    set_pairing_state(story.session, pairing, "approved", story.now)
    await _record(story, actor.person.id, pairing, "pairing.approved")
    answer_by = story.now + timedelta(hours=hours)
    set_pairing_state(story.session, pairing, "offered", story.now, answer_by=answer_by)
    await _record(story, None, pairing, "pairing.offered")
    await _offer_to_peer_worker(story, pairing, where, hours)
    names = await _names(story, pairing)
    await story.post(actor.person.id, body(say("coordinator.approved", **names, hours=hours)))


async def turn_down(story: Story, actor: Actor, pairing_id: str) -> None:
    """A coordinator decides against a suggested pair; the two are not suggested again."""
    pairing = await pairing_to_decide(story, actor, pairing_id)
    _step(story, pairing, "coordinator", "declined")
    pairing.end_reason = "coordinator"
    await _record(story, actor.person.id, pairing, "pairing.declined.coordinator")
    await story.post(actor.person.id, body(say("coordinator.turned_down")))
    await suggest(story, await programme(story.session, pairing.programme_id))


async def peer_worker_accepts(story: Story, actor: Actor, pairing_id: str) -> None:
    """The peer worker says yes: the service user hears who it may be, and is asked."""
    pairing = await _mine(story, actor, pairing_id, PEER_WORKER)
    where = await programme(story.session, pairing.programme_id)
    hours = pack_of(story, where).offer_hours
    _step(story, pairing, "peer_worker", "accepted", hours)
    await _record(story, actor.person.id, pairing, "pairing.accepted")
    names = await _names(story, pairing)
    await story.post(actor.person.id, body(say("offer.accepted", name=names["person"])))
    await _ask_service_user(story, pairing, where)
    await _tell(story, pairing, say("coordinator.offer_accepted", **names))


async def peer_worker_declines(story: Story, actor: Actor, pairing_id: str, why: str) -> None:
    """The peer worker says no, or that they are full; no reason is asked."""
    pairing = await _mine(story, actor, pairing_id, PEER_WORKER)
    _step(story, pairing, "peer_worker", "declined")
    pairing.end_reason = "full" if why == "full" else "peer_worker"
    await _record(story, actor.person.id, pairing, f"pairing.declined.{pairing.end_reason}")
    key, rows = "offer.declined", one_each()
    if why == "full":
        membership = await membership_in(
            story.session, actor.person.id, pairing.programme_id, PEER_WORKER
        )
        if membership is not None and membership.stage == "active":
            set_stage(story.session, membership, "paused", story.now)
            room = Button(say("peer_worker.button.room"), "pr", membership.id)
            key, rows = "offer.declined_full", one_each(room)
    await story.post(actor.person.id, body(say(key), rows=rows))
    await _tell(story, pairing, say("coordinator.offer_declined", **await _names(story, pairing)))
    await suggest(story, await programme(story.session, pairing.programme_id))


async def service_user_accepts(story: Story, actor: Actor, pairing_id: str) -> None:
    """The service user says yes too: the pairing begins."""
    pairing = await _mine(story, actor, pairing_id, "service_user")
    _step(story, pairing, "service_user", "active")
    await _record(story, actor.person.id, pairing, "pairing.active")
    where = await programme(story.session, pairing.programme_id)
    await activate(story, pairing, where)
    await _tell(story, pairing, say("coordinator.pair_active", **await _names(story, pairing)))


async def service_user_declines(story: Story, actor: Actor, pairing_id: str) -> None:
    """The service user would like someone else; no reason is asked and nobody is at fault."""
    pairing = await _mine(story, actor, pairing_id, "service_user")
    _step(story, pairing, "service_user", "declined")
    pairing.end_reason = "service_user"
    await _record(story, actor.person.id, pairing, "pairing.declined.service_user")
    await story.post(actor.person.id, body(say("match.declined")))
    names = await _names(story, pairing)
    await story.post(pairing.peer_worker_id, body(say("offer.not_this_time", name=names["person"])))
    await _tell(story, pairing, say("coordinator.match_declined", **names))
    await suggest(story, await programme(story.session, pairing.programme_id))


async def expire_offers(story: Story) -> int:
    """Close offers that nobody answered in time, tell all three; returns how many."""
    late = await pairings_past_answer_time(story.session, story.now, BATCH)
    for pairing in late:
        asked = pairing.peer_worker_id if pairing.state == "offered" else pairing.service_user_id
        was_with = "peer" if pairing.state == "offered" else "person"
        _step(story, pairing, "clock", "expired")
        pairing.end_reason = was_with
        await _record(story, None, pairing, "pairing.expired")
        await story.post(asked, body(say(f"offer.expired.{was_with}")))
        names = await _names(story, pairing)
        if was_with == "person":
            told = body(say("offer.not_this_time", name=names["person"]))
            await story.post(pairing.peer_worker_id, told)
        await _tell(story, pairing, say(f"coordinator.offer_expired.{was_with}", **names))
    for programme_id in {pairing.programme_id for pairing in late}:
        await suggest(story, await programme(story.session, programme_id))
    return len(late)


async def has_room_again(story: Story, actor: Actor, membership_id: str) -> None:
    """A peer worker who was full takes offers again."""
    membership = next((m for m in actor.memberships if m.id == membership_id), None)
    if membership is None or membership.role != PEER_WORKER:
        raise Refused("refused.not_yours")
    move("peer_worker", "peer_worker", membership.stage, "active")
    set_stage(story.session, membership, "active", story.now)
    await story.post(actor.person.id, body(say("peer_worker.room_noted")))
    await suggest(story, await programme(story.session, membership.programme_id))


def _step(
    story: Story, pairing: Pairing, mover: Mover, after: str, hours: int | None = None
) -> None:
    move("pairing", mover, pairing.state, after)
    answer_by = story.now + timedelta(hours=hours) if hours else None
    set_pairing_state(story.session, pairing, after, story.now, answer_by=answer_by)


async def _pairing(story: Story, pairing_id: str) -> Pairing:
    found = await pairing_or_none(story.session, PairingId(pairing_id), for_change=True)
    if found is None:
        raise Refused("offer.gone")
    return found


async def _mine(story: Story, actor: Actor, pairing_id: str, side: str) -> Pairing:
    pairing = await _pairing(story, pairing_id)
    owner = pairing.peer_worker_id if side == PEER_WORKER else pairing.service_user_id
    if owner != actor.person.id or pairing.cover_of is not None:
        raise Refused("offer.gone")
    return pairing


async def _ensure_waiting(story: Story, pairing: Pairing) -> None:
    """The service user still waits and has no other offer, locked as the peer worker's place is."""
    user_id = pairing.service_user_id
    membership = await membership_in(story.session, user_id, pairing.programme_id, SERVICE_USER)
    if membership is not None:
        membership = await membership_or_none(story.session, membership.id, for_change=True)
    under_way = await pairings_of(story.session, user_id, tuple(TAKES_A_PLACE))
    if membership is None or membership.stage != "waiting" or under_way:
        raise Refused("offer.person_away")


async def _ensure_place(story: Story, pairing: Pairing, where: Programme) -> None:
    """The peer worker has a free place, locked so that two presses cannot share it."""
    membership = await membership_in(story.session, pairing.peer_worker_id, where.id, PEER_WORKER)
    if membership is not None:
        membership = await membership_or_none(story.session, membership.id, for_change=True)
    facts = (
        await facts_of_peer_worker(story, pack_of(story, where), membership)
        if membership is not None and membership.stage == "active"
        else None
    )
    if facts is None or membership is None:
        raise Refused("offer.peer_worker_away")
    stops = await stops_of(story, pack_of(story, where), membership, facts)
    if stops:
        raise Refused(f"offer.stopped.{stops[0]}")
    if len(await places_taken(story, membership, TAKES_A_PLACE)) >= facts.capacity:
        raise Refused("offer.peer_worker_full")


async def _offer_to_peer_worker(
    story: Story, pairing: Pairing, where: Programme, hours: int
) -> None:
    names = await _names(story, pairing)
    reasons = await reason_words(story, pairing, pack_of(story, where), "peer_worker")
    parts: list[Part] = [say("offer.intro", name=names["person"])]
    if reasons:
        parts.append(Words("\n".join(f"- {reason}" for reason in reasons)))
    parts.append(say("offer.ask", hours=hours))
    rows = one_each(
        Button(say("offer.button.yes"), "oy", pairing.id),
        Button(say("offer.button.no"), "on", pairing.id),
        Button(say("offer.button.full"), "on", pairing.id, "full"),
        URGENT,
    )
    await story.post(pairing.peer_worker_id, body(*parts, rows=rows), slot=f"offer:{pairing.id}")


async def _ask_service_user(story: Story, pairing: Pairing, where: Programme) -> None:
    pack = pack_of(story, where)
    names = await _names(story, pairing)
    membership = await membership_in(story.session, pairing.peer_worker_id, where.id, PEER_WORKER)
    facts = await facts_of_peer_worker(story, pack, membership) if membership else None
    hidden = () if facts is None or facts.shows_in_common else IN_COMMON
    reasons = await reason_words(story, pairing, pack, "service_user", without=hidden)
    looked_at = membership is not None and await is_as_confirmed(
        story, pack, membership, await standing_or_none(story.session, membership.id)
    )
    words = facts.introduction if facts is not None and looked_at else ""
    parts = introduced(pack, names["peer"], words)
    if reasons:
        parts += [say("match.why"), Words("\n".join(f"- {reason}" for reason in reasons))]
    parts.append(say("match.ask", name=names["peer"]))
    rows = one_each(
        Button(say("match.button.yes"), "my", pairing.id),
        Button(say("match.button.no"), "mn", pairing.id),
        Button(say("button.urgent_help"), "u"),
    )
    await story.post(pairing.service_user_id, Body(tuple(parts), rows), slot=f"match:{pairing.id}")


async def _names(story: Story, pairing: Pairing) -> dict[str, str]:
    user = await person(story.session, pairing.service_user_id)
    peer = await person(story.session, pairing.peer_worker_id)
    return {
        "person": await name_of(story.session, user),
        "peer": await name_of(story.session, peer),
    }


async def _tell(story: Story, pairing: Pairing, what: Part) -> None:
    for coordinator in await members(story.session, pairing.programme_id, COORDINATOR, ("active",)):
        await story.post(coordinator.person_id, body(what), lane=Lane.BULK)


async def _record(story: Story, actor: PersonId | None, pairing: Pairing, act: str) -> None:
    await record_act(
        story.session,
        actor,
        act,
        about=pairing.id,
        programme_id=pairing.programme_id,
        now=story.now,
    )
