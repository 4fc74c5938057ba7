"""Outages: while nothing can be sent, letters wait, and a harmless question asks for the end.

Trying with letters themselves would use up their one repeat when a server answers 502 for an hour.
"""

import logging
from collections.abc import Callable
from typing import Protocol

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods import GetMe

from bot.nursery import Nursery
from bot.outcomes import NoWay, Outcome, Unknown, sort_failure
from bot.pauses import Backoff
from bot.traces import facts_of

log = logging.getLogger(__name__)

UNKNOWN_IN_A_ROW = 3  # outcomes, after which Telegram is taken to be out of order
TOKEN_SECONDS = 30.0


class News(Protocol):
    """Whoever must know."""

    async def tell(self, *, is_over: bool) -> None:
        """The token is refused, so nobody here can be reached; or they can be again."""


class Outage:
    """Whether letters can be sent at all.

    `over` is called when they can again. `news` hears when the token is refused, and of the end.
    """

    def __init__(
        self,
        bot: Bot,
        nursery: Nursery,
        backoff: Backoff,
        over: Callable[[], None],
        news: News | None = None,
    ) -> None:
        self._bot = bot
        self._nursery = nursery
        self._backoff = backoff
        self._over = over
        self._news = news
        self._was_told = False
        self._unknown = 0
        self.is_on = False

    def notice(self, outcome: Outcome) -> None:
        """Learn from what became of a request."""
        match outcome:
            case NoWay(reason):
                self._begin(reason)
            case Unknown():
                self._unknown += 1
                if self._unknown >= UNKNOWN_IN_A_ROW:
                    self._begin("unanswered")
            case _:
                self._unknown = 0

    def _begin(self, reason: str) -> None:
        if self.is_on:
            return
        self.is_on = True
        level = logging.CRITICAL if reason == "token" else logging.ERROR
        log.log(level, "send.stopped", extra={"reason": reason})
        self._nursery.start("send.outage", self._wait_for_the_end(reason))
        self._tell_if_refused(reason)

    async def _wait_for_the_end(self, reason: str) -> None:
        while True:
            await self._backoff.pause(TOKEN_SECONDS if reason == "token" else None)
            try:
                await self._bot(GetMe())
            except AiogramError as error:
                outcome = sort_failure(error)
                reason = outcome.reason if isinstance(outcome, NoWay) else "unanswered"
                log.warning("send.still_stopped", extra={"reason": reason, **facts_of(error)})
                self._tell_if_refused(reason)
            else:
                break
        self._backoff.reset()
        self._unknown = 0
        self.is_on = False
        log.warning("send.resumed")
        if self._news and self._was_told:
            self._nursery.start("send.tell", self._news.tell(is_over=True))
        self._was_told = False
        self._over()

    def _tell_if_refused(self, reason: str) -> None:
        if self._news and reason == "token" and not self._was_told:
            self._was_told = True
            self._nursery.start("send.tell", self._news.tell(is_over=False))
