"""The entrance: where somebody begins, and how they go."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from console.answers import READER, show_message
from console.cookies import give_token, take_token, token_in
from console.desk import desk_of
from console.errors import NotFound
from console.rendering import Voice, draw
from console.visits import TRIAL, SignedIn
from db.console_sessions import (
    console_session_by_token,
    end_console_session,
    open_console_session,
)
from db.ids import new_id
from flows.actor import COORDINATOR
from flows.story import Story

router = APIRouter()


@router.get("/")
async def begin(guest: SignedIn) -> Response:
    """To the programme of whoever is signed in."""
    mine = [m for m in guest.actor.standing if m.role == COORDINATOR and m.stage == "active"]
    if not mine:
        return show_message(guest.request, "no_programme", 403)
    return RedirectResponse(f"/console/p/{mine[0].programme_id}/today", 303)


@router.get("/sign-in")
async def ask_to_sign_in(request: Request) -> Response:
    """The ways to sign in."""
    desk = desk_of(request)
    drawn = draw(
        "sign_in.html",
        Voice(desk.catalogue, READER),
        is_trial=desk.trial_sign_in is not None,
        is_locked="locked" in request.query_params,
        nonce=request.state.nonce,
    )
    return HTMLResponse(drawn)


@router.post("/sign-in/trial")
async def sign_in_to_trial(request: Request) -> Response:
    """The made-up coordinator, in a trial alone."""
    desk = desk_of(request)
    if desk.trial_sign_in is None:
        raise NotFound
    async with desk.database.transaction() as session:
        story = Story(session, desk.now(), f"console:{new_id()}")
        someone = await desk.trial_sign_in(story)
        _, token = await open_console_session(session, someone, TRIAL, desk.now())
    answer = RedirectResponse("/console/", 303)
    give_token(answer, desk, token)
    return answer


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """End the session of this browser."""
    desk = desk_of(request)
    async with desk.database.transaction() as session:
        found = await console_session_by_token(session, token_in(request, desk))
        if found is not None:
            end_console_session(session, found, desk.now())
    answer = RedirectResponse("/console/sign-in", 303)
    take_token(answer, desk)
    return answer
