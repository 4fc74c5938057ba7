"""Who may use the page and its scripts: this computer's own browser and programs."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; media-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
)


class Guard:
    """Refuses foreign host names (DNS rebinding) and cross-site changes; adds headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 403."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not is_local(headers) or (scope["method"] != "GET" and not is_own_site(headers)):
            refusal = JSONResponse({"error": "The playground serves this computer only."}, 403)
            await refusal(scope, receive, send)
            return

        async def send_with_headers(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                present = message.get("headers") or ()
                message["headers"] = [*present, *HEADERS]  # type: ignore[misc]  # an iterable of pairs by ASGI
            await send(message)

        await self._app(scope, receive, send_with_headers)  # type: ignore[arg-type]  # dict is a Message


def is_of_console(scope: Scope) -> bool:
    """Return True if this computer's own browser asks for the console, which guards itself."""
    path = str(scope.get("path", ""))
    is_below = path == "/console" or path.startswith("/console/")
    return scope["type"] == "http" and is_below and is_local(Headers(scope=scope))


def is_local(headers: Headers) -> bool:
    """Return True if the Host header names this computer."""
    return urlsplit(f"//{headers.get('host', '')}").netloc.rpartition(":")[0] in LOCAL_HOSTS or (
        headers.get("host", "") in LOCAL_HOSTS
    )


def is_own_site(headers: Headers) -> bool:
    """Return True unless a browser says that another site sent this."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")
