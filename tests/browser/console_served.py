"""The console on a port of this computer, over a house full of made-up people."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import Browser, BrowserContext
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from console.app import create_console
from console.cookies import PLAIN
from console.desk import Desk
from db.console_links import add_console_link
from db.console_sessions import open_console_session
from db.engine import Database
from flows.programmes import use_packs
from pairwell.demo.history import add_past_of
from playground.running import serve
from tests.console.house import House, build
from tests.console.lives import live
from tests.console.test_outcomes import count_all
from tests.databases import open_database
from tests.fakes.clock import MovableClock
from tests.stage import wording


@dataclass
class Served:
    """Where the console is, what is in it, and its clock."""

    url: str
    house: House
    database: Database
    clock: MovableClock

    def at(self, path: str) -> str:
        """The address of a page of the programme, such as "today"."""
        return f"{self.url}{self.house.root}/{path}"

    async def live_there(self) -> None:
        """Let people have answered, written to each other, and ended a year of pairings."""
        await live(self.database, self.house)
        async with self.database.transaction() as session:
            await add_past_of(session, self.house.programme, self.clock.now())
        await count_all(self.database, self.clock.now())

    async def sign_in(self, context: BrowserContext, who: str = "Sam") -> None:
        """Give the browser a session of this person."""
        async with self.database.transaction() as session:
            someone = self.house.people[who].id
            _, token = await open_console_session(session, someone, "passkey", self.clock.now())
        await context.add_cookies([{"name": PLAIN, "value": token, "url": self.url}])

    async def link(self, who: str = "Sam") -> str:
        """A link that lets this person in once."""
        async with self.database.transaction() as session:
            someone = self.house.people[who].id
            token = await add_console_link(session, self.clock.now(), person_id=someone)
        return f"{self.url}/console/enter?t={token}"

    async def context(self, browser: Browser, width: int = 1280, **more: object) -> BrowserContext:
        """A window in which Sam is signed in."""
        size = {"width": width, "height": 844}
        context = await browser.new_context(viewport=size, **more)  # type: ignore[arg-type]  # as Playwright names them
        await self.sign_in(context)
        return context


@asynccontextmanager
async def served_console(
    sqlite_url: str, *, marks: str = "", address: str = "http://127.0.0.1"
) -> AsyncIterator[Served]:
    """Serve while the block lasts; `marks` end every name.

    The console takes `address` for its own: by one with HTTPS it gives the cookies of HTTPS.
    """
    clock = MovableClock()
    async with open_database(sqlite_url) as database:
        await use_packs(database, None)
        house = await build(database, marks=marks)
        desk = Desk(database, clock.now, wording(), address, "https://t.me/pairwell_bot")
        async with serve(_Served(create_console(desk))) as url:  # type: ignore[arg-type]  # quacks
            yield Served(url, house, database, clock)


@asynccontextmanager
async def another_site(html: str) -> AsyncIterator[str]:
    """The address of a page of somebody else while the block lasts."""
    app = Starlette(routes=[Route("/", lambda _: HTMLResponse(html))])
    async with serve(_Served(app)) as url:  # type: ignore[arg-type]  # quacks
        yield url.replace("127.0.0.1", "localhost")  # another site to a browser


class _Served:
    """The app as `playground.running.serve` wants it: nothing in it waits."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)

    def open(self) -> None:
        """Nothing to open."""

    def close(self) -> None:
        """Nothing to close."""
