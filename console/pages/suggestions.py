"""Suggested pairs: the reasons of each, and the decision about it."""

from fastapi import APIRouter
from starlette.responses import Response

from console.errors import NotFound
from console.forms import Fields, Problem, Problems, read_fields
from console.paging import Paging, page_of
from console.visits import Visit, Visiting
from db.audit import record_act
from db.ids import PairingId
from db.pairings import Pairing, pairing_or_none
from flows.actor import Actor
from flows.approvals import ReasonNeeded, approve_with_reason
from flows.letters import say
from flows.lists import PAGE
from flows.offers import turn_down
from flows.pair_reviews import are_both_known, pair_to_review, suggestions_in
from flows.reviews import ensure_of_others
from flows.story import Story

router = APIRouter(prefix="/p/{programme_id}/suggestions")

REASON = 1_000  # letters of a written reason


@router.get("")
async def show_suggestions(visit: Visiting) -> Response:
    """The pairs to review with their reasons, the longest first; the look is audited."""
    paging = Paging(page_of(visit.request))
    async with visit.changing() as (story, actor):
        actor.ensure_coordinator(visit.programme.id)
        n, pairs = await suggestions_in(story, visit.programme, paging.after, PAGE, actor.person.id)
        if pairs:
            await _record(story, actor, visit, "read.suggestions", visit.programme.id)
    return await visit.page("suggestions.html", pairs=pairs, n=n, paging=Paging(paging.number, n=n))


@router.get("/{suggestion_id}")
async def show_suggestion(visit: Visiting, suggestion_id: str) -> Response:
    """One pair with its reasons; the look is audited."""
    return await _show(visit, suggestion_id)


@router.post("/{suggestion_id}/approve")
async def approve(visit: Visiting, suggestion_id: str) -> Response:
    """Approve the pair; where a limit is near it needs a written reason."""
    fields = await read_fields(visit.request)
    reason = fields.text("reason", longest=REASON, required=False)
    try:
        fields.check()
        async with visit.changing(fields) as (story, actor):
            await _pairing(story, actor, visit, suggestion_id)
            await approve_with_reason(story, actor, suggestion_id, reason)
    except Problems as wrong:
        return await _show(visit, suggestion_id, wrong, fields)
    except ReasonNeeded as needed:
        refused = Problems([Problem("reason", say(needed.key))])
        return await _show(visit, suggestion_id, refused, fields)
    return visit.go("suggestions")


@router.post("/{suggestion_id}/turn-down")
async def decline(visit: Visiting, suggestion_id: str) -> Response:
    """Decide against the pair; the two are not suggested again."""
    fields = await read_fields(visit.request)
    async with visit.changing(fields) as (story, actor):
        await _pairing(story, actor, visit, suggestion_id)
        await turn_down(story, actor, suggestion_id)
    return visit.go("suggestions")


async def _show(
    visit: Visit, suggestion_id: str, wrong: Problems | None = None, fields: Fields | None = None
) -> Response:
    async with visit.changing() as (story, actor):
        pairing = await _pairing(story, actor, visit, suggestion_id)
        await _record(story, actor, visit, "read.suggestion", pairing.id)
        shown = await pair_to_review(story, visit.programme, pairing)
    return await visit.page(
        "suggestion.html",
        status=422 if wrong else 200,
        pair=shown,
        problems=wrong.found if wrong else None,
        values=fields.values if fields else None,
    )


async def _pairing(story: Story, actor: Actor, visit: Visit, suggestion_id: str) -> Pairing:
    """A pair of this programme; NotFound for any other, Refused for one that the reader is in."""
    actor.ensure_coordinator(visit.programme.id)
    found = await pairing_or_none(story.session, PairingId(suggestion_id))
    if found is None or found.programme_id != visit.programme.id:
        raise NotFound
    ensure_of_others(actor, found)
    if not await are_both_known(story, found):
        raise NotFound
    return found


async def _record(story: Story, actor: Actor, visit: Visit, act: str, about: str) -> None:
    await record_act(
        story.session,
        actor.person.id,
        act,
        about=about,
        programme_id=visit.programme.id,
        now=story.now,
    )
