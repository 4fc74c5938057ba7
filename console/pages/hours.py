"""Hours of a peer worker for pay, a month at a time, and as a file."""

from datetime import date, timedelta

from fastapi import APIRouter
from starlette.responses import Response

from care.work_questions import MOST_DAYS_BACK, MOST_MINUTES
from console.csv_files import csv_answer
from console.forms import Fields, read_fields
from console.pages.peers import peer_in
from console.questions import today_of
from console.visits import Visit, Visiting
from flows.somebody import called_by_id
from flows.staff import record
from flows.work_hours import (
    KINDS,
    Month,
    enter_hours,
    month_of,
    take_hours_away,
)

router = APIRouter(prefix="/p/{programme_id}/peers/{peer_id}/hours")

EARLIEST_YEAR = 2000


@router.get("")
async def show_hours(visit: Visiting, peer_id: str) -> Response:
    """One month (`?month=2026-11`); each look is audited."""
    return await _show(visit, peer_id)


@router.get("/month.csv")
async def hours_as_file(visit: Visiting, peer_id: str) -> Response:
    """The entries of one month, for whoever pays."""
    async with visit.changing() as (story, actor):
        membership = await peer_in(visit, peer_id, story, actor)
        await record(story, actor, membership, "work_time.exported")
        month = await month_of(story, membership, _month(visit))
        name = visit.voice.say(await called_by_id(story, membership.person_id))
    t = visit.voice.t
    rows = [
        (
            name,
            line.day.isoformat(),
            line.minutes,
            t(f"console.hours.kind.{line.spent_on}"),
            visit.voice.say(line.by),
        )
        for line in month.lines
    ]
    names = ("name", "day", "minutes", "spent_on", "by")
    columns = [t(f"console.hours.column.{one}") for one in names]
    return csv_answer(f"hours-{month.first:%Y-%m}", columns, rows)


@router.post("")
async def enter(visit: Visiting, peer_id: str) -> Response:
    """Keep an entry; the peer worker is told."""
    fields = await read_fields(visit.request)
    today = today_of(visit.actor.person, visit.story.now)
    day = fields.day("day")
    minutes = fields.number("minutes", lowest=1, highest=MOST_MINUTES)
    spent_on = fields.choice("spent_on", KINDS)
    if day is not None and not today - timedelta(days=MOST_DAYS_BACK) <= day <= today:
        fields.refuse("day", "hours.day_between")
    if fields.found:
        return await _show(visit, peer_id, fields)
    async with visit.changing(fields) as (story, actor):
        await peer_in(visit, peer_id, story, actor)
        if day is not None:
            await enter_hours(story, actor, peer_id, day=day, minutes=minutes, spent_on=spent_on)
    return visit.go(f"peers/{peer_id}/hours?month={day:%Y-%m}")


@router.post("/take-away")
async def take_away(visit: Visiting, peer_id: str) -> Response:
    """Delete an entry; the peer worker is told."""
    fields = await read_fields(visit.request)
    entry_id = fields.text("entry", required=False)
    async with visit.changing(fields) as (story, actor):
        await peer_in(visit, peer_id, story, actor)
        await take_hours_away(story, actor, peer_id, entry_id)
    return visit.go(f"peers/{peer_id}/hours?month={_month(visit):%Y-%m}")


async def _show(visit: Visit, peer_id: str, fields: Fields | None = None) -> Response:
    async with visit.changing() as (story, actor):
        membership = await peer_in(visit, peer_id, story, actor)
        await record(story, actor, membership, "work_time.read")
        month: Month = await month_of(story, membership, _month(visit))
        name = await called_by_id(story, membership.person_id)
    today = today_of(visit.actor.person, visit.story.now)
    return await visit.page(
        "hours.html",
        form=fields,
        membership=membership,
        name=name,
        month=month,
        before=(month.first - timedelta(days=1)).replace(day=1),
        after=month.last + timedelta(days=1) if month.last < today else None,
        kinds=KINDS,
        today=today,
    )


def _month(visit: Visit) -> date:
    """The first day of the month that is asked for; of this one where none can be read."""
    asked = visit.request.query_params.get("month", "")
    today = today_of(visit.actor.person, visit.story.now)
    try:
        first = date.fromisoformat(f"{asked}-01")
    except ValueError:
        return today.replace(day=1)
    is_known = first.year >= EARLIEST_YEAR and first <= today
    return first if is_known else today.replace(day=1)
