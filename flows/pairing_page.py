"""The page of a pairing for its coordinators: who, since when, what happened when; never words."""

from datetime import datetime

from db.audit import record_act
from db.ids import PairingId, ProgrammeId
from db.memberships import membership_in
from db.pairing_history import acts_about
from db.pairing_pages import first_of_running, how_many_in
from db.pairings import RUNNING, Pairing, pairing_or_none, pairings_of
from db.people import Person, person
from flows.actor import PEER_WORKER, SERVICE_USER, Actor
from flows.breaks import sides_on_break
from flows.errors import Refused
from flows.letters import Body, Bullets, Button, Part, Text, one_each, say
from flows.my_pairing import both_names
from flows.pairing_lines import ending_buttons, lines_of_pairing
from flows.reviews import ensure_of_others
from flows.story import Story
from flows.times import local_day, local_time

MOST_ACTS = 12
MOST_SHOWN = 20
TOLD = {  # what the audit keeps -> the wording for it
    "pairing.active": "began",
    "pairing.paused.service_user": "paused",
    "pairing.paused.peer_worker": "paused",
    "pairing.paused.coordinator": "paused",
    "pairing.paused.away": "stood_in",
    "pairing.resumed": "resumed",
    "pairing.end_moved": "end_moved",
    "pairing.handover_asked": "handover",
    "report.made": "reported",
    "report.handed_over": "handed_over",
    "person.blocked": "blocked",
    "person.unblocked": "unblocked",
}


async def show_pairing(story: Story, actor: Actor, pairing_id: str, pressed: int | None) -> None:
    """The page of one pairing; every look is audited."""
    pairing = await pairing_to_see(story, actor, pairing_id)
    await record_act(
        story.session,
        actor.person.id,
        "read.pairing",
        about=pairing.id,
        programme_id=pairing.programme_id,
        now=story.now,
    )
    await story.edit(
        actor.person.id,
        await _page(story, actor, pairing),
        slot=f"pairing:{pairing.id}",
        message_id=pressed,
    )


async def show_pairings(story: Story, actor: Actor, programme_id: str, pressed: int | None) -> None:
    """The running pairings of a programme, one button each."""
    where = ProgrammeId(programme_id)
    actor.ensure_coordinator(where)
    me = actor.person.id
    n = await how_many_in(story.session, where, RUNNING, me)
    buttons = []
    for pairing in await first_of_running(story.session, where, MOST_SHOWN, me):
        asked = pairing.handover_asked_at is not None
        state = "handover" if asked else pairing.state
        label = say(f"pairing.button.{state}", **await both_names(story, pairing))
        buttons.append(Button(label, "jp", pairing.id))
    parts: list[Part] = [say("pairing.list" if n else "pairing.list_empty", n=n)]
    if n > MOST_SHOWN:
        parts.append(say("people.more", shown=MOST_SHOWN))
    rows = one_each(*buttons, Button(say("home.button.home"), "h"))
    await story.edit(actor.person.id, Body(tuple(parts), rows), slot="pairings", message_id=pressed)


async def pairing_to_see(story: Story, actor: Actor, pairing_id: str) -> Pairing:
    """A pairing that began, for its coordinators who are not in it; raises Refused otherwise."""
    found = await pairing_or_none(story.session, PairingId(pairing_id), for_change=True)
    if found is None or found.active_at is None:
        raise Refused("review.gone")
    actor.ensure_coordinator(found.programme_id)
    ensure_of_others(actor, found)
    return found


async def buttons_of(story: Story, someone: Person, programme_id: ProgrammeId) -> list[Button]:
    """A button to each running pairing of this person, for pages about them."""
    found = []
    for pairing in await pairings_of(story.session, someone.id, RUNNING):
        if pairing.programme_id == programme_id:
            label = say("pairing.button.active", **await both_names(story, pairing))
            found.append(Button(label, "jp", pairing.id))
    return found


async def _page(story: Story, actor: Actor, pairing: Pairing) -> Body:
    names = await both_names(story, pairing)
    sides = await sides_on_break(story, pairing)
    since = local_day(pairing.active_at or pairing.since, actor.person)
    parts: list[Part] = [say("pairing.about", since=since, **names)]
    parts.append(_state(actor, pairing, sides))
    if pairing.cover_of is not None:
        parts.append(say("pairing.stands_in", **names))
    if pairing.handover_asked_at is not None:
        asked = local_day(pairing.handover_asked_at, actor.person)
        parts.append(say("pairing.handover_asked", day=asked, **names))
    parts += await lines_of_pairing(story, pairing, actor.person)
    acts = [
        _act(actor, at, act)
        for at, act in await acts_about(story.session, pairing.id, MOST_ACTS)
        if act in TOLD or act.startswith("pairing.ended.")
    ]
    if acts:
        parts += [say("pairing.what_happened"), Bullets(tuple(acts))]
    buttons = [
        *_steps(pairing, sides),
        *await _letters(story, pairing, names),
        Button(say("home.button.home"), "h"),
    ]
    return Body(tuple(parts), one_each(*buttons))


def _state(actor: Actor, pairing: Pairing, sides: set[str]) -> Text:
    if pairing.state == "paused":
        return say("pairing.state.paused_away" if "away" in sides else "pairing.state.paused")
    if pairing.state == "active":
        return say("pairing.state.active")
    return say(
        "pairing.state.ended", day=local_day(pairing.ended_at or pairing.since, actor.person)
    )


def _act(actor: Actor, at: datetime, act: str) -> Text:
    told = TOLD.get(act, "ended")
    return say(f"pairing.act.{told}", when=local_time(at, actor.person))


def _steps(pairing: Pairing, sides: set[str]) -> list[Button]:
    if pairing.state not in RUNNING:
        return []
    ref = pairing.id
    steps = []
    if sides - {"away"}:
        steps.append(Button(say("pairing.button.go_on"), "jr", ref))
    if "coordinator" not in sides:
        steps.append(Button(say("pairing.button.pause"), "ja", ref))
    return [*steps, *_last_day(pairing), Button(say("pairing.button.end"), "je", ref)]


def _last_day(pairing: Pairing) -> list[Button]:
    """How to move the last day; a stand-in ends by itself."""
    return ending_buttons(pairing) if pairing.cover_of is None else []


async def _letters(story: Story, pairing: Pairing, names: dict[str, str]) -> list[Button]:
    """A letter to each of the two, while they are there to read it."""
    found = []
    of_both = (
        (pairing.service_user_id, SERVICE_USER, names["name"]),
        (pairing.peer_worker_id, PEER_WORKER, names["peer"]),
    )
    for person_id, role, name in of_both:
        membership = await membership_in(story.session, person_id, pairing.programme_id, role)
        someone = await person(story.session, person_id)
        if membership is not None and membership.stage != "left" and not someone.unreachable_since:
            found.append(Button(say("people.button.write", name=name), "lw", membership.id))
    return found
