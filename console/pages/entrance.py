"""The entrance: where somebody begins, signs in, and how they go."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from console.answers import READER
from console.cookies import take_token, token_in
from console.desk import desk_of
from console.errors import NotFound
from console.forms import read_fields
from console.one_time_codes import check_code, check_recovery_code
from console.passkeys import (
    PasskeyRefused,
    ask_to_sign_in,
    can_have_passkeys,
    check_sign_in,
)
from console.rendering import Voice, draw
from console.sign_in import (
    count_begun,
    count_in_vain,
    ensure_rested,
    let_in,
    may_come_back,
    welcome,
)
from console.visits import TRIAL, Guest, SignedIn
from db.console_sessions import console_session_by_token, end_console_session
from db.ids import PersonId, new_id
from db.programmes import programme
from flows.actor import COORDINATOR
from flows.letters import say
from flows.story import Story

router = APIRouter()

LONGEST_ANSWER = 16_000


@router.get("/")
async def begin(guest: SignedIn) -> Response:
    """To the programme of whoever is signed in; where there are more, they choose."""
    mine = [m for m in guest.actor.standing if m.role == COORDINATOR and m.stage == "active"]
    if not mine:
        return await _without_programme(guest)
    if len(mine) > 1:
        found = [await programme(guest.story.session, m.programme_id) for m in mine]
        return await guest.page("programmes.html", programmes=found)
    return RedirectResponse(f"/console/p/{mine[0].programme_id}/today", 303)


async def _without_programme(guest: Guest) -> HTMLResponse:
    """In place of a programme: that somebody has to let them in, and how they go."""
    heading, text = (say(f"console.answer.no_programme{end}") for end in (".title", ""))
    return await guest.page("message.html", status=403, heading=heading, texts=(text,), back="")


@router.get("/sign-in")
async def ask_who(request: Request) -> Response:
    """The ways to sign in."""
    return _sign_in_page(request, request.query_params.get("next", ""))


@router.post("/sign-in/passkey/ask")
async def ask_for_passkey(request: Request) -> Response:
    """What the browser asks an authenticator, for a script."""
    ensure_rested(request)
    count_begun(request)
    desk = desk_of(request)
    async with desk.database.transaction(durable=False) as session:
        asked = await ask_to_sign_in(session, desk, desk.now())
    return Response(asked, media_type="application/json")


@router.post("/sign-in/passkey")
async def sign_in_by_passkey(request: Request) -> Response:
    """Whoever's passkey it is."""
    ensure_rested(request)
    desk, fields = desk_of(request), await read_fields(request)
    answer = fields.text("credential", longest=LONGEST_ANSWER)
    let: tuple[str, str] | None = None
    async with desk.database.transaction() as session:
        try:
            passkey = await check_sign_in(session, desk, answer, desk.now())
        except PasskeyRefused:
            passkey = None
        if passkey is not None and await may_come_back(session, passkey.person_id):
            let = await let_in(session, request, passkey.person_id, "passkey")
    return _answer(request, let, fields.values.get("next", ""))


@router.post("/sign-in/code")
async def sign_in_by_code(request: Request) -> Response:
    """Whoever's sign-in name and code they are."""
    ensure_rested(request)
    desk, fields = desk_of(request), await read_fields(request)
    name, code = fields.text("name", required=False), fields.text("code", required=False)
    let: tuple[str, str] | None = None
    async with desk.database.transaction() as session:
        found = await check_code(session, name, code, desk.now())
        if found is not None and await may_come_back(session, found):
            let = await let_in(session, request, found, "code")
    return _answer(request, let, fields.values.get("next", ""))


@router.post("/sign-in/recovery")
async def sign_in_by_recovery_code(request: Request) -> Response:
    """Whoever's recovery code it is; it works once."""
    ensure_rested(request)
    desk, fields = desk_of(request), await read_fields(request)
    typed = fields.text("recovery", required=False)
    let: tuple[str, str] | None = None
    async with desk.database.transaction() as session:
        found: PersonId | None = await check_recovery_code(session, typed, desk.now())
        if found is not None and await may_come_back(session, found):
            let = await let_in(session, request, found, "recovery")
    return _answer(request, let, "/console/me")


@router.post("/sign-in/trial")
async def sign_in_to_trial(request: Request) -> Response:
    """The made-up coordinator, in a trial alone."""
    desk = desk_of(request)
    if desk.trial_sign_in is None:
        raise NotFound
    async with desk.database.transaction() as session:
        story = Story(session, desk.now(), f"console:{new_id()}")
        someone = await desk.trial_sign_in(story)
        token, page = await let_in(session, request, someone, TRIAL)
    return welcome(desk, token, page)


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


def _answer(request: Request, let: tuple[str, str] | None, asked: str) -> Response:
    """In, or the same sentence for everything that does not fit."""
    if let is None:
        count_in_vain(request)
        return _sign_in_page(request, asked, was_wrong=True)
    return welcome(desk_of(request), *let, asked)


def _sign_in_page(request: Request, asked: str, *, was_wrong: bool = False) -> Response:
    desk = desk_of(request)
    drawn = draw(
        "sign_in.html",
        Voice(desk.catalogue, READER),
        is_trial=desk.trial_sign_in is not None,
        trial=desk.trial_sign_in is not None,
        has_passkeys=can_have_passkeys(desk),
        has_organisation=desk.organisation is not None,
        is_locked="locked" in request.query_params,
        was_wrong=was_wrong,
        asked=asked,
        nonce=request.state.nonce,
    )
    return HTMLResponse(drawn, 403 if was_wrong else 200)
