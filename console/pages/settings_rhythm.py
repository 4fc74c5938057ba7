"""Hours and rhythm: the numbers that a programme plans by, and when it says that it reads."""

from fastapi import APIRouter
from starlette.responses import Response

from care.own_parts import HOURS
from care.pack_bounds import RHYTHM
from console.forms import Fields, Problem, Problems, read_fields
from console.pages.settings import go_on_from, keep_setting
from console.visits import Visit, Visiting
from flows.errors import Refused
from flows.letters import Text
from flows.own_settings import RHYTHM_SETTING, write_rhythm
from flows.own_view import own_numbers, own_text
from flows.programme_settings import SETTINGS

router = APIRouter(prefix="/p/{programme_id}/settings/rhythm")


@router.get("")
async def show_rhythm(visit: Visiting) -> Response:
    """Each number with its pack's, and whom it counts for from when on."""
    return await _show(visit)


@router.post("")
async def change_rhythm(visit: Visiting) -> Response:
    """Plan by other numbers from now on."""
    fields = await read_fields(visit.request)
    numbers = {
        name: fields.number(name, lowest=least, highest=most)
        for name, (least, most) in RHYTHM.items()
    }
    return await _keep(visit, fields, write_rhythm(numbers))


@router.post("/pack-numbers")
async def forget_rhythm(visit: Visiting) -> Response:
    """Plan by the numbers of the pack again."""
    return await _keep(visit, await read_fields(visit.request), "")


async def _keep(visit: Visit, fields: Fields, value: str) -> Response:
    try:
        fields.check()
        async with visit.changing(fields) as (story, actor):
            seen = fields.values.get("seen", "")
            await keep_setting(visit, story, actor, RHYTHM_SETTING, value, seen)
    except Problems as wrong:
        return await _show(visit, fields, wrong.found, 422)
    except Refused as refused:
        told = Problem(next(iter(RHYTHM)), Text(refused.key, refused.params or None))
        return await _show(visit, fields, (told,), 409)
    return visit.go("settings/rhythm")


async def _show(
    visit: Visit,
    fields: Fields | None = None,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> Response:
    story, where = visit.story, visit.programme
    numbers = own_numbers(story, where)
    standing = await SETTINGS[RHYTHM_SETTING].read(story, where)
    return await visit.page(
        "settings_rhythm.html",
        status=status,
        problems=problems,
        numbers=numbers,
        values=fields.values if fields else {one.name: one.now for one in numbers},
        seen=go_on_from(standing, fields, status),
        is_own=bool(standing),
        hours=own_text(story, where, HOURS),
    )
