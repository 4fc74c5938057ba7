"""The guard: what holds for every request and answer, whatever the page.

Nothing is loaded from another host, nothing is kept by the browser, and nothing that changes
something is taken from another site.
"""

import secrets
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_BODY = 256 * 1024  # bytes of a form; the longest text field takes 8,000 letters
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
STATIC = "/console/static/"
NO_LETTER = "\x00"
POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
OURS = {
    *dict(ALWAYS),
    b"content-security-policy",
    b"cache-control",
    b"strict-transport-security",
}  # no page says anything else in their place


class Guard:
    """Wraps the app; `nonce` in the request's state is what scripts of this answer carry."""

    def __init__(self, app: ASGIApp, *, is_secure: bool) -> None:
        self._app = app
        self._is_secure = is_secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse what another site sent."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *(one for one in message["headers"] if one[0].lower() not in OURS),
                    *self._headers(scope["path"], nonce),
                ]
            await send(message)

        refusal = _refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send_guarded)
            return
        await self._app(scope, _limited(receive), send_guarded)

    def _headers(self, path: str, nonce: str) -> Iterable[tuple[bytes, bytes]]:
        yield from ALWAYS
        yield b"content-security-policy", POLICY.format(nonce=nonce).encode()
        lasts = b"public, max-age=3600" if path.startswith(STATIC) else b"no-store"
        yield b"cache-control", lasts
        if self._is_secure:
            yield b"strict-transport-security", b"max-age=31536000"


def _refusal(scope: Scope) -> Response | None:
    """What answers a request that may not pass; None for one that may."""
    if NO_LETTER in scope["path"] or b"%00" in scope["query_string"]:
        # PostgreSQL takes no such letter, and no address of ours has it.
        return PlainTextResponse("There is no such page.", 404)
    if scope["method"] in SAFE_METHODS or _is_ours(Headers(scope=scope)):
        return None
    told = "This form did not come from the console. Open the page again."
    return PlainTextResponse(told, 403)


def _is_ours(headers: Headers) -> bool:
    """Whether a form was sent from a page of ours."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    # A browser from before 2023 says where a form came from in this way alone.
    return urlsplit(headers.get("origin", "")).netloc == headers.get("host", "-")


def _limited(receive: Receive) -> Receive:
    """The same request, cut off where its body is longer than any form of ours."""
    taken = 0

    async def receive_some() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LONGEST_BODY:
            return {"type": "http.disconnect"}
        return message

    return receive_some
