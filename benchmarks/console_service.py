"""The console and a bare page on one server; the clock stands still, so that nothing locks.

python -m benchmarks.console_service RECORDS ISO_TIME

Prints the port once it serves, and stops at the end of its input.
"""

import asyncio
import sys
from datetime import datetime

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from jinja2 import Environment
from starlette.types import ASGIApp, Receive, Scope, Send

from benchmarks.console_bare import PAGE, ROWS
from benchmarks.relay_people import KEY
from care.regions import FALLBACK_TEXT
from console.app import create_console
from console.desk import Desk
from db.engine import Database
from flows.programmes import use_packs
from pairwell.running import calm_garbage_collection
from playground.running import serve
from wording.catalogue import LOCALES, Catalogue


def bare_app() -> FastAPI:
    """FastAPI and Jinja and nothing else: a page of the size of ours, from values at hand."""
    app = FastAPI(openapi_url=None)
    template = Environment(autoescape=True).from_string(PAGE)

    @app.get("/bare", response_class=HTMLResponse)
    async def show() -> str:
        return template.render(rows=ROWS)

    return app


class Both:
    """One app that answers for both, as `playground.running.serve` wants it."""

    def __init__(self, console: ASGIApp, bare: ASGIApp) -> None:
        self._console, self._bare = console, bare

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer by the path."""
        is_bare = scope["type"] == "http" and scope["path"] == "/bare"
        await (self._bare if is_bare else self._console)(scope, receive, send)

    def open(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """Nothing waits here."""


async def main(records: str, now: datetime) -> None:
    """Serve until the input ends."""
    database = await Database.open(records, KEY)
    await use_packs(database, None)
    catalogue = Catalogue.read(LOCALES, fallback=FALLBACK_TEXT)
    desk = Desk(database, lambda: now, catalogue, "http://127.0.0.1")
    async with serve(Both(create_console(desk), bare_app())) as url:  # type: ignore[arg-type]  # quacks
        calm_garbage_collection()
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], datetime.fromisoformat(sys.argv[2])))
