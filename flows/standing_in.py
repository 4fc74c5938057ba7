"""Standing in: while a peer worker is away, the cover who agreed writes with one of their people.

A coordinator looks at it first, then the service user says yes, or waits. Their own conversation is
paused meanwhile, and goes on by itself when its peer worker is back.
"""

import json
from dataclasses import dataclass
from datetime import date

from care.capacity import TAKES_A_PLACE
from care.stages import Mover, move
from db.covers import cover_for
from db.memberships import Membership, membership_in, membership_or_none
from db.outbox import Lane
from db.pairings import OPEN, Pairing, add_pairing, pairings_of, set_pairing_state, stand_ins_of
from db.peer_standings import standing_or_none
from db.people import name_of, person
from db.programmes import programme
from flows.actor import PEER_WORKER, SERVICE_USER, Actor
from flows.breaks import begin_break, record_break
from flows.errors import Refused
from flows.letters import URGENT, Button, body, one_each, say
from flows.matching_people import apart_from, facts_of_peer_worker, places_taken
from flows.my_pairing import both_names, ways_on
from flows.pairing_endings import STAND_IN_OVER, end_pairing
from flows.pairing_notices import tell_staff
from flows.pairing_page import pairing_to_see
from flows.programmes import pack_of
from flows.staff import name_in
from flows.story import Story
from flows.times import day_in_words
from flows.vetting import stops_of


@dataclass(frozen=True, slots=True)
class Cover:
    """Who agreed to stand in for the peer worker of a pairing, and until which day."""

    by: Membership
    until: date


async def offer_stand_ins(story: Story, whose: Membership) -> None:
    """Ask the coordinators about each conversation of a peer worker who is away, if one covers."""
    for pairing in await places_taken(story, whose, ("active",)):
        cover = await _cover_for(story, pairing)
        if cover is None or pairing.cover_of is not None:
            continue
        names = await both_names(story, pairing) | {"cover": await name_in(story, cover.by)}
        if not await _can(story, pairing, cover):
            await tell_staff(story, pairing, say("standing_in.cannot", **names))
            continue
        until = day_in_words(cover.until, await person(story.session, pairing.service_user_id))
        asked = say("standing_in.ask_staff", until=until, **names)
        rows = one_each(
            Button(say("standing_in.button.ask", name=names["name"]), "js", pairing.id),
            Button(say("pairing.button.open"), "jp", pairing.id),
        )
        await tell_staff(story, pairing, asked, rows=rows)


async def ask_service_user(story: Story, actor: Actor, pairing_id: str) -> None:
    """A coordinator says yes: the service user is asked, if all of it still holds."""
    pairing = await pairing_to_see(story, actor, pairing_id)
    cover = await stand_in_for(story, pairing)
    if cover is None:
        raise Refused("standing_in.not_now")
    stand_in = await _make(story, actor, pairing, cover)
    names = await both_names(story, pairing) | {"cover": await name_in(story, cover.by)}
    reader = await person(story.session, pairing.service_user_id)
    talk, urgent = await ways_on(story, pairing, reader.id)
    rows = one_each(
        Button(say("standing_in.button.yes", name=names["cover"]), "ji", stand_in.id, "yes"),
        Button(say("standing_in.button.wait", name=names["peer"]), "ji", stand_in.id, "wait"),
        talk,
        urgent,
    )
    until = day_in_words(cover.until, reader)
    asked = body(say("standing_in.ask", until=until, **names), rows=rows)
    await story.post(reader.id, asked, slot=f"stand_in:{stand_in.id}")
    await story.post(actor.person.id, body(say("standing_in.asked", name=names["name"])))


async def answer(story: Story, actor: Actor, stand_in_id: str, said: str) -> None:
    """The service user says yes, or that they wait; raises Refused where it is over."""
    mine = await pairings_of(story.session, actor.person.id, ("accepted", "active"))
    stand_in = next((p for p in mine if p.id == stand_in_id and p.cover_of), None)
    if stand_in is None or stand_in.service_user_id != actor.person.id:
        raise Refused("standing_in.over_already")
    if stand_in.state == "active":
        raise Refused("move.already")
    kept = next((p for p in mine if p.id == stand_in.cover_of), None)
    if kept is None or said not in ("yes", "wait"):
        raise Refused("standing_in.over_already")
    if said == "yes":
        await _begin(story, kept, stand_in)
    else:
        await _wait(story, kept, stand_in)


async def end_stand_ins(story: Story, whose: Membership) -> None:
    """The peer worker is back: what was offered is taken back, and their conversations go on."""
    for pairing in await places_taken(story, whose, ("active", "paused")):
        for stand_in in await stand_ins_of(story.session, pairing.id):
            names = await both_names(story, pairing)
            cover = (await both_names(story, stand_in))["peer"]
            await end_pairing(story, stand_in, "clock", STAND_IN_OVER, None, tell=True)
            told = say("standing_in.over", cover=cover, **names)
            rows = one_each(*await ways_on(story, pairing, pairing.service_user_id))
            await story.post(pairing.service_user_id, body(told, rows=rows), lane=Lane.CONVERSATION)
            thanks = body(say("standing_in.over_for_you", **names), rows=one_each(URGENT))
            await story.post(stand_in.peer_worker_id, thanks)
            await tell_staff(story, pairing, say("coordinator.stand_in_over", cover=cover, **names))
        await _take_offer_back(story, pairing)


