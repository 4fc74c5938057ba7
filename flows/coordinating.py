"""Coordinating in the chat: pairs to review, peer workers to confirm, the waiting list."""

from care.questions import in_words, path
from care.stages import move
from db.answers import form_of_membership
from db.audit import record_act
from db.ids import MembershipId, PairingId, ProgrammeId
from db.memberships import Membership, members, membership_or_none, set_stage
from db.pairings import Pairing, pairing_or_none, pairings_in
from db.people import name_of, person
from db.programmes import programme
from flows.actor import PEER_WORKER, SERVICE_USER, Actor, role_of
from flows.errors import Refused
from flows.filling import read_answers
from flows.letters import Body, Button, Part, Words, body, one_each, say
from flows.onboarding import reopen_onboarding
from flows.programmes import pack_of
from flows.story import Story
from flows.suggestions import reason_words, suggest

MOST_SHOWN = 20  # lines of a list in a chat; longer ones say how many more there are


async def show_pairs(story: Story, actor: Actor, programme_id: str, pressed: int | None) -> None:
    """The suggested pairs that nobody reviewed yet, the best round made anew first."""
    where = await programme(story.session, ProgrammeId(programme_id))
    actor.ensure_coordinator(where.id)
    found = await suggest(story, where)
    to_review = await pairings_in(story.session, where.id, ("suggested",))
    buttons = [
        Button(say("review.button.pair", **await _names(story, pairing)), "rp", pairing.id)
        for pairing in to_review[:MOST_SHOWN]
    ]
    parts: list[Part] = [say("review.list" if to_review else "review.list_empty", n=len(buttons))]
    if found.left_out:
        parts.append(say("review.left_out", n=len(found.left_out)))
    content = Body(tuple(parts), one_each(*buttons))
    await story.edit(actor.person.id, content, slot="review", message_id=pressed)


async def show_pair(story: Story, actor: Actor, pairing_id: str, pressed: int | None) -> None:
    """One suggested pair with its reasons, what is missing and what is near a limit."""
    pairing = await pairing_or_none(story.session, PairingId(pairing_id))
    if pairing is None or pairing.state != "suggested":
        raise Refused("review.gone")
    actor.ensure_coordinator(pairing.programme_id)
    where = await programme(story.session, pairing.programme_id)
    reasons = await reason_words(story, pairing, pack_of(story, where), "coordinator")
    lines = "\n".join(f"- {reason}" for reason in reasons)
    rows = one_each(
        Button(say("review.button.approve"), "ra", pairing.id),
        Button(say("review.button.turn_down"), "rn", pairing.id),
        Button(say("form.button.back"), "rv", where.id),
    )
    content = body(say("review.pair", **await _names(story, pairing)), Words(lines), rows=rows)
    await story.edit(actor.person.id, content, slot=f"pair:{pairing.id}", message_id=pressed)


async def show_waiting(story: Story, actor: Actor, programme_id: str, pressed: int | None) -> None:
    """Who waits, the longest first, and for how many days."""
    where = ProgrammeId(programme_id)
    actor.ensure_coordinator(where)
    waiting = await members(story.session, where, SERVICE_USER, ("waiting",))
    lines = []
    for n, membership in enumerate(waiting[:MOST_SHOWN], start=1):
        name = await name_of(story.session, await person(story.session, membership.person_id))
        days = (story.now - membership.stage_since).days
        lines.append(f"{n}. {name}: {days}")
    parts: list[Part] = [say("waiting.list" if waiting else "waiting.list_empty", n=len(waiting))]
    if lines:
        parts.append(Words("\n".join(lines)))
    paused = await members(story.session, where, SERVICE_USER, ("paused",))
    if paused:
        names = [await _name_of(story, membership) for membership in paused[:MOST_SHOWN]]
        parts.append(say("waiting.on_a_break", names=", ".join(names)))
    await story.edit(actor.person.id, Body(tuple(parts)), slot="waiting", message_id=pressed)


