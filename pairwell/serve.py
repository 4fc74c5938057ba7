"""The running service: everything built and started in order, and stopped without losing any.

`run`, `try` and the story tests use this one wiring.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Self

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError

from bot.api import make_bot
from bot.app import App
from bot.clock import Clock
from bot.commands import set_common_commands
from bot.delivery import Postman
from bot.inbox import Workers
from bot.limits import Limits
from bot.nursery import Nursery
from bot.pauses import Backoff
from bot.poller import Poller
from bot.render import Renderer
from bot.texts import Catalogue
from bot.traces import facts_of
from bot.urgent import DirectVoice
from bot.urgent_text import urgent_text
from care.regions import FALLBACK_TEXT
from db.crypto import Key
from db.engine import Database
from db.lock import hold
from db.migrate import migrate
from db.notes import set_note
from db.whole import check_whole
from flows import deliveries
from flows.languages import use_languages
from flows.programmes import use_packs
from pairwell.errors import ServiceFailed, TokenRefused
from pairwell.invitations import BOT_USERNAME
from pairwell.records import make_folder

log = logging.getLogger(__name__)

LOCALES = Path(str(files("bot"))) / "locales"
WORKERS_SECONDS = 4.0
POSTMAN_SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class Wiring:
    """What a service is built from: values, a clock, and nothing that reads settings."""

    token: str
    api_url: str
    records_url: str
    master_key: Key
    now: Callable[[], datetime]
    limits: Limits | None = None  # how fast letters leave; None for Telegram's guidance
    strict_texts: bool = False
    packs_folder: Path | None = None


class Service:
    """The service while it runs; `on_ready` is called once it receives, `ended` set at its end.

    Entering raises what `db.errors` holds, what refuses a pack, and TokenRefused. Leaving stops
    within about ten seconds: nothing new is received, what was stored is handled, what is being
    sent is finished.
    """

    def __init__(
        self,
        wiring: Wiring,
        on_ready: Callable[[], None] = lambda: None,
        ended: asyncio.Event | None = None,
    ) -> None:
        self._wiring = wiring
        self._on_ready = on_ready
        self._stack = AsyncExitStack()
        self._ended = ended or asyncio.Event()
        self._failed: str | None = None
        self.username = ""

    async def __aenter__(self) -> Self:
        """Open the records and start everything."""
        try:
            await self._start()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop gracefully."""
        try:
            await self._drain()
        finally:
            await self._stack.aclose()

    async def wait(self) -> None:
        """Return after `stop`; raises ServiceFailed when a part of the service ended."""
        await self._ended.wait()
        if self._failed:
            raise ServiceFailed(self._failed)

    def stop(self) -> None:
        """Let `wait` return."""
        self._ended.set()

    async def _start(self) -> None:
        wiring = self._wiring
        self.database = await self._open_records()
        self._bot = make_bot(wiring.token, wiring.api_url)
        self._stack.push_async_callback(self._bot.session.close)
        self.username = await _identify(self._bot)
        async with self.database.transaction() as session:
            await set_note(session, BOT_USERNAME, self.username)
        self._nursery = await self._stack.enter_async_context(Nursery(self._part_failed))
        catalogue = Catalogue.read(LOCALES, fallback=FALLBACK_TEXT, strict=wiring.strict_texts)
        use_languages(self.database, catalogue.names())
        self._start_sending(catalogue)
        self._start_handling(catalogue)
        self.clock = Clock(self.database, now=wiring.now)
        self.clock.start()
        self._nursery.start("commands", _show_commands(self._bot, catalogue))

    async def _open_records(self) -> Database:
        url = self._wiring.records_url
        make_folder(url)
        self._stack.enter_context(hold(url))
        await asyncio.to_thread(_make_ready, url)
        database = await Database.open(url, self._wiring.master_key)
        self._stack.push_async_callback(database.close)
        await use_packs(database, self._wiring.packs_folder)
        return database

    def _start_sending(self, catalogue: Catalogue) -> None:
        self._postman = Postman(
            self.database,
            self._bot,
            now=self._wiring.now,
            renderer=Renderer(catalogue, urgent_text),
            hooks=deliveries,
            nursery=self._nursery,
            backoff=_backoff(),
            limits=self._wiring.limits,
        )
        self._nursery.start("send", self._postman.run())

    def _start_handling(self, catalogue: Catalogue) -> None:
        voice = DirectVoice(self._bot, self._nursery)
        self._workers = Workers(
            self.database,
            self._bot,
            App(self._bot, catalogue, bot_username=self.username),
            now=self._wiring.now,
            nursery=self._nursery,
            voice=voice,
        )
        poller = Poller(
            self._bot,
            self.database,
            now=self._wiring.now,
            stored=self._workers.stored,
            voice=voice,
            backoff=_backoff(),
            on_ready=self._on_ready,
        )
        self._nursery.start("handle", self._workers.run())
        self._receiving = self._nursery.start("receive", poller.run())

    async def _drain(self) -> None:
        self.clock.stop()
        self._receiving.cancel()
        await asyncio.wait({self._receiving})
        await self._workers.drain(WORKERS_SECONDS)
        await self._postman.close(POSTMAN_SECONDS)

    def _part_failed(self, name: str) -> None:
        self._failed = self._failed or name
        self._ended.set()


def _make_ready(url: str) -> None:
    check_whole(url)
    migrate(url)


async def _identify(bot: Bot) -> str:
    """The bot's public name; waits for a network that is not there yet."""
    backoff = _backoff()
    while True:
        try:
            return (await bot.me()).username or ""
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise TokenRefused from None
        except AiogramError as error:
            log.warning("start.no_telegram", extra=facts_of(error))
            await backoff.pause(None)


async def _show_commands(bot: Bot, catalogue: Catalogue) -> None:
    """Set the menu; a failure is no reason not to serve."""
    try:
        await set_common_commands(bot, catalogue)
    except AiogramError as error:
        log.warning("start.no_commands", extra=facts_of(error))


def _backoff() -> Backoff:
    return Backoff(secrets.SystemRandom().random)
