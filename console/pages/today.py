"""Today: what needs a coordinator, most urgent first."""

from fastapi import APIRouter
from starlette.responses import Response

from console.visits import Visiting

router = APIRouter(prefix="/p/{programme_id}/today")


@router.get("")
async def show_today(visit: Visiting) -> Response:
    """The page that a half day begins with."""
    return await visit.page("today.html")
