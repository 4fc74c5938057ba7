"""A browser without a screen: it keeps its cookie, and says where its forms come from."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import httpx

from console.app import create_console
from console.cookies import SECURE
from console.desk import Desk
from db.console_sessions import open_console_session
from db.engine import Database
from db.ids import PersonId
from tests.fakes.clock import MovableClock
from tests.stage import wording

URL = "https://console.test"


@dataclass
class Browser:
    """One browser at the console."""

    client: httpx.AsyncClient
    desk: Desk

    async def sign_in(self, person_id: PersonId, way: str = "passkey") -> None:
        """Give the browser a session of this person, as if they had signed in."""
        async with self.desk.database.transaction() as session:
            _, token = await open_console_session(session, person_id, way, self.desk.now())
        self.client.cookies.set(SECURE, token, domain="console.test", path="/")

    async def get(self, path: str) -> httpx.Response:
        """Open a page; redirects are not followed."""
        return await self.client.get(path)

    async def open(self, path: str) -> str:
        """The text of a page that is there, redirects followed."""
        answer = await self.client.get(path, follow_redirects=True)
        assert answer.status_code == 200, (path, answer.status_code, text_of(answer.text))
        return text_of(answer.text)

    async def send(self, path: str, **fields: str | list[str]) -> httpx.Response:
        """Send a form; redirects are not followed."""
        return await self.client.post(path, **_form(fields))

    async def do(self, path: str, **fields: str | list[str]) -> str:
        """Send a form that works, and read the page that it leads to."""
        answer = await self.client.post(path, **_form(fields), follow_redirects=True)
        assert answer.status_code == 200, (path, answer.status_code, text_of(answer.text))
        return text_of(answer.text)


def _form(fields: dict[str, str | list[str]]) -> dict[str, Any]:
    """What a browser sends, which says that it is a form even where no field is in it."""
    if fields:
        return {"data": fields}
    return {"content": b"", "headers": {"Content-Type": "application/x-www-form-urlencoded"}}


def text_of(html: str) -> str:
    """What a page says in its main part, without tags; runs of spaces are one."""
    main = re.search(r"<main.*?</main>", html, flags=re.DOTALL)
    shown = main[0] if main else html
    bare = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", shown, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(bare)).strip()


def open_browser(database: Database, clock: MovableClock, **more: object) -> Browser:
    """A browser before the console over these records."""
    desk = Desk(database, clock.now, wording(), URL, "https://t.me/pairwell_bot", **more)  # type: ignore[arg-type]  # fields of Desk
    transport = httpx.ASGITransport(app=create_console(desk), raise_app_exceptions=False)
    headers = {"Sec-Fetch-Site": "same-origin"}
    return Browser(httpx.AsyncClient(transport=transport, base_url=URL, headers=headers), desk)
