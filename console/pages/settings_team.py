"""The team: who coordinates, who waits for a second yes, and roles that shall end."""

from fastapi import APIRouter
from starlette.responses import Response

from console.errors import NotFound
from console.forms import read_fields
from console.visits import Visit, Visiting
from db.ids import MembershipId
from db.memberships import membership_or_none
from flows.actor import COORDINATOR
from flows.story import Story
from flows.team import (
    agree_to_end,
    ask_to_end,
    confirm_coordinator,
    disagree_to_end,
    refuse_coordinator,
)
from flows.team_view import team_of

router = APIRouter(prefix="/p/{programme_id}/settings/members")

ACTS = {
    "confirm": confirm_coordinator,
    "refuse": refuse_coordinator,
    "ask-to-end": ask_to_end,
}
DECISIONS = {"agree": agree_to_end, "disagree": disagree_to_end}


@router.get("")
async def show_team(visit: Visiting) -> Response:
    """Every coordinator, and what can be done."""
    found = await team_of(visit.story, visit.actor, visit.programme)
    return await visit.page("settings_team.html", team=found)


@router.post("/{coordinator_id}")
async def act(visit: Visiting, coordinator_id: str) -> Response:
    """Let somebody in or not, ask that a role ends, or decide about it."""
    fields = await read_fields(visit.request)
    wanted = fields.choice("act", (*ACTS, *DECISIONS))
    async with visit.changing(fields) as (story, actor):
        await _ensure_here(visit, story, coordinator_id)
        if wanted in ACTS:
            await ACTS[wanted](story, actor, coordinator_id)
        elif wanted in DECISIONS:
            await DECISIONS[wanted](story, actor, fields.text("ending", required=False))
    return visit.go("settings/members")


async def _ensure_here(visit: Visit, story: Story, coordinator_id: str) -> None:
    found = await membership_or_none(story.session, MembershipId(coordinator_id))
    if found is None or (found.programme_id, found.role) != (visit.programme.id, COORDINATOR):
        raise NotFound
