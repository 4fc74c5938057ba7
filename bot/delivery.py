"""The postman: the only code that speaks to people through the Bot API.

A turn is one transaction: it records what became of the letters that were out, and claims those
that may leave now. Then the requests run side by side, one to each person. A letter is marked as
being sent before its request, so a crash leaves its fate unknown, never forgotten.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from aiogram import Bot

from bot.acts import Hands
from bot.limits import Limits, Pace
from bot.mail import Mail, claim_mail
from bot.nursery import Nursery
from bot.outage import Outage
from bot.outage_news import OutageNews
from bot.outcomes import Refused, Retry, Sent, Unknown
from bot.pauses import Backoff
from bot.queue import LetterQueue
from bot.render import Renderer
from bot.results import DeliveryHooks, Result, record_results
from bot.traces import log_error
from bot.troubles import RECORDS_FAILED
from db.bots import MAIN, BotName, outbox_signal
from db.engine import Database
from db.ids import PersonId
from db.killpoints import reach
from db.outbox import Lane, Queued, waiting_letters
from db.outbox_upkeep import letters_found_sending

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0  # between looks at the table for letters that other processes wrote
LOOK_AT_ONCE = 500  # letters, some 2 ms: others run between
FULL_LOOK_EVERY = 30  # looks
LATE_IDS = 1_000  # ids may be committed out of order by other processes
TROUBLE_SECONDS = 1.0
NOBODY_THERE = Refused("no_address")  # erased, or works in the console alone: nothing went wrong
NEW_MESSAGE = frozenset({"send", "copy"})  # done twice, they are there twice
CRISIS_EXTRA = 5  # requests beyond the usual number in flight
TOGETHER = timedelta(seconds=5)  # two chats that are told to wait within this mean everybody


@dataclass(frozen=True, slots=True)
class _Awake:
    """Something other than a letter happened."""


class Postman:
    """Sends the letters to the people of one bot; one instance for each bot of a database."""

    def __init__(
        self,
        database: Database,
        bot: Bot,
        *,
        now: Callable[[], datetime],
        renderer: Renderer,
        hooks: DeliveryHooks,
        nursery: Nursery,
        backoff: Backoff,
        limits: Limits | None = None,
        bots: Mapping[BotName, Bot] | None = None,
        name: BotName = MAIN,
        has_topics: bool = False,
    ) -> None:
        """`has_topics` says that chats with this bot have topics, one for each pairing.

        `bots` are all that people write to, since a picture is fetched by the one it was for.
        """
        self._database = database
        self._now = now
        self._hooks = hooks
        self._nursery = nursery
        self._limits = limits or Limits()
        self._hands = Hands(bot, renderer, bots)
        self._pace = Pace(self._limits)
        self._queue = LetterQueue()
        self._name: BotName = name
        self._has_topics = has_topics
        self._wake = database.signal(outbox_signal(name))
        news = OutageNews(database, now, hooks, name)
        self._outage = Outage(bot, nursery, backoff, lambda: self._wake.give(_Awake()), news)
        self._results: list[Result] = []
        self._out: dict[PersonId, Mail] = {}
        self._highest_id = 0
        self._looks = 0
        self._look_at = 0.0
        self._told_to_wait: tuple[PersonId, datetime] | None = None
        self._is_closing = False
        self._closed = asyncio.Event()

    async def run(self) -> None:
        """Send letters until cancelled, or until `close` has seen the last request end."""
        await self._find_out()
        while not (self._is_closing and not self._out and not self._results):
            await self.turn()
        self._closed.set()

    async def close(self, seconds: float) -> bool:
        """Claim nothing more, and record what is out; False when that took longer than this."""
        self._is_closing = True
        self._wake.give(_Awake())
        try:
            async with asyncio.timeout(seconds):
                await self._closed.wait()
        except TimeoutError:
            return False
        return True

    async def turn(self) -> None:
        """Record, claim and start what there is; without anything to do, wait for it."""
        self._take_in()
        if _clock() >= self._look_at:
            await self._look()
        ready = self._choose()
        if not ready and not self._results:
            await self._wake.wait(self._idle_seconds())
            return
        try:
            mails = await self._commit(self._results, ready)
        except Exception as error:  # noqa: BLE001  nothing is lost: all of it is tried again
            await self._not_committed(ready, error)
            return
        self._after_commit(ready, mails)

    def _after_commit(self, ready: list[Queued], mails: list[Mail]) -> None:
        results, self._results = self._results, []
        self._take_in()  # a letter that goes back must be in its place before its person is free
        for result in results:
            self._free(result.letter.person_id)
        claimed = {mail.letter.id for mail in mails}
        for queued in ready:
            if queued.id not in claimed:
                self._queue.done(queued.person_id)
        if mails:
            reach("send.after_claim")
        at = _clock()  # what counts is when requests leave, not how long they waited for the disk
        for mail in mails:
            self._pace.spend(mail.letter.person_id, at)
            self._out[mail.letter.person_id] = mail
            self._nursery.start("send.letter", self._send(mail))

    def _free(self, person: PersonId) -> None:
        self._out.pop(person, None)
        self._queue.done(person)

    async def _commit(self, results: Sequence[Result], ready: Sequence[Queued]) -> list[Mail]:
        now = self._now()
        # What is claimed must be on the disk before it leaves; what has left may be told again.
        async with self._database.transaction(durable=bool(ready)) as session:
            await record_results(session, results, self._hooks, now)
            ids = [queued.id for queued in ready]
            mails = await claim_mail(session, ids, now, has_topics=self._has_topics)
            if results:
                reach("send.before_record")
        if results:
            reach("send.after_record")
        return mails

    async def _not_committed(self, ready: Sequence[Queued], error: Exception) -> None:
        log_error(log, "send.not_recorded", error, letters=len(self._results))
        until = self._now() + timedelta(seconds=TROUBLE_SECONDS)
        for queued in ready:
            self._queue.put_back(queued, until)
        await asyncio.sleep(0 if len(self._results) > 1 else TROUBLE_SECONDS)
        for result in list(self._results):
            if await self._record_alone(result):
                self._results.remove(result)
                self._take_in()
                self._free(result.letter.person_id)

    async def _record_alone(self, result: Result) -> bool:
        """Record one result by itself, without its hooks where they fail; False to try again."""
        for hooks in (self._hooks, None):
            try:
                async with self._database.transaction() as session:
                    await record_results(session, [result], hooks, self._now())
            except RECORDS_FAILED:
                return False
            except Exception as error:  # noqa: BLE001  what a hook raises must not stop the post
                log_error(log, "send.hook_failed", error, letter_id=result.letter.id)
            else:
                return True
        return False

    async def _send(self, mail: Mail) -> None:
        expires_at = mail.letter.expires_at
        if expires_at is not None and expires_at <= self._now():
            self._wake.give(Result(mail.letter, Refused("expired"), mail.shown, mail.topic))
            return
        reach("send.before_request")
        outcome = await self._hands.carry_out(mail)
        reach("send.after_request")
        self._wake.give(Result(mail.letter, outcome, mail.shown, mail.topic))

    def _take_in(self) -> None:
        for item in self._wake.take():
            if isinstance(item, Queued):
                self._enqueue(item)
            elif isinstance(item, Result):
                self._results.append(item)
                self._notice(item)

    def _notice(self, result: Result) -> None:
        self._outage.notice(result.outcome)
        self._notice_storm(result)
        if not isinstance(result.outcome, Sent) and result.outcome != NOBODY_THERE:
            facts = {"letter_id": result.letter.id, "attempt": result.letter.attempt}
            log.warning("send.not_sent", extra={**facts, "outcome": repr(result.outcome)})

    def _enqueue(self, queued: Queued) -> None:
        self._highest_id = max(self._highest_id, queued.id)
        if queued.tried and queued.not_before is not None:
            self._queue.pause(queued.person_id, queued.not_before)
            queued = replace(queued, not_before=None)
        self._queue.add(queued)

    def _notice_storm(self, result: Result) -> None:
        """Two chats that are told to wait at about the same time mean that all shall wait."""
        if not isinstance(result.outcome, Retry):
            return
        now, person = self._now(), result.letter.person_id
        before, self._told_to_wait = self._told_to_wait, (person, now)
        if before is not None and before[0] != person and now - before[1] <= TOGETHER:
            self._queue.pause_all(now + timedelta(seconds=result.outcome.after_seconds))

    def _choose(self) -> list[Queued]:
        if self._is_closing or self._outage.is_on:
            return []
        now, at = self._now(), _clock()
        room = self._limits.most_in_flight - len(self._out)
        usual = min(room, self._pace.room(Lane.BULK, at))
        crisis = min(room + CRISIS_EXTRA, self._pace.room(Lane.CRISIS, at))
        chosen = self._queue.take(usual, now)
        chosen += self._queue.take(crisis - len(chosen), now, Lane.CRISIS)
        return [queued for queued in chosen if self._may_leave(queued, now, at)]

    def _may_leave(self, queued: Queued, now: datetime, at: float) -> bool:
        wait = self._pace.chat_wait(queued.person_id, queued.lane, at)
        if wait > 0:
            self._queue.put_back(queued, now + timedelta(seconds=wait))
            return False
        return True

    def _idle_seconds(self) -> float:
        at = _clock()
        waits = [self._look_at - at]
        soon = self._queue.next_time()
        if soon is not None:
            waits.append((soon - self._now()).total_seconds())
        overall = self._pace.overall_wait(Lane.BULK, at)
        if overall > 0:
            waits.append(overall)
        return max(0.001, min(waits))

    async def _find_out(self) -> None:
        """Letters found in `sending` at the start may have arrived; nobody knows."""
        async with self._database.transaction() as session:
            found = await letters_found_sending(session, (self._name,))
        self._results = [
            Result(letter, Unknown(is_harmless=letter.act not in NEW_MESSAGE)) for letter in found
        ]
        while self._results:
            await self._commit_found()
        await self._look()

    async def _commit_found(self) -> None:
        try:
            await self._commit(self._results, [])
        except Exception as error:  # noqa: BLE001  nothing is lost: all of it is tried again
            await self._not_committed([], error)
        else:
            self._results = []

    async def _look(self) -> None:
        """Read what waits in the table, since other processes write letters too."""
        is_full = self._looks % FULL_LOOK_EVERY == 0
        self._looks += 1
        self._look_at = _clock() + LOOK_SECONDS
        try:
            async with self._database.reading() as session:
                after = 0 if is_full else max(0, self._highest_id - LATE_IDS)
                bots = (self._name,)
                while found := await waiting_letters(session, after, bots, LOOK_AT_ONCE):
                    for queued in found:
                        self._enqueue(queued)
                    after = found[-1].id
        except Exception as error:  # noqa: BLE001  the next look comes
            log_error(log, "send.not_read", error)


def _clock() -> float:
    return asyncio.get_running_loop().time()
