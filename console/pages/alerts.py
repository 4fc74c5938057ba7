"""Alerts: who needs somebody, who has it, and what came of it; the page follows what happens."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from care.alert_questions import ALERT_NOTE, LOOK_AGAIN
from care.escalation import OUTCOMES
from console.errors import NotFound
from console.forms import Fields, read_fields
from console.live import part
from console.paging import Paging, page_of
from console.questions import read_answer, today_of
from console.visits import Visit, Visiting
from db.alert_lists import KINDS, AlertKind, count_alerts
from db.alerts import Alert
from flows.actor import Actor
from flows.alert_follow_ups import keep_day, looked_again
from flows.alert_lists import alerts_in_short, list_of_alerts
from flows.alert_notes import keep_note
from flows.alert_pages import alert_in, alert_now, read_alert
from flows.alerts import end, take, take_from
from flows.letters import body, say
from flows.lists import PAGE
from flows.story import Story

router = APIRouter(prefix="/p/{programme_id}/alerts")

SHOWN: Mapping[AlertKind, int] = {"open": 20, "taken": 20, "later": 20, "closed": 5}


@router.get("")
async def show_alerts(visit: Visiting) -> Response:
    """All kinds in short, or one kind in pages (`?show=closed`)."""
    return await visit.page("alerts.html", as_of=visit.story.now, **await _listed(visit))


@router.get("/live")
async def follow_alerts(visit: Visiting) -> Response:
    """The list alone, as it stands now."""
    return part(visit, "alerts_list.html", **await _listed(visit))


@router.get("/{alert_id}")
async def show_alert(visit: Visiting, alert_id: str) -> Response:
    """One alert with its reasons and notes; each look is audited."""
    return await _show(visit, alert_id)


@router.get("/{alert_id}/live")
async def follow_alert(visit: Visiting, alert_id: str) -> Response:
    """Where the alert stands now, and what was done."""
    story, me = visit.story, visit.actor.person
    alert = await _alert(story, visit.actor, visit, alert_id)
    shown = visit.request.query_params.get("content", "")
    return part(
        visit,
        "alert_now.html",
        now=await alert_now(story, me, alert),
        waiting=await count_alerts(story.session, visit.programme.id, me.id, "open"),
        shown=shown,
    )


@router.post("/{alert_id}/take")
async def take_alert(visit: Visiting, alert_id: str) -> Response:
    """The coordinator takes the alert on."""
    async with visit.changing() as (story, actor):
        await _alert(story, actor, visit, alert_id)
        await take(story, actor, alert_id)
        await story.post(actor.person.id, body(say("console.alert.you_took")))
    return visit.go(f"alerts/{alert_id}")


@router.post("/{alert_id}/take-over")
async def take_alert_over(visit: Visiting, alert_id: str) -> Response:
    """The coordinator takes the alert on from another one."""
    async with visit.changing() as (story, actor):
        await _alert(story, actor, visit, alert_id)
        await take_from(story, actor, alert_id)
        await story.post(actor.person.id, body(say("console.alert.you_took")))
    return visit.go(f"alerts/{alert_id}")


@router.post("/{alert_id}/note")
async def note(visit: Visiting, alert_id: str) -> Response:
    """Keep a note, sealed with the person's key."""
    fields = await read_fields(visit.request)
    words = read_answer(fields, "note", ALERT_NOTE, _today(visit))
    if fields.found:
        return await _show(visit, alert_id, fields)
    async with visit.changing(fields) as (story, actor):
        await _alert(story, actor, visit, alert_id)
        await keep_note(story, actor, alert_id, str(words))
        await story.post(actor.person.id, body(say("console.alert.note_kept")))
    return visit.go(f"alerts/{alert_id}")


@router.post("/{alert_id}/day")
async def choose_day(visit: Visiting, alert_id: str) -> Response:
    """Keep the day on which whoever has the alert looks again."""
    fields = await read_fields(visit.request)
    day = read_answer(fields, "day", LOOK_AGAIN, _today(visit))
    if fields.found:
        return await _show(visit, alert_id, fields)
    async with visit.changing(fields) as (story, actor):
        await _alert(story, actor, visit, alert_id)
        if isinstance(day, date):
            await keep_day(story, actor, alert_id, day)
            await story.post(actor.person.id, body(say("console.alert.day_kept")))
    return visit.go(f"alerts/{alert_id}")


@router.post("/{alert_id}/looked-again")
async def end_day(visit: Visiting, alert_id: str) -> Response:
    """The day to look again is done with."""
    async with visit.changing() as (story, actor):
        await _alert(story, actor, visit, alert_id)
        await looked_again(story, actor, alert_id)
    return visit.go(f"alerts/{alert_id}")


@router.post("/{alert_id}/close")
async def close_alert(visit: Visiting, alert_id: str) -> Response:
    """Close the alert with what came of it."""
    fields = await read_fields(visit.request)
    outcome = fields.choice("outcome", OUTCOMES)
    if fields.found:
        return await _show(visit, alert_id, fields)
    async with visit.changing(fields) as (story, actor):
        await _alert(story, actor, visit, alert_id)
        await end(story, actor, alert_id, outcome)
        await story.post(actor.person.id, body(say("console.alert.closed_now")))
    return visit.go("alerts")


async def _alert(story: Story, actor: Actor, visit: Visit, alert_id: str) -> Alert:
    """The alert in this programme; NotFound for any other, and for one about the reader."""
    found = await alert_in(story, actor.person.id, visit.programme.id, alert_id)
    if found is None:
        raise NotFound
    return found


async def _show(visit: Visit, alert_id: str, fields: Fields | None = None) -> Response:
    async with visit.changing() as (story, actor):
        alert = await _alert(story, actor, visit, alert_id)
        actor.ensure_coordinator(visit.programme.id)
        page = await read_alert(story, actor, alert)
        waiting = await count_alerts(story.session, alert.programme_id, actor.person.id, "open")
    return await visit.page(
        "alert.html",
        form=fields,
        as_of=visit.story.now,
        page=page,
        now=page.now,
        waiting=waiting,
        shown=str(page.now.content),
        outcomes=OUTCOMES,
        earliest=_today(visit),
    )


async def _listed(visit: Visit) -> dict[str, Any]:
    story, me, where = visit.story, visit.actor.person.id, visit.programme.id
    asked = visit.request.query_params.get("show", "")
    kind = next((known for known in KINDS if known == asked), None)
    if kind is None:
        lists = await alerts_in_short(story, me, where, SHOWN)
        return {"lists": lists, "waiting": lists[0].n, "show": "", "paging": None}
    paging = Paging(page_of(visit.request), (("show", kind),))
    one = await list_of_alerts(story, me, where, kind, most=PAGE, after=paging.after)
    waiting = await count_alerts(story.session, where, me, "open")
    paged = Paging(paging.number, paging.query, n=one.n)
    return {"lists": [one], "waiting": waiting, "show": kind, "paging": paged}


def _today(visit: Visit) -> date:
    return today_of(visit.actor.person, visit.story.now)
