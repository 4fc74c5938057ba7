"""The updates that wait for the bot, with getUpdates' offsets and Telegram's 24 hours."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from playground.refusals import Conflict
from playground.wire import Json

KEPT_FOR = timedelta(hours=24)
"""Telegram drops what the bot did not fetch in 24 hours (core.telegram.org/bots/api)."""

OPTED_IN_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that Telegram leaves out unless the bot names them in allowed_updates."""

TERMINATED = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)


@dataclass(frozen=True, slots=True)
class _Waiting:
    update_id: int
    since: datetime
    update: Json


class UpdateQueue:
    """One bot's pending updates."""

    def __init__(self, now: Callable[[], datetime], first_update_id: int) -> None:
        self._now = now
        self._next_id = first_update_id
        self._pending: deque[_Waiting] = deque()
        self._allowed: frozenset[str] | None = None
        self._poll: asyncio.Future[None] | None = None
        self.closed = False
        self.dropped = 0
        """How many updates were lost to the 24 hours."""

    @property
    def allowed(self) -> list[str]:
        """Return the remembered allowed_updates; empty when it is Telegram's default."""
        return sorted(self._allowed or ())

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Remember allowed_updates; None changes nothing and an empty list is the default."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    def put(self, kind: str, content: Json) -> int | None:
        """Queue an update; its id, or None when the bot did not ask for this kind."""
        wanted = kind not in OPTED_IN_ONLY if self._allowed is None else kind in self._allowed
        return self.put_raw({kind: content}) if wanted else None

    def put_raw(self, update: Json) -> int:
        """Queue any object as an update, readable or not, and return its id."""
        update_id = self._next_id
        self._next_id += 1
        self._pending.append(_Waiting(update_id, self._now(), {"update_id": update_id, **update}))
        self.wake()
        return update_id

    def wake(self) -> None:
        """Let the waiting poll look again."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def close(self) -> None:
        """Answer the waiting poll with what there is, and let none wait from now on."""
        self.closed = True
        self.wake()

    def count(self) -> int:
        """Return pending_update_count."""
        self._drop_old()
        return len(self._pending)

    def clear(self) -> None:
        """Forget all pending updates, as drop_pending_updates does."""
        self._pending.clear()

    def confirm(self, offset: int) -> None:
        """Forget what `offset` confirms: ids below it, or all but the last -offset."""
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
            return
        while self._pending and self._pending[0].update_id < offset:
            self._pending.popleft()

    def peek(self, limit: int) -> list[Json]:
        """Return up to `limit` pending updates, oldest first, without confirming them."""
        self._drop_old()
        return [waiting.update for waiting, _ in zip(self._pending, range(limit), strict=False)]

    async def poll(self, offset: int, limit: int, timeout_seconds: float) -> list[Json]:
        """Answer one getUpdates. Raises Conflict in this poll when a second one begins."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(Conflict(TERMINATED))
        if offset:
            self.confirm(offset)
        deadline = asyncio.get_running_loop().time() + timeout_seconds
        while not (updates := self.peek(limit)):
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0 or self.closed or not await self._wait(left):
                return self.peek(limit)
        return updates

    async def _wait(self, timeout_seconds: float) -> bool:
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            done, _ = await asyncio.wait([poll], timeout=timeout_seconds)
            if done:
                poll.result()
            return bool(done)
        finally:
            poll.cancel()
            if self._poll is poll:
                self._poll = None

    def _drop_old(self) -> None:
        oldest = self._now() - KEPT_FOR
        while self._pending and self._pending[0].since <= oldest:
            self._pending.popleft()
            self.dropped += 1
