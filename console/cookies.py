"""The one cookie: a random token that opens a session, unreadable for scripts."""

from starlette.requests import Request
from starlette.responses import Response

from console.desk import Desk

PLAIN = "pairwell-session"
SECURE = f"__Host-{PLAIN}"  # by HTTPS alone, for this host alone: RFC 6265bis, section 4.1.3.2


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


def _name(desk: Desk) -> str:
    return SECURE if desk.is_secure else PLAIN
