"""The console's server: uvicorn inside the one process, with a door that knows its own address.

Signals stay with the service. Whether it is alive and ready is told to anybody who asks, with
nothing about people in it.
"""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import uvicorn
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from console.app import create_console
from console.desk import Desk
from db.errors import RecordError
from db.heartbeats import STARTED, heartbeats
from pairwell.console_wiring import ConsoleWiring
from pairwell.errors import PortTaken, ServiceFailed

ALIVE, READY = "/healthz", "/readyz"
GRACE_SECONDS = 3
KEEP_ALIVE_SECONDS = 30
MOST_AT_ONCE = 200  # requests; an organisation has a handful of coordinators
MISSED_BEATS, SLACK = 3, timedelta(minutes=1)
NO_STORE = {"Cache-Control": "no-store"}


class ConsoleServer:
    """The console at one address; raises PortTaken when the address is in use."""

    def __init__(self, wiring: ConsoleWiring, desk: Desk, beats: Mapping[str, int]) -> None:
        """`beats` are the seconds of each beat that has to move for the service to be ready."""
        self._listener = _listen(wiring.host, wiring.port)
        self.port: int = self._listener.getsockname()[1]
        door = Door(create_console(desk), desk, beats)
        self._server = _Server(
            uvicorn.Config(
                door,
                log_config=None,
                access_log=False,
                lifespan="off",
                ws="none",
                server_header=False,
                proxy_headers=True,
                forwarded_allow_ips=wiring.proxy,
                limit_concurrency=MOST_AT_ONCE,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )

    async def run(self) -> None:
        """Serve until it is stopped; raises ServiceFailed when it ends by itself."""
        await self._server.serve(sockets=[self._listener])
        if not self._server.should_exit:
            raise ServiceFailed("console")

    def stop(self) -> None:
        """Take nothing new, and let what is being answered end."""
        self._server.should_exit = True

    def close(self) -> None:
        """Give the address back."""
        self._listener.close()


class Door:
    """Lets in who asks for the address that the console has; tells anybody how it is."""

    def __init__(self, app: ASGIApp, desk: Desk, beats: Mapping[str, int]) -> None:
        self._app = app
        self._desk = desk
        self._beats = beats
        self._hosts = _hosts(desk.url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse a request that was meant for another address."""
        if scope["type"] != "http":
            return
        answer: ASGIApp
        if scope["path"] == ALIVE:
            answer = PlainTextResponse("alive", headers=NO_STORE)
        elif scope["path"] == READY:
            answer = await self._how_ready()
        elif Headers(scope=scope).get("host", "").lower() not in self._hosts:
            answer = PlainTextResponse("The console has another address.", 421, headers=NO_STORE)
        elif scope["path"] == "/":
            answer = PlainTextResponse("", 303, headers={"Location": "/console/"})
        else:
            answer = self._app
        await answer(scope, receive, send)

    async def _how_ready(self) -> PlainTextResponse:
        try:
            async with self._desk.database.reading() as session:
                late = late_beats(await heartbeats(session), self._beats, self._desk.now())
        except (RecordError, OSError):
            return PlainTextResponse("not ready: records", 503, headers=NO_STORE)
        if late:
            return PlainTextResponse(f"not ready: {', '.join(late)}", 503, headers=NO_STORE)
        return PlainTextResponse("ready", headers=NO_STORE)


def late_beats(seen: Mapping[str, datetime], beats: Mapping[str, int], now: datetime) -> list[str]:
    """The beats that were missed three times and a minute since the service began."""
    begun = seen.get(STARTED, now)
    return [
        name
        for name, seconds in beats.items()
        if now - max(seen.get(name, begun), begun)
        > MISSED_BEATS * timedelta(seconds=seconds) + SLACK
    ]


class _Server(uvicorn.Server):
    """Leaves signals alone."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _hosts(url: str) -> tuple[str, ...]:
    parts = urlsplit(url.lower())
    port = {"https": 443, "http": 80}[parts.scheme]
    return (parts.netloc,) if parts.port else (parts.netloc, f"{parts.netloc}:{port}")


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise PortTaken(host, port) from None
    return listener
