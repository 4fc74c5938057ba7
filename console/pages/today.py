"""Today: what needs a coordinator, most urgent first."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from console.live import part
from console.visits import Visit, Visiting
from flows.duty import local_now
from flows.today import needs_today

router = APIRouter(prefix="/p/{programme_id}/today")


@router.get("")
async def show_today(visit: Visiting) -> Response:
    """The page that a half day begins with."""
    return await visit.page("today.html", as_of=visit.story.now, **await _needs(visit))


@router.get("/live")
async def follow_today(visit: Visiting) -> Response:
    """What waits, as it stands now."""
    return part(visit, "today_needs.html", **await _needs(visit))


async def _needs(visit: Visit) -> dict[str, Any]:
    needs = await needs_today(visit.story, visit.actor, visit.programme)
    return {
        "needs": needs,
        "waiting": next((one.n for one in needs if one.topic == "alerts"), 0),
        "today": local_now(visit.story, visit.programme).date(),
    }
