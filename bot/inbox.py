"""The workers: they handle what was stored, in order for each sender, and close it.

A cycle takes one update of each of up to 16 senders into one transaction: what they change, the
letters they cause and the closing of their rows are committed together or not at all. When one
fails, the transaction is given back whole and the others are handled again without it. The one
that failed is told why when it was a refusal; otherwise it is counted and its line pauses, and
after five failures the update is set aside and its sender told.

These commits do not wait for the disk: the postman's does, before anything leaves.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.handled import Handled, Handler, PressAnswer
from bot.lines import Entry, Lines
from bot.nursery import Nursery
from bot.poller import Stored
from bot.traces import log_error
from bot.troubles import RECORDS_FAILED
from bot.updates import press_of
from bot.urgent import DirectVoice, answer_press, is_urgent_request
from care.errors import Refusal
from db.engine import Database, Signal
from db.inbox import close_updates, count_failures, read_updates, waiting_updates
from db.killpoints import reach
from flows.errors import Refused
from flows.story import Story

log = logging.getLogger(__name__)

BATCH = 16
LONGEST_SECONDS = 20  # for one update
MOST_FAILURES = 5
KEPT_IN_MEMORY = 2_000  # beyond that, contents are read from their rows again
READ_AT_ONCE = 500
REFUSALS = (Refused, Refusal)
IDLE_SECONDS = 5.0
FIRST_PAUSE = 1.0  # seconds; doubled with every failure of the same update
TROUBLE_PAUSE = 2.0  # seconds; doubled with every commit in a row that fails
LONGEST_PAUSE = 30.0


class Unreadable(Exception):
    """The content of an inbox row does not open."""


class Workers:
    """Handle the inbox of one bot; one instance for one bot."""

    def __init__(
        self,
        database: Database,
        bot: Bot,
        handle: Handler,
        *,
        now: Callable[[], datetime],
        nursery: Nursery,
        voice: DirectVoice,
        turn: asyncio.Lock | None = None,
    ) -> None:
        """Bots that share a `turn` tell their stories one after the other, as one bot does."""
        self._turn = turn or asyncio.Lock()
        self._database = database
        self._bot = bot
        self._handle = handle
        self._now = now
        self._nursery = nursery
        self._voice = voice
        self._lines = Lines()
        self._early: list[Entry] = []  # arrived while older ones were still being read
        self._is_loaded = False
        self._wake = Signal()
        self._is_draining = False
        self._ended = asyncio.Event()
        self._troubles = 0  # commits in a row that failed

    def stored(self, arrived: Sequence[Stored]) -> None:
        """Take over what the receiver has just stored."""
        is_kept = len(self._lines) + len(self._early) < KEPT_IN_MEMORY
        entries = [
            Entry(s.waiting, s.raw if is_kept else None, is_urgent_request(s.raw), 0)
            for s in arrived
        ]
        if self._is_loaded:
            self._lines.add(entries)
        else:
            self._early += entries
        self._wake.give(None)

    async def run(self) -> None:
        """Handle updates until cancelled, or until `drain` finds nothing left."""
        await self._load()
        while True:
            self._wake.take()
            entries = self._lines.take(BATCH, self._now())
            if entries:
                async with self._turn:
                    await self._cycle(entries)
            elif self._is_draining:
                break
            else:
                await self._wake.wait(self._idle_seconds())
        self._ended.set()

    async def drain(self, seconds: float) -> bool:
        """Finish what can be handled now; False when that took longer than this."""
        self._is_draining = True
        self._wake.give(None)
        try:
            async with asyncio.timeout(seconds):
                await self._ended.wait()
        except TimeoutError:
            return False
        return True

    async def _load(self) -> None:
        """Put what an earlier run left at the head of the lines, before what arrives now."""
        async with self._database.reading() as session:
            waiting = await waiting_updates(session, self._bot.id)
            for start in range(0, len(waiting), READ_AT_ONCE):
                chunk = waiting[start : start + READ_AT_ONCE]
                raws = await self._read(session, [w.id for w in chunk])
                self._lines.add(
                    Entry(w, None, is_urgent_request(raws.get(w.id, {})), w.failures) for w in chunk
                )
        self._lines.add(self._early)
        self._early, self._is_loaded = [], True

    async def _read(self, session: AsyncSession, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        found = await read_updates(session, self._bot.id, ids)
        return {row_id: json.loads(text) for row_id, text in found.items()}

    async def _cycle(self, entries: list[Entry]) -> None:
        while entries:
            failed: list[tuple[Entry, Exception]] = []
            try:
                handled = await self._commit(entries, failed)
            except Exception as error:  # noqa: BLE001  a handler may raise anything; none is lost
                entries = await self._went_wrong(entries, failed, error)
            else:
                self._finish(entries, handled)
                return

    def _finish(self, entries: list[Entry], handled: list[Handled]) -> None:
        reach("handle.after_commit")
        self._troubles = 0
        for entry in entries:
            self._lines.done(entry)
        self._answer(answer for one in handled for answer in one.answers)

    async def _commit(
        self, entries: list[Entry], failed: list[tuple[Entry, Exception]]
    ) -> list[Handled]:
        """Handle all of these in one transaction; the one that fails is put into `failed`."""
        handled = []
        async with self._database.transaction(durable=False) as session:
            await self._read_missing(session, entries)
            for entry in entries:
                try:
                    handled.append(await self._handle_one(session, entry))
                except Exception as error:
                    failed.append((entry, error))
                    raise
            await close_updates(session, [entry.waiting.id for entry in entries])
            reach("handle.before_commit")
        return handled

    async def _handle_one(self, session: AsyncSession, entry: Entry) -> Handled:
        if entry.raw is None:
            raise Unreadable
        async with asyncio.timeout(LONGEST_SECONDS):
            handled = await self._handle(self._story(session, entry), entry.raw)
            await session.flush()
        session.expunge_all()
        return handled

    async def _read_missing(self, session: AsyncSession, entries: list[Entry]) -> None:
        missing = [entry for entry in entries if entry.raw is None]
        if missing:
            raws = await self._read(session, [entry.waiting.id for entry in missing])
            for entry in missing:
                entry.raw = raws.get(entry.waiting.id)

    async def _went_wrong(
        self, entries: list[Entry], failed: list[tuple[Entry, Exception]], error: Exception
    ) -> list[Entry]:
        """Deal with the update that failed; returns the others, to be handled without it."""
        if not failed:
            self._records_failed(entries, error)
            return []
        blamed, cause = failed[0]  # what the transaction raised when it ended may hide the cause
        if isinstance(cause, REFUSALS):
            await self._refuse(blamed, cause)
        elif isinstance(cause, RECORDS_FAILED):
            self._records_failed([blamed], cause)
        else:
            await self._count_failure(blamed, cause)
        return [entry for entry in entries if entry is not blamed]

    async def _refuse(self, entry: Entry, refusal: Refused | Refusal) -> None:
        try:
            async with self._database.transaction(durable=False) as session:
                story = self._story(session, entry, "refused")
                async with asyncio.timeout(LONGEST_SECONDS):
                    handled = await self._handle.refused(story, entry.raw or {}, refusal)
                await close_updates(session, [entry.waiting.id])
        except RECORDS_FAILED as error:
            self._records_failed([entry], error)
        except Exception as error:  # noqa: BLE001  as for any other handler
            await self._count_failure(entry, error)
        else:
            self._finish([entry], [handled])

    def _records_failed(self, entries: list[Entry], error: Exception) -> None:
        """Nothing could be saved: everything stays as it is, and comes again after a pause."""
        self._troubles += 1
        log_error(log, "handle.not_saved", error, updates=len(entries))
        until = self._in(min(TROUBLE_PAUSE * 2.0 ** min(self._troubles - 1, 6), LONGEST_PAUSE))
        for entry in entries:
            self._lines.put_back(entry, until)
        self._voice.say_not_saved(entry.raw for entry in entries if entry.raw)

    async def _count_failure(self, entry: Entry, error: Exception) -> None:
        count = entry.failures + 1
        is_aside = count >= MOST_FAILURES
        facts = {"inbox_id": entry.waiting.id, "failures": count}
        log_error(log, "handle.quarantined" if is_aside else "handle.failed", error, **facts)
        try:
            await self._record_failure(entry, count, is_aside=is_aside)
        except Exception as trouble:  # noqa: BLE001  the records fail, and the update stays
            self._records_failed([entry], trouble)
            return
        entry.failures = count
        if is_aside:
            self._lines.done(entry)
        else:
            self._lines.put_back(entry, self._in(FIRST_PAUSE * 2.0 ** (count - 1)))
        if entry.raw and (press := press_of(entry.raw)):
            self._answer([PressAnswer(press)])

    async def _record_failure(self, entry: Entry, count: int, *, is_aside: bool) -> None:
        if is_aside and entry.raw is not None:
            try:
                await self._set_aside(entry, count)
            except Exception as error:  # noqa: BLE001  the update must leave the queue all the same
                log_error(log, "handle.not_told", error, inbox_id=entry.waiting.id)
            else:
                return
        async with self._database.transaction() as session:
            await count_failures(session, [(entry.waiting.id, count, is_aside)])

    async def _set_aside(self, entry: Entry, count: int) -> None:
        async with self._database.transaction() as session:
            async with asyncio.timeout(LONGEST_SECONDS):
                await self._handle.gave_up(self._story(session, entry, "gave_up"), entry.raw or {})
            await count_failures(session, [(entry.waiting.id, count, True)])

    def _story(self, session: AsyncSession, entry: Entry, *more: str) -> Story:
        cause = ":".join((f"u{self._bot.id}", str(entry.waiting.update_id), *more))
        return Story(session, self._now(), cause)

    def _answer(self, answers: Iterable[PressAnswer]) -> None:
        for answer in answers:
            work = answer_press(self._bot, answer.press_id, answer.text, is_alert=answer.is_alert)
            self._nursery.start("press.answer", work)

    def _in(self, seconds: float) -> datetime:
        return self._now() + timedelta(seconds=seconds)

    def _idle_seconds(self) -> float:
        soon = self._lines.next_time()
        if soon is None:
            return IDLE_SECONDS
        return max(0.01, min(IDLE_SECONDS, (soon - self._now()).total_seconds()))