async def show_to_confirm(
    story: Story, actor: Actor, programme_id: str, pressed: int | None
) -> None:
    """Peer workers who sent their answers and wait for a coordinator's yes."""
    where = ProgrammeId(programme_id)
    actor.ensure_coordinator(where)
    buttons = [
        Button(Words(await _name_of(story, membership)), "pw", membership.id)
        for membership in await members(story.session, where, PEER_WORKER, ("to_confirm",))
    ]
    key = "confirm.list" if buttons else "confirm.list_empty"
    content = body(say(key, n=len(buttons)), rows=one_each(*buttons[:MOST_SHOWN]))
    await story.edit(actor.person.id, content, slot="confirm", message_id=pressed)


async def show_peer_worker(
    story: Story, actor: Actor, membership_id: str, pressed: int | None
) -> None:
    """What a peer worker answered, with confirm and send back; the look is audited."""
    membership = await _to_confirm(story, actor, membership_id)
    where = await programme(story.session, membership.programme_id)
    form = pack_of(story, where).form(role_of(membership))
    form_session = await form_of_membership(story.session, membership.id)
    if form_session is None:
        raise Refused("confirm.gone")
    answers = await read_answers(story, form, form_session)
    lines = [
        f"{question.short}: {in_words(question, answers.get(question.code))}"
        for question in path(form, answers)
        if question.kind != "agree"
    ]
    await _record(story, actor, membership, "peer_worker.read")
    rows = one_each(
        Button(say("confirm.button.yes"), "pc", membership.id),
        Button(say("confirm.button.back"), "pb", membership.id),
    )
    name = await _name_of(story, membership)
    content = body(say("confirm.about", name=name), Words("\n".join(lines)), rows=rows)
    await story.edit(actor.person.id, content, slot=f"pw:{membership.id}", message_id=pressed)


async def confirm(story: Story, actor: Actor, membership_id: str, pressed: int | None) -> None:
    """Confirm a peer worker: from now on they get offers."""
    membership = await _to_confirm(story, actor, membership_id)
    move("peer_worker", "coordinator", membership.stage, "active")
    set_stage(story.session, membership, "active", story.now)
    await _record(story, actor, membership, "peer_worker.confirmed")
    name = await _name_of(story, membership)
    done = body(say("confirm.done", name=name))
    await story.edit(actor.person.id, done, slot=f"pw:{membership.id}", message_id=pressed)
    await story.post(membership.person_id, body(say("peer_worker.confirmed")))
    await suggest(story, await programme(story.session, membership.programme_id))


async def send_back(story: Story, actor: Actor, membership_id: str, pressed: int | None) -> None:
    """Ask a peer worker to look at their answers again; nothing of them is lost."""
    membership = await _to_confirm(story, actor, membership_id)
    move("peer_worker", "coordinator", membership.stage, "onboarding")
    set_stage(story.session, membership, "onboarding", story.now)
    await _record(story, actor, membership, "peer_worker.sent_back")
    name = await _name_of(story, membership)
    done = body(say("confirm.sent_back", name=name))
    await story.edit(actor.person.id, done, slot=f"pw:{membership.id}", message_id=pressed)
    await reopen_onboarding(story, membership, say("peer_worker.sent_back"))


async def _to_confirm(story: Story, actor: Actor, membership_id: str) -> Membership:
    found = await membership_or_none(story.session, MembershipId(membership_id), for_change=True)
    if found is None:
        raise Refused("confirm.gone")
    actor.ensure_coordinator(found.programme_id)
    if found.role != PEER_WORKER or found.stage != "to_confirm":
        raise Refused("confirm.gone")
    return found


async def _names(story: Story, pairing: Pairing) -> dict[str, str]:
    user = await person(story.session, pairing.service_user_id)
    peer = await person(story.session, pairing.peer_worker_id)
    return {
        "person": await name_of(story.session, user),
        "peer": await name_of(story.session, peer),
    }


async def _name_of(story: Story, membership: Membership) -> str:
    return await name_of(story.session, await person(story.session, membership.person_id))


async def _record(story: Story, actor: Actor, membership: Membership, act: str) -> None:
    await record_act(
        story.session,
        actor.person.id,
        act,
        about=membership.person_id,
        programme_id=membership.programme_id,
        now=story.now,
    )