async def stand_in_for(story: Story, pairing: Pairing) -> Cover | None:
    """Who the service user may be asked about now, by `ask_service_user`; None for nobody."""
    cover = await _cover_for(story, pairing)
    can = cover is not None and pairing.state == "active" and await _can(story, pairing, cover)
    return cover if can else None


async def _cover_for(story: Story, pairing: Pairing) -> Cover | None:
    """Who agreed to cover, while the peer worker of this pairing is away."""
    whose = await membership_in(
        story.session, pairing.peer_worker_id, pairing.programme_id, PEER_WORKER
    )
    if whose is None:
        return None
    cover = await cover_for(story.session, whose.id, ("agreed",))
    by = await membership_or_none(story.session, cover.cover_membership_id) if cover else None
    standing = await standing_or_none(story.session, whose.id)
    if by is None or by.stage != "active" or standing is None or standing.away_until is None:
        return None
    return Cover(by, standing.away_until)


async def _can(story: Story, pairing: Pairing, cover: Cover) -> bool:
    """Whether the cover may take this person now: vetted, with room, and not kept apart."""
    where = await programme(story.session, pairing.programme_id)
    pack = pack_of(story, where)
    user = await membership_in(story.session, pairing.service_user_id, where.id, SERVICE_USER)
    facts = await facts_of_peer_worker(story, pack, cover.by)
    if user is None or facts is None or await stops_of(story, pack, cover.by, facts):
        return False
    if len(await places_taken(story, cover.by, TAKES_A_PLACE)) >= facts.capacity:
        return False
    under_way = await pairings_of(story.session, pairing.service_user_id, OPEN)
    has_one = any(one.cover_of == pairing.id for one in under_way)
    return not has_one and cover.by.person_id not in await apart_from(story, user)


async def _make(story: Story, actor: Actor, pairing: Pairing, cover: Cover) -> Pairing:
    made = await add_pairing(
        story.session,
        pairing.programme_id,
        pairing.service_user_id,
        cover.by.person_id,
        fit=0,
        reasons=json.dumps([]),
        now=story.now,
    )
    made.cover_of, made.approved_by = pairing.id, actor.person.id
    steps: tuple[tuple[Mover, str], ...] = (
        ("coordinator", "approved"),
        ("coordinator", "offered"),
        ("peer_worker", "accepted"),  # they said yes when they agreed to cover
    )
    for mover, after in steps:
        move("pairing", mover, made.state, after)
        set_pairing_state(story.session, made, after, story.now)
    await story.session.flush()
    return made


async def _begin(story: Story, kept: Pairing, stand_in: Pairing) -> None:
    """Both may write from now on; what the service user writes goes to the one who stands in."""
    move("pairing", "service_user", stand_in.state, "active")
    set_pairing_state(story.session, stand_in, "active", story.now)
    await begin_break(story, kept, "away", "clock", by=None)
    user = await person(story.session, stand_in.service_user_id)
    user.current_pairing_id = stand_in.id
    story.session.add(user)
    names = await both_names(story, kept)
    cover = await name_of(story.session, await person(story.session, stand_in.peer_worker_id))
    rows = one_each(*await ways_on(story, stand_in, user.id))
    told = say("standing_in.begins", cover=cover, **names)
    await story.post(user.id, body(told, rows=rows), lane=Lane.CONVERSATION)
    buttons = one_each(
        Button(say("peer_worker.button.write_to", name=names["name"]), "cw", stand_in.id),
        Button(say("peer_worker.button.worried"), "wo", stand_in.id),
        *await ways_on(story, stand_in, stand_in.peer_worker_id),
    )
    told = say("standing_in.begins_for_you", **names)
    await story.post(stand_in.peer_worker_id, body(told, rows=buttons), lane=Lane.CONVERSATION)
    await tell_staff(story, kept, say("coordinator.stand_in_begins", cover=cover, **names))
    await record_break(story, stand_in, "pairing.active", user.id)


async def _wait(story: Story, kept: Pairing, stand_in: Pairing) -> None:
    move("pairing", "service_user", stand_in.state, "declined")
    set_pairing_state(story.session, stand_in, "declined", story.now)
    stand_in.end_reason = "stand_in"
    names = await both_names(story, kept)
    rows = one_each(*await ways_on(story, kept, kept.service_user_id))
    told = body(say("standing_in.waits", name=names["peer"]), rows=rows)
    await story.post(kept.service_user_id, told)
    await tell_staff(story, kept, say("coordinator.stand_in_waits", **names))


async def _take_offer_back(story: Story, pairing: Pairing) -> None:
    """The question whether somebody shall stand in is closed: nobody answered it."""
    for offered in await pairings_of(story.session, pairing.service_user_id, ("accepted",)):
        if offered.cover_of == pairing.id:
            move("pairing", "clock", offered.state, "withdrawn")
            set_pairing_state(story.session, offered, "withdrawn", story.now)
            offered.end_reason = "stand_in"
            await story.take_buttons_off(pairing.service_user_id, slot=f"stand_in:{offered.id}")
