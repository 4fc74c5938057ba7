"""A task that wants to run every millisecond: how late it is says how long the loop was held up."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Self

TICK_SECONDS = 0.001


@dataclass(slots=True)
class Ticks:
    """Ticks while it is entered.

    Other programs of a busy machine make a task late too, so the processor time of this thread
    between two ticks is kept as well: what the loop itself took at most, without waiting.
    """

    longest_ms: float = 0.0
    longest_busy_ms: float = 0.0
    over_50_ms: int = 0
    count: int = 0
    _task: asyncio.Task[None] | None = field(default=None, repr=False)

    def as_figures(self) -> dict[str, float]:
        """What was measured, by name."""
        names = ("longest_ms", "longest_busy_ms", "over_50_ms", "count")
        return {name: getattr(self, name) for name in names}

    async def __aenter__(self) -> Self:
        """Begin to tick."""
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        while True:
            at, busy = time.perf_counter(), time.thread_time()
            await asyncio.sleep(TICK_SECONDS)
            late_ms = 1000 * (time.perf_counter() - at - TICK_SECONDS)
            busy_ms = 1000 * (time.thread_time() - busy)
            self.count += 1
            self.over_50_ms += late_ms > 50
            self.longest_ms = max(self.longest_ms, late_ms)
            self.longest_busy_ms = max(self.longest_busy_ms, busy_ms)
