"""Invitations: ways into a role, shown once with their picture, listed and taken back."""

from datetime import timedelta

import segno
from fastapi import APIRouter
from starlette.responses import Response

from care.setting_pack import Role
from console.errors import NotFound
from console.forms import Fields, Problems, read_fields
from console.visits import Visit, Visiting
from db.ids import InvitationId
from db.invitations import invitation_or_none
from flows.invitations_view import issue_at_console, open_ways, partner_ways
from flows.letters import body, say
from flows.open_invitations import take_back

router = APIRouter(prefix="/p/{programme_id}/settings/invitations")

ROLES: tuple[Role, ...] = ("service_user", "peer_worker", "coordinator")
MOST_USES, MOST_DAYS = 500, 90
LASTS_DAYS = 7


@router.get("")
async def show_invitations(visit: Visiting) -> Response:
    """The form, the invitations that are open, and partners' links with their counts."""
    return await _show(visit)


@router.post("")
async def issue(visit: Visiting) -> Response:
    """Make an invitation and show it: the link, its picture and the code, this once."""
    fields = await read_fields(visit.request)
    role = fields.choice("role", ROLES)
    partner = fields.text("partner", longest=60, required=False)
    uses = fields.number("uses", lowest=1, highest=MOST_USES)
    days = fields.number("days", lowest=1, highest=MOST_DAYS)
    if role and role != "service_user" and (uses > 1 or partner):
        fields.refuse("uses", "invite.one_each")
    if days > LASTS_DAYS and not partner:
        fields.refuse("days", "invite.days_most")
    try:
        fields.check()
    except Problems as wrong:
        return await _show(visit, wrong, fields)
    chosen: Role = next(one for one in ROLES if one == role)
    async with visit.changing(fields) as (story, actor):
        made = await issue_at_console(
            story,
            actor,
            visit.programme,
            chosen,
            visit.desk.bot_link,
            timedelta(days=days),
            uses,
            partner,
        )
    picture = segno.make(made.link, error="m").svg_data_uri(scale=6, border=4, light="#fff")
    return await visit.page("settings_invitation.html", made=made, role=role, picture=picture)


@router.post("/take-back")
async def let_nobody_in(visit: Visiting) -> Response:
    """Let nobody in by this invitation any more."""
    fields = await read_fields(visit.request)
    wanted = InvitationId(fields.text("invitation", required=False))
    async with visit.changing(fields) as (story, actor):
        found = await invitation_or_none(story.session, wanted)
        if found is None or found.programme_id != visit.programme.id:
            raise NotFound
        await take_back(story, actor, wanted)
        await story.post(actor.person.id, body(say("console.invite.taken_back")))
    return visit.go("settings/invitations")


async def _show(
    visit: Visit, wrong: Problems | None = None, fields: Fields | None = None
) -> Response:
    usual = {"uses": "1", "days": str(LASTS_DAYS), "role": "service_user"}
    return await visit.page(
        "settings_invitations.html",
        status=422 if wrong else 200,
        problems=wrong.found if wrong else (),
        values=fields.values if fields else usual,
        roles=ROLES,
        ways=await open_ways(visit.story, visit.programme),
        partners=await partner_ways(visit.story, visit.programme),
    )
