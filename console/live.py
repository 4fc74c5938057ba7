"""Live parts of pages: a page asks for them anew by itself, every few seconds.

Their addresses end with /live. Asking is no sign that anybody is there, so it does not keep a
session from being locked; then the part hides what it showed, and says so in its place.
"""

from typing import Any
from urllib.parse import urlencode

from fastapi.responses import HTMLResponse
from starlette.requests import Request

from console.desk import desk_of
from console.rendering import Reader, Voice, draw
from console.visits import Visit

LIVE = "/live"
READER = Reader("en", "Europe/London")  # until it is known who reads


def is_live(request: Request) -> bool:
    """Whether a page asked for a part of itself."""
    return request.headers.get("hx-request") == "true"


def part(visit: Visit, template: str, **context: Any) -> HTMLResponse:
    """The part as it stands now; what is to be told waits for a page."""
    home = f"/console/p/{visit.programme.id}"
    return HTMLResponse(draw(template, visit.voice, home=home, as_of=visit.story.now, **context))


def asleep(request: Request) -> HTMLResponse:
    """In place of the part: the session is locked or over, and how to go on."""
    page = request.url.path.removesuffix(LIVE)
    to = f"/console/sign-in?{urlencode({'next': page, 'locked': '1'})}"
    return HTMLResponse(draw("asleep.html", Voice(desk_of(request).catalogue, READER), to=to), 401)


def gone(request: Request) -> HTMLResponse:
    """In place of the part: there is no such thing any more, or not for this person."""
    return HTMLResponse(draw("gone.html", Voice(desk_of(request).catalogue, READER)), 404)
