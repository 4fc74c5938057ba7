"""The running service: everything built and started in order, and stopped without losing any.

`run`, `try` and the story tests use this one wiring.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from aiogram import Bot
from aiogram.exceptions import AiogramError

from bot.api import make_bot
from bot.clock import BEATS, Clock
from bot.commands import set_common_commands
from bot.limits import Limits
from bot.nursery import Nursery
from bot.traces import facts_of
from bot.urgent_text import urgent_texts
from bot.watching import beat_seconds, watchdog_beat
from care.regions import FALLBACK_TEXT
from console.desk import Desk
from db.bots import MAIN, WORKER, BotName
from db.crypto import Key
from db.engine import Database
from db.heartbeats import STARTED, record_beat
from db.lock import hold
from db.mails import give_mails_up
from db.migrate import migrate
from db.whole import check_whole
from flows.console_address import use_console
from flows.languages import use_languages
from flows.listening import make_ready_to_listen
from flows.mailing import use_mail
from flows.programmes import use_packs
from flows.regions import shared_region, use_regions
from pairwell.console_server import ConsoleServer
from pairwell.console_wiring import ConsoleWiring
from pairwell.errors import ServiceFailed
from pairwell.heartbeat import Heartbeat
from pairwell.mail_server import MailServer
from pairwell.mailer import Mailer
from pairwell.meeting_bots import (
    AboutBot,
    identify,
    identify_worker,
    known_name,
    known_worker_bot,
    remember_bots,
)
from pairwell.one_bot import Common, OneBot
from pairwell.records import make_folder
from wording.catalogue import LOCALES, Catalogue

log = logging.getLogger(__name__)

CONSOLE_SECONDS = 4.0  # to answer what was asked before it stopped


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
    mail: MailServer | None = None  # the second way to coordinators; None for the bot alone
    worker_token: str | None = None  # of the second bot, for peer workers; None for one bot
    heartbeat_url: str | None = None  # asked as long as all is well
    console: ConsoleWiring | None = None  # None where there is no console


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
        self._console: ConsoleServer | None = None
        self._serving_console: asyncio.Task[None] | None = None

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
        bots = self._make_bots()
        async with self.database.reading() as session:
            known = await known_name(session)
        self.username = await identify(bots[MAIN], known)
        about_worker = await self._meet_worker_bot(bots)
        async with self.database.transaction() as session:
            await remember_bots(session, self.username, about_worker, wiring.now())
            await record_beat(session, STARTED, 0, wiring.now())
        self._nursery = await self._stack.enter_async_context(Nursery(self._part_failed))
        self.catalogue = catalogue = Catalogue.read(
            LOCALES, fallback=FALLBACK_TEXT, strict=wiring.strict_texts
        )
        use_languages(self.database, catalogue.names())
        self._start_console(bots, catalogue)
        one_region = await shared_region(self.database)
        self._start_bots(bots, catalogue, about_worker, one_region)
        await self._start_mailer(catalogue)
        self._start_clock(bots)
        for bot in bots.values():
            self._nursery.start("commands", _show_commands(bot, catalogue))

    def _start_console(self, bots: Mapping[BotName, Bot], catalogue: Catalogue) -> None:
        """Serve the console where it has an address; raises PortTaken."""
        wiring = self._wiring.console
        if wiring is None:
            return
        use_console(self.database, wiring.url)
        desk = Desk(
            self.database,
            self._wiring.now,
            catalogue,
            wiring.url,
            bot_link=f"https://t.me/{self.username}",
            organisation=wiring.organisation,
        )
        self._console = ConsoleServer(wiring, desk, beat_seconds(bots))
        self._stack.callback(self._console.close)
        self._serving_console = self._nursery.start("console", self._console.run())

    def _start_clock(self, bots: Mapping[BotName, Bot]) -> None:
        """Begin to beat; whoever listens outside hears of it as long as all is well."""
        now, url = self._wiring.now, self._wiring.heartbeat_url
        beats = (*BEATS, watchdog_beat(bots))
        self.clock = Clock(self.database, now=now, beats=beats)
        self.clock.start()
        if url:
            heartbeat = Heartbeat(self.database, url, now=now, seconds=beat_seconds(bots))
            self._nursery.start("heartbeat", heartbeat.run())

    async def _open_records(self) -> Database:
        url = self._wiring.records_url
        make_folder(url)
        self._stack.enter_context(hold(url))
        await asyncio.to_thread(_make_ready, url)
        database = await Database.open(url, self._wiring.master_key)
        self._stack.push_async_callback(database.close)
        await use_packs(database, self._wiring.packs_folder)
        self._regions = await use_regions(database, self._wiring.packs_folder)
        return database

    def _make_bots(self) -> dict[BotName, Bot]:
        wiring = self._wiring
        bots: dict[BotName, Bot] = {MAIN: make_bot(wiring.token, wiring.api_url)}
        if wiring.worker_token:
            bots[WORKER] = make_bot(wiring.worker_token, wiring.api_url)
        for bot in bots.values():
            self._stack.push_async_callback(bot.session.close)
        return bots

    async def _meet_worker_bot(self, bots: Mapping[BotName, Bot]) -> AboutBot | None:
        if WORKER not in bots:
            return None
        async with self.database.reading() as session:
            known = await known_worker_bot(session)
        return await identify_worker(bots[WORKER], known)

    def _start_bots(
        self,
        bots: Mapping[BotName, Bot],
        catalogue: Catalogue,
        worker: AboutBot | None,
        one_region: str | None,
    ) -> None:
        """Start the bots; the service is ready once the main one receives."""
        wiring = self._wiring
        common = Common(
            database=self.database,
            now=wiring.now,
            nursery=self._nursery,
            catalogue=catalogue,
            bots=bots,
            limits=wiring.limits,
            turn=asyncio.Lock(),
            regions=self._regions,
            without_records=urgent_texts(self._regions)(one_region, "en")
            if one_region
            else FALLBACK_TEXT,
        )
        on_ready = self._on_ready
        self._bots = [OneBot(common, MAIN, username=self.username, on_ready=on_ready)]
        if worker:
            username, has_topics = worker.username, worker.has_topics
            second = OneBot(common, WORKER, username=username, has_topics=has_topics)
            self._bots.append(second)
        for one in self._bots:
            one.start()

    async def _start_mailer(self, catalogue: Catalogue) -> None:
        """Send mails; without a server none is written, and what was written has failed."""
        if self._wiring.mail is None:
            async with self.database.transaction() as session:
                await give_mails_up(session, "no_server")
            return
        use_mail(self.database)
        wiring = self._wiring
        mailer = Mailer(self.database, self._wiring.mail, now=wiring.now, catalogue=catalogue)
        self._nursery.start("mail", mailer.run())

    async def _drain(self) -> None:
        self.clock.stop()
        if self._console and self._serving_console:
            self._console.stop()
            await asyncio.wait({self._serving_console}, timeout=CONSOLE_SECONDS)
        await asyncio.gather(*(one.stop_receiving() for one in self._bots))
        await asyncio.gather(*(one.drain_workers() for one in self._bots))
        await asyncio.gather(*(one.drain_post() for one in self._bots))

    def _part_failed(self, name: str) -> None:
        self._failed = self._failed or name
        self._ended.set()


def _make_ready(url: str) -> None:
    check_whole(url)
    migrate(url)
    make_ready_to_listen()


async def _show_commands(bot: Bot, catalogue: Catalogue) -> None:
    """Set the menu; a failure is no reason not to serve."""
    try:
        await set_common_commands(bot, catalogue)
    except AiogramError as error:
        log.warning("start.no_commands", extra=facts_of(error))
