"""Entering by a link: looking at it changes nothing, since apps look at links by themselves."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from console.answers import READER
from console.desk import desk_of
from console.forms import Fields, Problems, read_fields
from console.rendering import Voice, draw
from console.sign_in import count_in_vain, ensure_rested, let_in, session_here, welcome
from console.told import keep_what_was_told
from console.visits import LINK
from db.console_sessions import console_session_by_token
from db.ids import new_id
from db.people import name_of, person
from flows.console_links import NAME_LENGTH, Opening, look_at_link, use_link
from flows.console_ways import ways_of
from flows.errors import Refused
from flows.story import Story

router = APIRouter(prefix="/enter")

SET_UP = "/console/set-up"


@router.get("")
async def look(request: Request) -> Response:
    """What the link leads to, and one button."""
    ensure_rested(request)
    return await _page(request, request.query_params.get("t", ""))


@router.post("")
async def go_on(request: Request) -> Response:
    """Use the link: a session, and first of all a way to come back."""
    ensure_rested(request)
    desk, fields = desk_of(request), await read_fields(request)
    token = fields.text("t", required=False)
    try:
        opening, here = await _opening(request, token)
        is_new = bool(opening.programme) and not here
        name = fields.text("name", longest=NAME_LENGTH, required=is_new)
        fields.check()
    except Problems as wrong:
        return await _page(request, token, wrong, fields)
    async with desk.database.transaction() as session:
        story = Story(session, desk.now(), f"console:{new_id()}")
        standing = await session_here(session, request)
        known = await person(session, standing.person_id) if standing else None
        someone = await use_link(story, token, name, known)
        has_way = (await ways_of(story, someone)).count > 0
        new_token, page = await let_in(session, request, someone, LINK)
        found = await console_session_by_token(session, new_token)
        if found is not None:
            await keep_what_was_told(story, found)
    return welcome(desk, new_token, page if has_way else SET_UP)


async def _opening(request: Request, token: str) -> tuple[Opening, str]:
    """What the link leads to, and the name of whoever is signed in here; raises Refused."""
    desk = desk_of(request)
    async with desk.database.reading() as session:
        story = Story(session, desk.now(), "console")
        try:
            opening = await look_at_link(story, token)
        except Refused:
            count_in_vain(request)
            raise
        standing = await session_here(session, request)
        known = await person(session, standing.person_id) if standing else None
        return opening, await name_of(session, known) if known else ""


async def _page(
    request: Request, token: str, wrong: Problems | None = None, fields: Fields | None = None
) -> Response:
    opening, here = await _opening(request, token)
    drawn = draw(
        "enter.html",
        Voice(desk_of(request).catalogue, READER),
        opening=opening,
        here_is=here,
        token=token,
        values=fields.values if fields else None,
        problems=wrong.found if wrong else (),
        nonce=request.state.nonce,
    )
    return HTMLResponse(drawn, 422 if wrong else 200)
