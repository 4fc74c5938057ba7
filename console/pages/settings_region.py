"""The numbers for urgent help, as their file has them."""

from fastapi import APIRouter
from starlette.responses import Response

from care.regions import STALE_DAYS, is_stale, urgent_help_text
from console.questions import today_of
from console.visits import Visiting
from flows.regions import region_of

router = APIRouter(prefix="/p/{programme_id}/settings/region")


@router.get("")
async def show_region(visit: Visiting) -> Response:
    """The numbers for urgent help: from whom, when last checked, and what could not be checked."""
    found = region_of(visit.story, visit.programme)
    today = today_of(visit.actor.person, visit.story.now)
    return await visit.page(
        "settings_region.html",
        region=found,
        stale=is_stale(found, today),
        stale_days=STALE_DAYS,
        age=(today - found.last_checked).days,
        shown=urgent_help_text(found),
    )
