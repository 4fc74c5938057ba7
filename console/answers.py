"""Answers to what went wrong: each says what to do, and nothing about what is held."""

import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode, urlsplit

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from care.errors import Refusal
from care.regions import FALLBACK_TEXT
from console.desk import desk_of
from console.errors import (
    DoneAlready,
    FormRefused,
    Locked,
    NotFound,
    NotSignedIn,
    SetUpFirst,
    TooOften,
)
from console.live import asleep, gone, is_live
from console.rendering import Reader, Voice, draw
from flows.errors import Refused
from flows.letters import Text, Words, say

log = logging.getLogger(__name__)

READER = Reader("en", "Europe/London")  # until it is known who reads
Answer = Callable[[Request, Exception], Awaitable[Response]]


def add_answers(app: FastAPI) -> None:
    """Answer everything that pages raise."""
    answers: dict[type[Exception], Answer] = {
        NotSignedIn: _sign_in,
        Locked: _sign_in,
        SetUpFirst: _set_up,
        TooOften: _too_often,
        NotFound: _not_found,
        HTTPException: _http,
        RequestValidationError: _not_found,
        DoneAlready: _done_already,
        FormRefused: _form_refused,
        Refused: _refused,
        Refusal: _refused,
        Exception: _failed,
    }
    for kind, answer in answers.items():
        app.add_exception_handler(kind, answer)


def show_message(request: Request, key: str, status: int, *texts: Text | Words) -> HTMLResponse:
    """A page with a heading and a few sentences; `key` stands below `console.answer.`."""
    voice = Voice(desk_of(request).catalogue, READER)
    drawn = draw(
        "message.html",
        voice,
        heading=say(f"console.answer.{key}.title"),
        texts=texts or (say(f"console.answer.{key}"),),
        back=_back(request),
        nonce=request.state.nonce,
    )
    return HTMLResponse(drawn, status)


async def _sign_in(request: Request, error: Exception) -> Response:
    """To the page that signs in, and from there back to the page that was asked for.

    A part of a page that asks for itself is answered in its place: what it showed is gone, and
    what somebody typed beside it stays.
    """
    if is_live(request):
        return asleep(request)
    asked = {"next": _asked_for(request)} if request.method == "GET" else {}
    if isinstance(error, Locked):
        asked["locked"] = "1"
    return RedirectResponse(f"/console/sign-in?{urlencode(asked)}", 303)


async def _set_up(_: Request, __: Exception) -> Response:
    return RedirectResponse("/console/set-up", 303)


async def _too_often(request: Request, _: Exception) -> Response:
    return show_message(request, "too_often", 429)


async def _not_found(request: Request, _: Exception) -> Response:
    if is_live(request):
        return gone(request)
    return show_message(request, "not_found", 404)


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return show_message(request, "not_found" if status in (404, 405) else "refused", status)


async def _done_already(request: Request, _: Exception) -> Response:
    return show_message(request, "done_already", 409)


async def _form_refused(request: Request, _: Exception) -> Response:
    return show_message(request, "form_refused", 413)


async def _refused(request: Request, error: Exception) -> Response:
    """What a story or a rule refused, in its own words: often somebody else was quicker."""
    if not isinstance(error, Refused | Refusal):
        raise error
    return show_message(request, "refused", 409, Text(error.key, error.params or None))


async def _failed(request: Request, error: Exception) -> Response:
    """Something of ours broke: the log has its kind and place, the page has the numbers."""
    log.error("console.failed", extra={"error": type(error).__name__, "where": _route(request)})
    return show_message(request, "failed", 500, say("console.answer.failed"), Words(FALLBACK_TEXT))


def _route(request: Request) -> str:
    route = request.scope.get("route")
    return str(getattr(route, "path", "")) or "unknown"


def _asked_for(request: Request) -> str:
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


def _back(request: Request) -> str:
    """The page of ours that the browser came from, else the first one."""
    parts = urlsplit(request.headers.get("referer", ""))
    is_ours = parts.netloc == request.headers.get("host", "-") and parts.path != request.url.path
    return parts.path if is_ours and parts.path.startswith("/console/") else "/console/"
