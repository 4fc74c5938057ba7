"""Today: what needs a coordinator, most urgent first."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from console.live import part
from console.visits import Visit, Visiting
from db.alert_lists import count_alerts
from flows.duty import local_now
from flows.today import ORDER, needs_today

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
    asked = visit.request.query_params.get("show", "")
    only = asked if asked in ORDER else ""
    story, where = visit.story, visit.programme
    needs = await needs_today(story, visit.actor, where, only)
    waiting = sum(topic.n for topic in needs if topic.topic == "alerts")
    if only:
        waiting = await count_alerts(story.session, where.id, visit.actor.person.id, "open")
    today = local_now(story, where).date()
    return {"needs": needs, "waiting": waiting, "today": today, "show": only}
