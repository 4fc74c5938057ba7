"""The waiting list: who waits, since when, who is hard to match, and the round over all of them."""

from fastapi import APIRouter
from starlette.responses import Response

from console.apart import worked_out
from console.forms import read_fields
from console.paging import Paging, page_of
from console.visits import Visiting
from db.audit import record_act
from flows.letters import body, say
from flows.lists import PAGE
from flows.matching_list import read_list
from flows.round_keeping import seal_made
from flows.rounds import make_round
from flows.story import Story
from flows.suggestions import keep_suggestions
from flows.waiting_list import VIEWS, overview, page_of_waiting

router = APIRouter(prefix="/p/{programme_id}/waiting")


@router.get("")
async def show_waiting(visit: Visiting) -> Response:
    """Who waits, the longest first (`?show=hard`, `?show=break`), and what the last round found."""
    asked = visit.request.query_params.get("show", "")
    view = asked if asked in VIEWS else VIEWS[0]
    paging = Paging(page_of(visit.request), (("show", view),))
    me = visit.actor.person.id
    counts = await overview(visit.story, visit.programme, me)
    of_view = {"all": counts.waiting, "hard": counts.hard, "break": counts.on_break}
    people = await page_of_waiting(visit.story, visit.programme, view, paging.after, PAGE + 1, me)
    return await visit.page(
        "waiting.html",
        counts=counts,
        of_view=of_view,
        view=view,
        people=people[:PAGE],
        paging=Paging(paging.number, paging.query, has_more=len(people) > PAGE),
    )


@router.post("/round")
async def make_round_anew(visit: Visiting) -> Response:
    """Match everybody who waits anew: read, solve apart, then write what still holds."""
    fields = await read_fields(visit.request)
    database, now = visit.desk.database, visit.desk.now()
    async with database.reading() as session:
        listed = await read_list(Story(session, now, "console:round"), visit.programme)
    made = await worked_out(make_round, listed)
    async with database.reading() as session:
        sealed = await seal_made(Story(session, now, "console:round"), visit.programme, made)
    async with visit.changing(fields) as (story, actor):
        actor.ensure_coordinator(visit.programme.id)
        new = await keep_suggestions(story, visit.programme, sealed, was_apart=True)
        await record_act(
            story.session,
            actor.person.id,
            "round.made",
            about=visit.programme.id,
            programme_id=visit.programme.id,
            now=story.now,
        )
        totals = made.found.totals
        told = say("console.round.made", waiting=totals.waiting, placed=totals.placed, new=new)
        await story.post(actor.person.id, body(told))
    return visit.go("waiting")
