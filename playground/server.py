"""The app: Bot API, chat page and scripts on one port."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from playground.bot_api import BotApi
from playground.control import Control
from playground.faults import Faults
from playground.guard import Guard, is_of_console
from playground.page import page_routes
from playground.phones import Phones
from playground.scripting import Scripting
from playground.webhook import deliver

TOKEN = "7000000001:playground-token-of-a-made-up-bot"  # noqa: S105  # opens nothing but this
WORKER_TOKEN = "7000000002:playground-token-of-the-second"  # noqa: S105  # nor does this


@dataclass(frozen=True, slots=True)
class SecondBot:
    """Another bot on the same server, with phones of its own: the same people's other chats."""

    phones: Phones
    token: str = WORKER_TOKEN
    faults: Faults = field(default_factory=Faults)


class Playground(Starlette):
    """A Starlette app that serves the Bot API itself, before any middleware.

    Run it with `playground.running.serve`, which also ends the streams when it stops.
    """

    def __init__(
        self,
        bot_apis: Sequence[BotApi],
        routes: Sequence[BaseRoute],
        console: ASGIApp | None = None,
    ) -> None:
        self._console = console
        self.bot_api = bot_apis[0]
        self.phones = self.bot_api.phones
        self._bot_apis = tuple(bot_apis)
        super().__init__(
            routes=routes, middleware=[Middleware(Guard)], lifespan=Playground.deliver_webhooks
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request: to the bot, or to the page."""
        if scope["type"] == "http" and BotApi.serves(scope["path"]):
            asked = (api for api in self._bot_apis if api.is_for(scope["path"]))
            await next(asked, self.bot_api)(scope, receive, send)
        elif self._console and is_of_console(scope):
            await self._console(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

    def open(self) -> None:
        """Let polls and streams wait; needed only after `close`."""
        for api in self._bot_apis:
            api.phones.open()
            api.closing.clear()

    def close(self) -> None:
        """End everything that waits, so that the server can stop at once."""
        for api in self._bot_apis:
            api.phones.close()
            api.closing.set()

    @asynccontextmanager
    async def deliver_webhooks(self) -> AsyncIterator[None]:
        """Deliver to a webhook, where the bot has set one, while the app runs."""
        loop = asyncio.get_running_loop()
        deliveries = [loop.create_task(deliver(api.phones)) for api in self._bot_apis]
        try:
            yield
        finally:
            for delivery in deliveries:
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
    second: SecondBot | None = None,
    console: ASGIApp | None = None,
) -> Playground:
    """Return the app over these phones.

    `now` dates the request log (the phones' clock by default), `token` is the bot's, `faults`
    are none by default, and without `control` the page has no clock buttons. The page shows the
    first bot alone; the phones of a `second` one are scripted under /playground/second. A `console`
    answers everything below /console, with headers of its own.
    """
    chosen = faults or Faults()
    clock = now or phones.now
    bot_apis = [BotApi(phones, now=clock, token=token, faults=chosen)]
    routes = [
        *page_routes(phones, has_console=console is not None),
        *Scripting(phones, chosen, control).routes(),
    ]
    if second:
        api = BotApi(second.phones, now=clock, token=second.token, faults=second.faults)
        bot_apis.append(api)
        scripting = Scripting(second.phones, second.faults, None)
        routes += scripting.routes("/playground/second")
    return Playground(bot_apis, routes, console)
