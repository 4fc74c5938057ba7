"""The dead man's switch: an address that hears from the service as long as all is well.

Whoever watches that address tells a person when it falls silent: a machine that is off cannot say
so itself. The request is a bare GET; nothing about anybody is in it.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus

import aiohttp

from bot.traces import log_error
from db.engine import Database
from flows.story import Story
from flows.watchdog import breaches

log = logging.getLogger(__name__)

EVERY_SECONDS = 300.0  # as the watchdog; alarm after three of them
REQUEST_SECONDS = 10.0


class Heartbeat:
    """Asks the address every five minutes, unless a rule of the watchdog does not hold."""

    def __init__(
        self,
        database: Database,
        url: str,
        *,
        now: Callable[[], datetime],
        seconds: Mapping[str, int],
    ) -> None:
        """`seconds` says how often each beat comes that must move."""
        self._database = database
        self._url = url
        self._now = now
        self._seconds = seconds

    async def run(self, every_seconds: float = EVERY_SECONDS) -> None:
        """Beat until cancelled; nothing that goes wrong with it ends it, or anything else."""
        while True:
            await asyncio.sleep(every_seconds)
            await self.beat()

    async def beat(self) -> bool:
        """Ask the address once if all rules hold; returns whether it was asked and took it."""
        try:
            if not await self._all_is_well():
                log.error("heartbeat.withheld")
                return False
            return await self._ask()
        except Exception as error:  # noqa: BLE001  silence is the alarm, so nothing is to be mended here
            log_error(log, "heartbeat.failed", error)
            return False

    async def _all_is_well(self) -> bool:
        async with self._database.reading() as session:
            story = Story(session, self._now(), "heartbeat")
            return not await breaches(story, self._seconds)

    async def _ask(self) -> bool:
        limits = aiohttp.ClientTimeout(total=REQUEST_SECONDS)
        async with (
            aiohttp.ClientSession(timeout=limits) as session,
            session.get(self._url, allow_redirects=False) as answer,
        ):
            status = answer.status
        took = HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
        if not took:
            log.warning("heartbeat.refused", extra={"status": status})
        return took
