"""One life of the service after the other: the real one, ended at random points and begun again."""

import asyncio
import os
from contextlib import ExitStack
from types import SimpleNamespace
from unittest.mock import patch

from aiogram import Bot

from bot.clock import Clock
from bot.limits import Limits
from bot.pauses import Backoff
from db import killpoints
from db.heartbeats import record_beat
from pairwell.serve import Service, Wiring
from tests.databases import MASTER_KEY
from tests.simulation.wire import Wire

TOKEN = "42:AAyear"
AT_ONCE = Limits(
    overall_per_second=1e6,
    overall_burst=1e6,
    chat_per_second=1e6,
    chat_burst=1e6,
    most_in_flight=30,
)
LOOPS = 3  # tasks that run all the time: receive, handle, send
SPINS = 12  # turns of the loop without anything happening, after which all is done
MOST_TURNS = 200_000


class Killed(BaseException):
    """The process ends here; nothing catches it, as nothing catches SIGKILL."""


class Struck(Clock):
    """Beats only when it is struck, so that a seed tells the same story every time."""

    def start(self):
        """Wait to be struck."""


class Life:
    """The service between two deaths; `telegram` and the records outlive it."""

    def __init__(self, url, clock, telegram, chance):
        self._url, self._clock, self._telegram, self._chance = url, clock, telegram, chance
        self.deaths = 0
        self._beats_left = None
        self._patches = ExitStack()
        self.service = None

    def __enter__(self):
        patches = {
            "pairwell.serve.make_bot": self._make_bot,
            "pairwell.serve.Clock": Struck,
            "pairwell.serve._make_ready": len,
            "pairwell.one_bot.make_backoff": lambda: Backoff(
                self._chance.random, self._telegram.pause
            ),
            "pairwell.meeting_bots.make_backoff": lambda: Backoff(
                self._chance.random, self._telegram.pause
            ),
            "bot.clock.record_beat": self._record_beat,
            "bot.delivery.LOOK_SECONDS": 86_400.0,
            "bot.poller.SETTLE_SECONDS": 0.0,
            "db.inline_sqlite.InlineConnection.in_thread": _in_turn,
            "db.killpoints.os": SimpleNamespace(kill=_die, getpid=os.getpid),
        }
        for name, stand_in in patches.items():
            self._patches.enter_context(patch(name, stand_in))
        return self

    def __exit__(self, *_):
        killpoints.arm(None)
        self._patches.close()

    @property
    def database(self):
        """The open records."""
        return self.service.database

    async def begin(self):
        """Start the service; it finds what the last one left."""
        self._wire = None
        wiring = Wiring(TOKEN, "http://localhost", self._url, MASTER_KEY, self._clock.now, AT_ONCE)
        self.service = Service(wiring)
        await self.service.__aenter__()

    async def end(self):
        """End it without a word, as a power cut does."""
        killpoints.arm(None)
        self._beats_left = None
        self._wire.is_cut = True
        await self.service._stack.aclose()

    async def end_and_begin(self):
        """Die and come back."""
        self.deaths += 1
        await self.end()
        await self.begin()

    def doom(self):
        """Choose where the next death comes: at a named point, or in the middle of a beat."""
        if self._chance.random() < 0.3:
            self._beats_left = self._chance.randrange(1, 25)
        else:
            point = self._chance.choice(killpoints.POINTS)
            killpoints.arm(f"{point}:{self._chance.randrange(1, 12)}")

    async def strike(self):
        """Let every beat act; a death in one is lived through."""
        try:
            await self.service.clock.strike()
        except Killed:
            await self.end_and_begin()
            await self.service.clock.strike()

    async def settle(self):
        """Return when nothing is left to receive, handle or send now; lives through a death."""
        quiet, seen = 0, None
        for _ in range(MOST_TURNS):
            await asyncio.sleep(0)
            if self.service._failed:
                await self.end_and_begin()
            state = self._state()
            quiet = quiet + 1 if state == seen and self._is_idle(state) else 0
            seen = state
            if quiet >= SPINS:
                return
        raise AssertionError(f"It does not come to rest: {self._state()}")

    def wake(self):
        """The clock was moved: look at what waits for its time."""
        self._telegram.tick()
        self.database.signal("outbox").give(None)
        self._one._workers.stored([])

    @property
    def _one(self):
        return self.service._bots[0]

    def _state(self):
        postman = self._one._postman
        return (
            len(self._telegram.pending),
            len(self._one._workers._lines) + len(self._one._workers._early),
            len(postman._out) + len(postman._results) + len(postman._wake._items),
            len(self.service._nursery),
            sum(self._telegram.requests.values()),
        )

    def _is_idle(self, state):
        pending, lines, post, tasks, _ = state
        waits = lines == 0 or self._one._workers._lines.next_time() is not None
        received = pending == 0 or self._telegram.is_down
        return received and waits and post == 0 and tasks <= LOOPS + self._telegram.is_down

    def _make_bot(self, token, _url):
        self._wire = Wire(self._telegram)
        return Bot(token, session=self._wire)

    async def _record_beat(self, session, beat, done, now):
        await record_beat(session, beat, done, now)
        if self._beats_left is not None:
            self._beats_left -= 1
            if self._beats_left <= 0:
                raise Killed


async def _in_turn(_connection, function, *args):
    """A thread of its own would be one more thing that a seed does not decide."""
    return function(*args)


def _die(_pid, _signal):
    raise Killed
