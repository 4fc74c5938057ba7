"""One person who waits: the peer workers nearest to them, side by side, and what can be done."""

from fastapi import APIRouter
from starlette.responses import Response

from console.errors import NotFound
from console.forms import Fields, Problem, Problems, read_fields
from console.visits import Visit, Visiting
from db.ids import MembershipId
from db.memberships import Membership, membership_or_none
from flows.actor import SERVICE_USER, Actor
from flows.approvals import ReasonNeeded, approve_by_hand
from flows.asked_again import ask_again
from flows.letters import say
from flows.pair_choices import forbid, pin, take_back
from flows.shortlists import everybody, shortlist_of
from flows.staff import record
from flows.story import Story
from flows.what_if import relaxable_of

router = APIRouter(prefix="/p/{programme_id}/waiting/{waiting_id}")

REASON = 1_000  # letters of a written reason
ACTS = {"approve": approve_by_hand, "pin": pin, "forbid": forbid}


@router.get("")
async def show_person(visit: Visiting, waiting_id: str) -> Response:
    """The person beside the nearest peer workers; each look is audited."""
    return await _show(visit, waiting_id)


@router.get("/everybody")
async def show_everybody(visit: Visiting, waiting_id: str) -> Response:
    """The person beside every peer worker as of now, and why others were left out."""
    async with visit.changing() as (story, actor):
        waiting = await _waiting(story, actor, visit, waiting_id)
        await record(story, actor, waiting, "read.shortlist")
    async with visit.desk.database.reading() as session:
        story = Story(session, visit.desk.now(), "console")
        waiting = await _waiting(story, visit.actor, visit, waiting_id)
        shown = await shortlist_of(story, visit.programme, waiting)
        found = await everybody(story, visit.programme, waiting)
    return await visit.page("waiting_everybody.html", shown=shown, found=found)


@router.post("/approve")
async def approve(visit: Visiting, waiting_id: str) -> Response:
    """Approve the person with one of the peer workers; the offer goes out at once."""
    return await _decide(visit, waiting_id, "approve")


@router.post("/pin")
async def pin_two(visit: Visiting, waiting_id: str) -> Response:
    """Keep the person together with a peer worker in every round."""
    return await _decide(visit, waiting_id, "pin")


@router.post("/forbid")
async def forbid_two(visit: Visiting, waiting_id: str) -> Response:
    """Keep the person apart from a peer worker in every round."""
    return await _decide(visit, waiting_id, "forbid")


@router.post("/take-back")
async def take_choice_back(visit: Visiting, waiting_id: str) -> Response:
    """A pin or a ban holds no longer."""
    fields = await read_fields(visit.request)
    async with visit.changing(fields) as (story, actor):
        await _waiting(story, actor, visit, waiting_id)
        await take_back(story, actor, waiting_id, fields.values.get("choice", ""))
    return visit.go(f"waiting/{waiting_id}")


@router.post("/ask-again")
async def send_back(visit: Visiting, waiting_id: str) -> Response:
    """Ask the person one of their first questions again."""
    fields = await read_fields(visit.request)
    question = fields.text("question")
    why = fields.text("why", longest=REASON)
    try:
        fields.check()
    except Problems as wrong:
        return await _show(visit, waiting_id, wrong, fields)
    async with visit.changing(fields) as (story, actor):
        await _waiting(story, actor, visit, waiting_id)
        await ask_again(story, actor, waiting_id, question, why)
    return visit.go(f"waiting/{waiting_id}")


async def waiting_in(story: Story, visit: Visit, waiting_id: str) -> Membership:
    """Somebody of this programme who waits or takes a break; NotFound for everybody else."""
    found = await membership_or_none(story.session, MembershipId(waiting_id))
    if found is None or (found.programme_id, found.role) != (visit.programme.id, SERVICE_USER):
        raise NotFound
    if found.person_id == visit.actor.person.id or found.stage not in ("waiting", "paused"):
        raise NotFound
    return found


async def _decide(visit: Visit, waiting_id: str, act: str) -> Response:
    fields = await read_fields(visit.request)
    peer_id = fields.text("peer")
    reason = fields.text(f"reason-{peer_id}", longest=REASON, required=act == "forbid")
    try:
        fields.check()
    except Problems as wrong:
        return await _show(visit, waiting_id, wrong, fields)
    try:
        async with visit.changing(fields) as (story, actor):
            await _waiting(story, actor, visit, waiting_id)
            await ACTS[act](story, actor, waiting_id, peer_id, reason)
    except ReasonNeeded as needed:
        refused = Problems([Problem(f"reason-{peer_id}", say(needed.key))])
        return await _show(visit, waiting_id, refused, fields)
    return visit.go("waiting" if act == "approve" else f"waiting/{waiting_id}")


async def _waiting(story: Story, actor: Actor, visit: Visit, waiting_id: str) -> Membership:
    actor.ensure_coordinator(visit.programme.id)
    return await waiting_in(story, visit, waiting_id)


async def _show(
    visit: Visit, waiting_id: str, wrong: Problems | None = None, fields: Fields | None = None
) -> Response:
    async with visit.changing() as (story, actor):
        waiting = await _waiting(story, actor, visit, waiting_id)
        await record(story, actor, waiting, "read.shortlist")
        also = (fields.values.get("peer", ""),) if fields else ()
        shown = await shortlist_of(story, visit.programme, waiting, also)
        relax = await relaxable_of(story, visit.programme, waiting)
    return await visit.page(
        "waiting_person.html",
        status=422 if wrong else 200,
        shown=shown,
        relax=relax,
        problems=wrong.found if wrong else None,
        values=fields.values if fields else None,
    )
