"""The rota: who answers alerts in which hours, days off, and times in which nobody is there."""

from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import Response

from care.alert_questions import CLOSED, DEPUTY
from care.rota import DAY_MINUTES, STEP_MINUTES, WEEKDAYS, minute_in_words, split_hours
from console.errors import NotFound
from console.forms import Fields, Problems, read_fields
from console.questions import today_of
from console.visits import Visit, Visiting
from db.days_off import DaysOffRow
from db.ids import ProgrammeId
from db.rotas import RotaShift
from flows.days_off import be_off, be_there_again
from flows.rota import add_hours, add_usual_hours, take_hours
from flows.rota_view import rota_view

router = APIRouter(prefix="/p/{programme_id}/settings/rota")

RANKS = ("first", DEPUTY)
TIMES = tuple(str(minute) for minute in range(0, DAY_MINUTES + 1, STEP_MINUTES))
LATEST_OFF = timedelta(days=366)


@router.get("")
async def show_rota(visit: Visiting) -> Response:
    """The week, and the forms to change it."""
    return await _show(visit)


@router.post("/hours")
async def add(visit: Visiting) -> Response:
    """Put hours into the rota; everybody is told."""
    fields = await read_fields(visit.request)
    who = fields.text("who")
    days = fields.choices("days", WEEKDAYS)
    if not days:
        fields.refuse("days", "form.choose")
    begin, end = fields.choice("from", TIMES[:-1]), fields.choice("until", TIMES[1:])
    rank = fields.choice("rank", RANKS)
    try:
        fields.check()
    except Problems as wrong:
        return await _show(visit, wrong, fields)
    spans = tuple(
        span
        for day in days
        for span in split_hours(
            WEEKDAYS.index(day), int(begin), int(end) % DAY_MINUTES or DAY_MINUTES
        )
    )
    async with visit.changing(fields) as (story, actor):
        await add_hours(story, actor, visit.programme.id, who, spans, is_deputy=rank == DEPUTY)
    return visit.go("settings/rota")


@router.post("/hours/usual")
async def add_usual(visit: Visiting) -> Response:
    """Put the reader in on the days and in the hours of an office; everybody is told."""
    fields = await read_fields(visit.request)
    async with visit.changing(fields) as (story, actor):
        await add_usual_hours(story, actor, visit.programme.id)
    return visit.go("settings/rota")


@router.post("/hours/take-away")
async def take_away(visit: Visiting) -> Response:
    """Take a stretch of hours out of the rota; everybody is told."""
    fields = await read_fields(visit.request)
    wanted = fields.text("shift", required=False)
    async with visit.changing(fields) as (story, actor):
        shift = await story.session.get(RotaShift, wanted)
        _ensure_here(visit, shift.programme_id if shift else None)
        await take_hours(story, actor, wanted)
    return visit.go("settings/rota")


@router.post("/off")
async def days_off(visit: Visiting) -> Response:
    """Somebody is away, or all are; everybody is told."""
    fields = await read_fields(visit.request)
    who = fields.text("off_who", required=False)
    if not who:
        fields.refuse("off_who", "form.choose")
    first, last = fields.day("first"), fields.day("last")
    today = today_of(visit.actor.person, visit.story.now)
    if first and not today <= first <= today + LATEST_OFF:
        fields.refuse("first", "rota.first_between")
    elif first and last and not first <= last <= first + LATEST_OFF:
        fields.refuse("last", "rota.last_after")
    try:
        fields.check()
    except Problems as wrong:
        return await _show(visit, wrong, fields)
    if first is not None and last is not None:
        async with visit.changing(fields) as (story, actor):
            await be_off(story, actor, visit.programme.id, who, first, last)
    return visit.go("settings/rota")


@router.post("/off/take-away")
async def there_again(visit: Visiting) -> Response:
    """Take days off away again; everybody is told."""
    fields = await read_fields(visit.request)
    wanted = fields.text("days_off", required=False)
    async with visit.changing(fields) as (story, actor):
        row = await story.session.get(DaysOffRow, wanted)
        _ensure_here(visit, row.programme_id if row else None)
        await be_there_again(story, actor, wanted)
    return visit.go("settings/rota")


def _ensure_here(visit: Visit, programme_id: ProgrammeId | None) -> None:
    if programme_id != visit.programme.id:
        raise NotFound


async def _show(
    visit: Visit, wrong: Problems | None = None, fields: Fields | None = None
) -> Response:
    return await visit.page(
        "settings_rota.html",
        status=422 if wrong else 200,
        problems=wrong.found if wrong else (),
        values=fields.values if fields else {},
        rota=await rota_view(visit.story, visit.actor, visit.programme),
        weekdays=WEEKDAYS,
        chosen_days=fields.raw.get("days", ()) if fields else (),
        times=[(one, minute_in_words(int(one))) for one in TIMES],
        ranks=RANKS,
        closed=CLOSED,
    )
