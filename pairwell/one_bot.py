"""One bot of the service: what receives, handles and sends for it, and how it stops."""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from aiogram import Bot

from bot.app import App
from bot.delivery import Postman
from bot.inbox import Workers
from bot.limits import Limits
from bot.nursery import Nursery
from bot.pauses import Backoff
from bot.poller import Poller
from bot.render import Renderer
from bot.urgent import DirectVoice
from bot.urgent_text import urgent_texts
from db.bots import MAIN, BotName
from db.engine import Database
from flows import deliveries
from flows.regions import Regions
from wording.catalogue import Catalogue

WORKERS_SECONDS = 4.0
POSTMAN_SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class Common:
    """What the bots of a service share; `turn` lets one story be told at a time."""

    database: Database
    now: Callable[[], datetime]
    nursery: Nursery
    catalogue: Catalogue
    bots: Mapping[BotName, Bot]
    limits: Limits | None
    turn: asyncio.Lock
    regions: Regions
    without_records: str  # the urgent help that is said when nothing can be read or saved


class OneBot:
    """The parts of one bot; a bot that fails stops nothing of the other one."""

    def __init__(
        self,
        common: Common,
        name: BotName,
        *,
        username: str,
        has_topics: bool = False,
        on_ready: Callable[[], None] = lambda: None,
    ) -> None:
        bot = common.bots[name]
        self._name = name
        self._nursery = common.nursery
        self._receiving: asyncio.Task[None] | None = None
        self._postman = Postman(
            common.database,
            bot,
            now=common.now,
            renderer=Renderer(common.catalogue, urgent_texts(common.regions)),
            hooks=deliveries,
            nursery=common.nursery,
            backoff=make_backoff(),
            limits=common.limits,
            bots=common.bots,
            name=name,
            has_topics=has_topics,
        )
        voice = DirectVoice(bot, common.nursery, common.without_records)
        self._workers = Workers(
            common.database,
            bot,
            App(bot, common.catalogue, bot_username=username, name=name),
            now=common.now,
            nursery=common.nursery,
            voice=voice,
            turn=common.turn,
        )
        self._poller = Poller(
            bot,
            common.database,
            now=common.now,
            stored=self._workers.stored,
            voice=voice,
            backoff=make_backoff(),
            on_ready=on_ready,
            name=name,
        )

    def start(self) -> None:
        """Send, handle and receive until it is drained."""
        self._nursery.start(self._part("send"), self._postman.run())
        self._nursery.start(self._part("handle"), self._workers.run())
        self._receiving = self._nursery.start(self._part("receive"), self._poller.run())

    async def stop_receiving(self) -> None:
        """Take nothing new; what was stored is still handled."""
        if self._receiving:
            self._receiving.cancel()
            await asyncio.wait({self._receiving})

    async def drain_workers(self) -> None:
        """Handle what was stored, for a few seconds."""
        await self._workers.drain(WORKERS_SECONDS)

    async def drain_post(self) -> None:
        """Finish what is being sent, for a few seconds."""
        await self._postman.close(POSTMAN_SECONDS)

    def _part(self, what: str) -> str:
        return what if self._name == MAIN else f"{what}.{self._name}"


def make_backoff() -> Backoff:
    """Growing pauses with some chance in them, so that many do not come back at once."""
    return Backoff(secrets.SystemRandom().random)
