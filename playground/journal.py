"""What happened on the phones, in order, for whoever watches: pages and test players."""

import asyncio
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

KEPT_EVENTS = 5_000


@dataclass(frozen=True, slots=True)
class Event:
    """One change; `account_id` is None where it concerns every phone."""

    number: int
    kind: str
    account_id: int | None
    data: Any


class Journal:
    """Numbers events from 1 and wakes whoever waits. Forgets all but the newest 5,000."""

    def __init__(self) -> None:
        self.name = secrets.token_hex(4)
        """Tells this journal's numbers from those of a server that ran before."""
        self.number = 0
        self.closed = False
        self._events: deque[Event] = deque(maxlen=KEPT_EVENTS)
        self._waiters: list[asyncio.Future[None]] = []

    def write(self, kind: str, account_id: int | None = None, data: Any = None) -> int:
        """Record an event and return its number."""
        self.number += 1
        self._events.append(Event(self.number, kind, account_id, data))
        self._wake()
        return self.number

    def close(self) -> None:
        """Wake whoever waits; from now on nobody waits any more."""
        self.closed = True
        self._wake()

    def read_after(self, number: int) -> list[Event]:
        """Return the kept events newer than `number`, oldest first."""
        newer = takewhile(lambda event: event.number > number, reversed(self._events))
        return list(newer)[::-1]

    def has_forgotten(self, number: int) -> bool:
        """Return True if some event newer than `number` is no longer kept."""
        return bool(self._events) and self._events[0].number > number + 1

    async def wait(self, timeout_seconds: float) -> bool:
        """Wait for the next event of any kind; False when there will be none in time."""
        if self.closed:
            return False
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        done, _ = await asyncio.wait([waiter], timeout=timeout_seconds)
        if not done:
            self._forget(waiter)
        return bool(done) and not self.closed

    async def wait_until(self, is_true: Callable[[], bool], timeout_seconds: float) -> bool:
        """Wait until `is_true` after some event; False when the time ran out first."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout_seconds
        while not is_true():
            left = deadline - loop.time()
            if left <= 0 or not await self.wait(left):
                return is_true()
        return True

    def _wake(self) -> None:
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    def _forget(self, waiter: asyncio.Future[None]) -> None:
        waiter.cancel()
        if waiter in self._waiters:
            self._waiters.remove(waiter)
