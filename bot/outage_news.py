"""News of an outage: stories hear when a bot's token is refused, and when it is accepted again."""

import logging
from collections.abc import Callable
from datetime import datetime

from bot.results import DeliveryHooks
from bot.traces import log_error
from db.bots import BotName
from db.engine import Database
from flows.story import Story

log = logging.getLogger(__name__)


class OutageNews:
    """Tells the hooks about the outages of one bot, in a transaction of its own."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        hooks: DeliveryHooks,
        bot: BotName,
    ) -> None:
        self._database = database
        self._now = now
        self._hooks = hooks
        self._bot: BotName = bot

    async def tell(self, *, is_over: bool) -> None:
        """Tell that nobody at this bot can be reached, or that they can be again."""
        now = self._now()
        try:
            async with self._database.transaction() as session:
                story = Story(session, now, f"outage:{self._bot}:{now.isoformat()}")
                await self._hooks.bot_silent(story, self._bot, is_over=is_over)
        except Exception as error:  # noqa: BLE001  what is told about an outage must not add to it
            log_error(log, "send.outage_not_told", error)
