"""The service behind the chat page: real through and through, but for the people and the clock."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from console.app import create_console
from console.desk import Desk
from db.crypto import Key, new_secret
from db.engine import Database
from db.migrate import migrate
from pairwell.clock import MovableClock
from pairwell.demo.cast import make_cast
from pairwell.demo.console import sign_in_as_sam
from pairwell.demo.history import add_past
from pairwell.demo.scenes import Opening, set_the_stage
from pairwell.serve import Service, Wiring
from playground.control import Invitation
from playground.people import HANNAH, JOSIE, MADE_UP_PEOPLE, SAM, Account
from playground.phones import Phones
from playground.server import TOKEN

LABELS = {
    "coordinator": ("Become the coordinator", SAM),
    "peer_worker": ("Become a peer worker", HANNAH),
    "service_user": ("Look for support", JOSIE),
}


class MadeUpService:
    """What the page's buttons act on: it implements `playground.control.Control`.

    `ended` is set when the service stops by itself, and may be set to stop it.
    """

    def __init__(self, folder: Path, ended: asyncio.Event) -> None:
        self._folder = folder
        self._ended = ended
        self._clock = MovableClock()
        self._key = Key.of(new_secret())
        self._numbers = count(1)
        self._turn = asyncio.Lock()
        self._openings: list[Opening] = []
        self._api_url = ""
        self._service: Service | None = None
        self._console: ASGIApp | None = None
        self.phones = Phones(self.now, accounts=(*MADE_UP_PEOPLE, *_accounts(self.now())))

    def now(self) -> datetime:
        """The service's time."""
        return self._clock.now()

    def invitations(self) -> list[Invitation]:
        """The ways in with which the story can begin; each works once."""
        found = [(one.payload, *LABELS[one.role]) for one in self._openings]
        return [Invitation(label, payload, account.id) for payload, label, account in found]

    async def advance(self, step: timedelta) -> None:
        """Move the clock on, and do at once what became due."""
        async with self._turn:
            self._clock.advance(step)
            if self._service:
                await self._service.clock.strike()

    async def start_over(self) -> None:
        """Begin again with empty records and the same made-up people."""
        async with self._turn:
            await self._close()
            await self._open()

    async def console(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for the console: of the records as they are since the last beginning."""
        if self._console is None:
            await PlainTextResponse("Starting. Try again in a moment.", 503)(scope, receive, send)
        else:
            await self._console(scope, receive, send)

    @asynccontextmanager
    async def running(self, api_url: str) -> AsyncIterator[None]:
        """Run against the Bot API at this address while the block lasts."""
        self._api_url = api_url
        try:
            await self._open()
            yield
        finally:
            await self._close()

    async def wait(self) -> None:
        """Return when it was ended; raises ServiceFailed when a part of it failed."""
        await self._ended.wait()
        if self._service:
            await self._service.wait()

    async def _open(self) -> None:
        url = f"sqlite:///{self._folder / f'made-up-{next(self._numbers)}.db'}"
        await asyncio.to_thread(migrate, url)
        database = await Database.open(url, self._key)
        try:
            self._openings = await set_the_stage(database, self.now())
            await add_past(database, self.now())
        finally:
            await database.close()
        for account in _accounts(self.now()):
            self.phones.chat(account.id).started = True
        ready = asyncio.Event()
        wiring = Wiring(TOKEN, self._api_url, url, self._key, self.now)
        self._service = await Service(wiring, ready.set, self._ended).__aenter__()
        await ready.wait()
        link = f"https://t.me/{self._service.username}"
        desk = Desk(
            self._service.database,
            self.now,
            self._service.catalogue,
            self._api_url,
            bot_link=link,
            trial_sign_in=sign_in_as_sam,
        )
        self._console = create_console(desk)

    async def _close(self) -> None:
        self._console = None
        service, self._service = self._service, None
        if service:
            await service.__aexit__(None, None, None)


def _accounts(now: datetime) -> list[Account]:
    """The phones of the people who were there before: they too can be looked at."""
    members = make_cast(now.date()).everybody
    return [Account(one.telegram_id, one.name, colour=one.colour) for one in members]
