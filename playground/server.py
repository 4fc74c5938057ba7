"""The app: Bot API, chat page and scripts on one port."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import Receive, Scope, Send

from playground.bot_api import BotApi
from playground.control import Control
from playground.faults import Faults
from playground.guard import Guard
from playground.page import page_routes
from playground.phones import Phones
from playground.scripting import Scripting
from playground.webhook import deliver

TOKEN = "7000000001:playground-token-of-a-made-up-bot"  # noqa: S105  # opens nothing but this


class Playground(Starlette):
    """A Starlette app that serves the Bot API itself, before any middleware.

    Run it with `playground.running.serve`, which also ends the streams when it stops.
    """

    def __init__(self, phones: Phones, bot_api: BotApi, scripting: Scripting) -> None:
        self.phones = phones
        self.bot_api = bot_api
        routes = [*page_routes(phones), *scripting.routes()]
        super().__init__(
            routes=routes, middleware=[Middleware(Guard)], lifespan=Playground.deliver_webhooks
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request: to the bot, or to the page."""
        if scope["type"] == "http" and BotApi.serves(scope["path"]):
            await self.bot_api(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

    def open(self) -> None:
        """Let polls and streams wait; needed only after `close`."""
        self.phones.open()
        self.bot_api.closing.clear()

    def close(self) -> None:
        """End everything that waits, so that the server can stop at once."""
        self.phones.close()
        self.bot_api.closing.set()

    @asynccontextmanager
    async def deliver_webhooks(self) -> AsyncIterator[None]:
        """Deliver to a webhook, where the bot has set one, while the app runs."""
        delivery = asyncio.get_running_loop().create_task(deliver(self.phones))
        try:
            yield
        finally:
            delivery.cancel()
            with suppress(asyncio.CancelledError):
                await delivery


def create_app(
    phones: Phones,
    *,
    now: Callable[[], datetime] | None = None,
    token: str = TOKEN,
    faults: Faults | None = None,
    control: Control | None = None,
) -> Playground:
    """Return the app over these phones.

    `now` dates the request log (the phones' clock by default), `token` is the bot's, `faults`
    are none by default, and without `control` the page has no clock buttons.
    """
    chosen = faults or Faults()
    bot_api = BotApi(phones, now=now or phones.now, token=token, faults=chosen)
    return Playground(phones, bot_api, Scripting(phones, chosen, control))
