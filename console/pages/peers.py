"""Peer workers: load, dates that run out, the page of each, confirming, supervision and hours."""

from datetime import date, timedelta

from fastapi import APIRouter
from starlette.responses import Response

from care.brief_questions import LETTER, SEND_BACK
from console.charts import line_chart
from console.errors import NotFound
from console.forms import Fields, read_fields
from console.pages.people import change_one_plan
from console.paging import Paging, page_of
from console.questions import read_answer, today_of
from console.visits import Visit, Visiting
from db.memberships import Membership
from flows.actor import Actor
from flows.confirming import confirm_shown, send_back
from flows.letters_to_people import write_to
from flows.measure_series import total_of
from flows.peer_register import FILTERS, HERE, peer_register
from flows.peer_view import peer_shown, peer_view
from flows.plans_shown import WAYS
from flows.staff import record
from flows.story import Story
from flows.supervision_log import MOST_LETTERS, record_talk

router = APIRouter(prefix="/p/{programme_id}/peers")

LATEST_NEXT = timedelta(days=366)


@router.get("")
async def show_peers(visit: Visiting) -> Response:
    """The peer workers of the programme in pages (`?show=to_confirm`)."""
    asked = visit.request.query_params.get("show", "")
    kind = asked if asked in FILTERS else HERE
    number = page_of(visit.request)
    register = await peer_register(visit.story, visit.programme, kind, number)
    paging = Paging(number, (("show", kind),), has_more=register.has_more)
    return await visit.page(
        "peers.html", register=register, kinds=tuple(FILTERS), kind=kind, paging=paging
    )


@router.get("/{peer_id}")
async def show_peer(visit: Visiting, peer_id: str) -> Response:
    """One peer worker; each look is audited."""
    return await _show(visit, peer_id)


@router.post("/{new_peer_id}/confirm")
async def confirm(visit: Visiting, new_peer_id: str) -> Response:
    """Confirm the answers that were shown; changed meanwhile, they are shown again."""
    fields = await read_fields(visit.request)
    shown = fields.text("shown", required=False)
    async with visit.changing(fields) as (story, actor):
        await peer_in(visit, new_peer_id, story, actor)
        done = await confirm_shown(story, actor, new_peer_id, shown, None)
    if not done:
        fields.refuse("shown", "peers.changed_meanwhile")
        return await _show(visit, new_peer_id, fields)
    return visit.go(f"peers/{new_peer_id}")


@router.post("/{new_peer_id}/send-back")
async def ask_to_mend(visit: Visiting, new_peer_id: str) -> Response:
    """Send the answers back with a reason, which the peer worker reads."""
    fields = await read_fields(visit.request)
    why = read_answer(fields, "why", SEND_BACK, _today(visit))
    if fields.found:
        return await _show(visit, new_peer_id, fields)
    async with visit.changing(fields) as (story, actor):
        await peer_in(visit, new_peer_id, story, actor)
        await send_back(story, actor, new_peer_id, str(why))
    return visit.go("peers?show=to_confirm")


@router.post("/{peer_id}/supervision")
async def supervision(visit: Visiting, peer_id: str) -> Response:
    """Record a talk, and when the next one is."""
    fields = await read_fields(visit.request)
    today = _today(visit)
    day, next_on = fields.day("talk_day"), fields.day("next_on", required=False)
    words = fields.text("talk", longest=MOST_LETTERS, required=False)
    if day is not None and day > today:
        fields.refuse("talk_day", "peers.day_to_come")
    if next_on is not None and not today <= next_on <= today + LATEST_NEXT:
        fields.refuse("next_on", "peers.next_between")
    if fields.found:
        return await _show(visit, peer_id, fields)
    async with visit.changing(fields) as (story, actor):
        await peer_in(visit, peer_id, story, actor)
        if day is not None:
            await record_talk(story, actor, peer_id, day=day, next_on=next_on, words=words)
    return visit.go(f"peers/{peer_id}")


@router.post("/{peer_id}/write")
async def write(visit: Visiting, peer_id: str) -> Response:
    """Write to them; the words are not kept."""
    fields = await read_fields(visit.request)
    words = fields.text("letter", longest=LETTER.most or 0)
    if fields.found:
        return await _show(visit, peer_id, fields)
    async with visit.changing(fields) as (story, actor):
        await peer_in(visit, peer_id, story, actor)
        await write_to(story, actor, peer_id, words)
    return visit.go(f"peers/{peer_id}")


@router.post("/{peer_id}/plan")
async def change_plan(visit: Visiting, peer_id: str) -> Response:
    """Ask less often, as planned, not at all or again; the peer worker is told."""
    fields = await read_fields(visit.request)
    change, plan_id = fields.choice("change", WAYS), fields.text("plan")
    if fields.found:
        return await _show(visit, peer_id, fields)
    async with visit.changing(fields) as (story, actor):
        membership = await peer_in(visit, peer_id, story, actor)
        await change_one_plan(story, actor, membership, plan_id, change)
    return visit.go(f"peers/{peer_id}")


async def peer_in(visit: Visit, peer_id: str, story: Story, actor: Actor) -> Membership:
    """A peer worker of this programme who sent their answers, or left; else NotFound."""
    found = await peer_shown(story, actor, visit.programme.id, peer_id)
    if found is None:
        raise NotFound
    return found


async def _show(visit: Visit, peer_id: str, fields: Fields | None = None) -> Response:
    async with visit.changing() as (story, actor):
        membership = await peer_in(visit, peer_id, story, actor)
        await record(story, actor, membership, "peer_worker.read")
        view = await peer_view(story, membership, actor.person)
        if view.plans.plans:
            await record(story, actor, membership, "checkins.read")
    return await visit.page(
        "peer.html",
        form=fields,
        view=view,
        charts=[(one, line_chart(one.least, one.most, one.runs)) for one in view.series],
        total_of=total_of,
        today=_today(visit),
    )


def _today(visit: Visit) -> date:
    return today_of(visit.actor.person, visit.story.now)
