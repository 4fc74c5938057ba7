"""The receiver: fetches updates and makes each a row before it confirms it to Telegram.

aiogram's own polling confirms before anybody has handled anything, and stops for everybody at one
update that it cannot read. This one reads updates as they are, stores them, and only once they are
on the disk asks for the next: that request is what confirms.
"""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetUpdates

from bot.pauses import Backoff
from bot.traces import facts_of, log_error
from bot.updates import KINDS, sender_of
from bot.urgent import DirectVoice
from db.bots import MAIN, BotName
from db.engine import Database
from db.heartbeats import heartbeats, receiver_beat, record_beat
from db.inbox import Arrival, Waiting, store_updates
from db.killpoints import reach

log = logging.getLogger(__name__)

POLL_SECONDS = 25
MARGIN_SECONDS = 15  # how much longer than the poll the request may take
SETTLE_SECONDS = 0.05  # the letters that the updates cause mostly get onto the disk before that
BATCH = 100  # core.telegram.org/bots/api#getupdates
BEAT_EVERY = timedelta(seconds=60)
KEPT_BY_TELEGRAM = timedelta(hours=24)  # core.telegram.org/bots/api#getting-updates
TOKEN_PAUSE_SECONDS = 30.0

Json = dict[str, Any]


class RawUpdates(GetUpdates):
    """getUpdates whose answer stays as it came."""

    __returning__ = list[Any]


@dataclass(frozen=True, slots=True)
class Stored:
    """A row of the inbox with the update it holds."""

    waiting: Waiting
    raw: Json


class Poller:
    """Long polling into the inbox.

    `stored` is called after the commit with what is new, in the order it came. `on_ready` is
    called once, when Telegram has first answered.
    """

    def __init__(
        self,
        bot: Bot,
        database: Database,
        *,
        now: Callable[[], datetime],
        stored: Callable[[Sequence[Stored]], None],
        voice: DirectVoice,
        backoff: Backoff,
        on_ready: Callable[[], None] = lambda: None,
        poll_seconds: int = POLL_SECONDS,
        name: BotName = MAIN,
    ) -> None:
        self._name = name
        self._beat = receiver_beat(name)
        self._bot = bot
        self._database = database
        self._now = now
        self._stored = stored
        self._voice = voice
        self._backoff = backoff
        self._on_ready = on_ready
        self._poll_seconds = poll_seconds
        self._offset: int | None = None
        self._is_ready = False
        self._beat_at: datetime | None = None

    async def run(self) -> None:
        """Receive until cancelled; nothing that Telegram or the network does ends it."""
        async with self._database.reading() as session:
            self._beat_at = (await heartbeats(session)).get(self._beat)
        while True:
            await self.receive_once()

    async def receive_once(self) -> None:
        """One request and the storing of what it brought; pauses by itself after a failure."""
        try:
            updates = await self._fetch()
        except AiogramError as error:
            await self._backoff.pause(_explain(error))
            return
        reach("receive.after_offset")
        if not self._is_ready:
            self._is_ready = True
            self._on_ready()
        try:
            await self._keep(updates)
        except Exception as error:  # noqa: BLE001  whatever the database says, it comes again
            log_error(log, "receive.not_stored", error, updates=len(updates))
            self._voice.say_not_saved(updates)
            await self._backoff.pause(None)
            return
        self._backoff.reset()
        if updates:
            self._offset = updates[-1]["update_id"] + 1

    async def _fetch(self) -> list[Json]:
        seconds = self._poll_seconds if self._is_ready else 0  # the first answer comes at once
        method = RawUpdates(
            offset=self._offset,
            limit=BATCH,
            timeout=seconds,
            allowed_updates=list(KINDS),
        )
        answer: list[Any] = await self._bot(method, request_timeout=seconds + MARGIN_SECONDS)
        readable = [raw for raw in answer if isinstance(raw, dict) and _has_id(raw)]
        if len(readable) < len(answer):
            log.error("receive.nameless", extra={"updates": len(answer) - len(readable)})
        return sorted(readable, key=lambda raw: raw["update_id"])

    async def _keep(self, updates: list[Json]) -> None:
        """Return when these are stored for good, and hand them on as soon as they are stored."""
        now = self._now()
        self._notice_gap(now)
        is_beat_due = self._beat_at is None or now - self._beat_at >= BEAT_EVERY
        if updates:
            await self._store(updates, now)
        is_safe = not updates or await self._is_on_disk(len(updates))
        if is_beat_due or not is_safe:
            async with self._database.transaction() as session:
                await record_beat(session, self._beat, len(updates), now)
            self._beat_at = now

    async def _is_on_disk(self, updates: int) -> bool:
        """Whether they get there by themselves; a full batch means that more wait behind it."""
        return updates < BATCH and await self._database.is_on_disk(SETTLE_SECONDS)

    async def _store(self, updates: list[Json], now: datetime) -> None:
        reach("receive.before_store")
        arrivals = [Arrival(raw["update_id"], sender_of(raw), json.dumps(raw)) for raw in updates]
        async with self._database.transaction(durable=False) as session:
            fresh = await store_updates(session, self._bot.id, arrivals, now, self._name)
        reach("receive.after_store")
        by_id = {raw["update_id"]: raw for raw in updates}
        if fresh:
            self._stored([Stored(waiting, by_id[waiting.update_id]) for waiting in fresh])

    def _notice_gap(self, now: datetime) -> None:
        if self._beat_at is not None and now - self._beat_at > KEPT_BY_TELEGRAM:
            hours = round((now - self._beat_at) / timedelta(hours=1))
            log.critical("receive.gap", extra={"hours": hours})


def _has_id(raw: Json) -> bool:
    update_id = raw.get("update_id")
    return isinstance(update_id, int) and not isinstance(update_id, bool)


def _explain(error: AiogramError) -> float | None:
    """Say what is wrong in the log; returns the seconds to wait where they are known."""
    if isinstance(error, TelegramConflictError):
        log.error("receive.other_poller", extra={"do": "Stop the other process with this token."})
        return None
    if isinstance(error, TelegramUnauthorizedError | TelegramNotFound):
        log.critical("receive.token_refused", extra={"do": "Set the token that BotFather shows."})
        return TOKEN_PAUSE_SECONDS
    log.warning("receive.failed", extra=facts_of(error))
    return float(error.retry_after) if isinstance(error, TelegramRetryAfter) else None
