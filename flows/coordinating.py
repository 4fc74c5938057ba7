"""Coordinating in the chat: pairs to review, peer workers to confirm, the waiting list."""

from db.ids import PairingId, ProgrammeId
from db.match_rounds import round_or_none
from db.memberships import members
from db.pairing_pages import page_of_pairings
from db.pairings import Pairing, pairing_or_none
from db.people import name_of, person
from db.programmes import Programme, programme
from flows.actor import SERVICE_USER, Actor
from flows.errors import Refused
from flows.letters import Body, Bullets, Button, Part, Text, Words, body, one_each, say
from flows.programmes import pack_of
from flows.reviews import ensure_of_others
from flows.staff import name_in
from flows.story import Story
from flows.suggestions import is_long, reason_words, suggest_anew

SUGGESTED = ("suggested",)
MOST_SHOWN = 20  # lines of a list in a chat; longer ones say how many more there are


async def show_pairs(story: Story, actor: Actor, programme_id: str, pressed: int | None) -> None:
    """The suggested pairs that nobody reviewed yet; of a short list a round is made first.

    Those that the coordinator is in are left to others.
    """
    where = await programme(story.session, ProgrammeId(programme_id))
    actor.ensure_coordinator(where.id)
    left_out = await _left_out(story, where)
    me = actor.person.id
    to_review = await page_of_pairings(story.session, where.id, SUGGESTED, 0, MOST_SHOWN, me)
    buttons = [
        Button(say("review.button.pair", **await _names(story, pairing)), "rp", pairing.id)
        for pairing in to_review
    ]
    parts: list[Part] = [say("review.list" if to_review else "review.list_empty", n=len(buttons))]
    if left_out:
        parts.append(say("review.left_out", n=left_out))
    rows = one_each(*buttons, Button(say("home.button.home"), "h"))
    content = Body(tuple(parts), rows)
    await story.edit(actor.person.id, content, slot="review", message_id=pressed)


async def show_pair(story: Story, actor: Actor, pairing_id: str, pressed: int | None) -> None:
    """One suggested pair with its reasons, what is missing and what is near a limit."""
    pairing = await pairing_or_none(story.session, PairingId(pairing_id))
    if pairing is None or pairing.state != "suggested":
        raise Refused("review.gone")
    actor.ensure_coordinator(pairing.programme_id)
    ensure_of_others(actor, pairing)
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
    lines: list[Text] = []
    pages: list[Button] = []
    for membership in waiting[:MOST_SHOWN]:
        name = await name_of(story.session, await person(story.session, membership.person_id))
        days = (story.now - membership.stage_since).days
        lines.append(say("waiting.line", name=name, n=days))
        pages.append(Button(say("people.button.page", name=name), "pp", membership.id))
    parts: list[Part] = [say("waiting.list" if waiting else "waiting.list_empty", n=len(waiting))]
    if lines:
        parts.append(Bullets(tuple(lines)))
    paused = await members(story.session, where, SERVICE_USER, ("paused",))
    if paused:
        names = [await name_in(story, membership) for membership in paused[:MOST_SHOWN]]
        parts.append(say("waiting.on_a_break", names=", ".join(names)))
    rows = one_each(*pages, Button(say("home.button.home"), "h"))
    await story.edit(actor.person.id, Body(tuple(parts), rows), slot="waiting", message_id=pressed)


async def _left_out(story: Story, where: Programme) -> int:
    """How many have no place, in a new round, or in the last one of a long list."""
    if not await is_long(story, where):
        return len((await suggest_anew(story, where)).left_out)
    last = await round_or_none(story.session, where.id)
    return last.waiting - last.placed if last else 0


async def _names(story: Story, pairing: Pairing) -> dict[str, str]:
    user = await person(story.session, pairing.service_user_id)
    peer = await person(story.session, pairing.peer_worker_id)
    return {
        "person": await name_of(story.session, user),
        "peer": await name_of(story.session, peer),
    }
