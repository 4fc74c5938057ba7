"""The cookies: a random token that opens a session, and one on the way to an organisation.

No script can read them.
"""

from starlette.requests import Request
from starlette.responses import Response

from console.desk import Desk

PLAIN = "pairwell-session"
SECURE = f"__Host-{PLAIN}"  # by HTTPS alone, for this host alone: RFC 6265bis, section 4.1.3.2


STATE = "organisation"


def token_in(request: Request, desk: Desk) -> str:
    """The token that the browser sent; "" for none."""
    return request.cookies.get(_name(desk), "")


def give_token(answer: Response, desk: Desk, token: str) -> None:
    """Let the browser keep the token until it is closed."""
    answer.set_cookie(
        _name(desk), token, path="/", secure=desk.is_secure, httponly=True, samesite="lax"
    )


def take_token(answer: Response, desk: Desk) -> None:
    """Let the browser forget the token."""
    answer.delete_cookie(
        _name(desk), path="/", secure=desk.is_secure, httponly=True, samesite="lax"
    )


def state_in(request: Request, desk: Desk) -> str:
    """What was given to this browser on its way to the organisation; "" for nothing."""
    return request.cookies.get(_name(desk, STATE), "")


def give_state(answer: Response, desk: Desk, state: str) -> None:
    """Let the browser bring this back from the organisation: lax, since it comes from there."""
    answer.set_cookie(
        _name(desk, STATE),
        state,
        max_age=900,
        path="/",
        secure=desk.is_secure,
        httponly=True,
        samesite="lax",
    )


def take_state(answer: Response, desk: Desk) -> None:
    """Let the browser forget it."""
    answer.delete_cookie(
        _name(desk, STATE), path="/", secure=desk.is_secure, httponly=True, samesite="lax"
    )


def _name(desk: Desk, what: str = "") -> str:
    plain = f"pairwell-{what}" if what else PLAIN
    return f"__Host-{plain}" if desk.is_secure else plain
