"""The response: who answers alerts, how soon and by which way."""

from fastapi import APIRouter
from starlette.responses import Response

from care.alert_questions import RESPONSE_ROUTE, RESPONSE_WHO, RESPONSE_WITHIN, number_in
from console.forms import Fields, Problems, read_fields
from console.pages.settings import keep_setting
from console.visits import Visit, Visiting
from db.responses import response_of
from flows.response import write_response

router = APIRouter(prefix="/p/{programme_id}/settings/response")


@router.get("")
async def show_response(visit: Visiting) -> Response:
    """What is recorded, and the form to record it."""
    return await _show(visit)


@router.post("")
async def record(visit: Visiting) -> Response:
    """Record it in place of what was recorded before."""
    fields = await read_fields(visit.request)
    who = fields.text("who", longest=RESPONSE_WHO.most or 0)
    within = fields.choice("within", [one.code for one in RESPONSE_WITHIN.options])
    route = fields.text("route", longest=RESPONSE_ROUTE.most or 0)
    try:
        fields.check()
    except Problems as wrong:
        return await _show(visit, wrong, fields)
    async with visit.changing(fields) as (story, actor):
        value = write_response(who, number_in(within), route)
        await keep_setting(visit, story, actor, "response", value)
    return visit.go("settings/response")


async def _show(
    visit: Visit, wrong: Problems | None = None, fields: Fields | None = None
) -> Response:
    found = await response_of(visit.story.session, visit.programme.id)
    standing = {}
    if found is not None:
        within = f"within_{found.within_minutes}"
        standing = {"who": found.who, "within": within, "route": found.route}
    return await visit.page(
        "settings_response.html",
        status=422 if wrong else 200,
        problems=wrong.found if wrong else (),
        values=fields.values if fields else standing,
        found=found,
        questions=(RESPONSE_WHO, RESPONSE_WITHIN, RESPONSE_ROUTE),
    )
