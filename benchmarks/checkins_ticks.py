"""A task that wants to run every millisecond: how late it is says how long the loop was held up."""

import asyncio
import gc
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Self

TICK_SECONDS = 0.001
LOOK_SECONDS = 0.005
LONG_SECONDS = 0.025  # from then on it is looked at what holds the loop up
KEPT = 5
ROOT = Path(__file__).parents[1]
OURS = ("pairwell", "playground", "bot", "console", "wording", "flows", "db", "care", "matching")


@dataclass(slots=True)
class Ticks:
    """Ticks while it is entered.

    Other programs of a busy machine make a task late too, so the processor time of this thread
    between two ticks is kept as well: what the loop itself took at most, without waiting. `held`
    says which of our own functions were at work in the longest of them.
    """

    longest_ms: float = 0.0
    longest_busy_ms: float = 0.0
    over_50_ms: int = 0
    busy_over_50_ms: int = 0
    count: int = 0
    held: list[tuple[float, str]] = field(default_factory=list)  # processor ms, functions
    _at: float = field(default=0.0, repr=False)
    _seen: str = field(default="", repr=False)
    _task: asyncio.Task[None] | None = field(default=None, repr=False)
    _collects_since: float = field(default=0.0, repr=False)
    _ended: threading.Event = field(default_factory=threading.Event, repr=False)

    def as_figures(self) -> dict[str, float]:
        """What was measured, by name."""
        names = ("longest_ms", "longest_busy_ms", "over_50_ms", "busy_over_50_ms", "count")
        return {name: getattr(self, name) for name in names}

    async def __aenter__(self) -> Self:
        """Begin to tick."""
        self._at = time.perf_counter()
        self._task = asyncio.create_task(self._run())
        loop_thread = threading.get_ident()
        gc.callbacks.append(self._collected)
        threading.Thread(target=self._look, args=(loop_thread,), daemon=True).start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        self._ended.set()
        gc.callbacks.remove(self._collected)
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        while True:
            at, busy = time.perf_counter(), time.thread_time()
            self._at = at
            await asyncio.sleep(TICK_SECONDS)
            late_ms = 1000 * (time.perf_counter() - at - TICK_SECONDS)
            busy_ms = 1000 * (time.thread_time() - busy)
            self.count += 1
            self.over_50_ms += late_ms > 50
            self.busy_over_50_ms += busy_ms > 50
            self.longest_ms = max(self.longest_ms, late_ms)
            self.longest_busy_ms = max(self.longest_busy_ms, busy_ms)
            if self._seen:
                self.held = sorted([*self.held, (busy_ms, self._seen)], reverse=True)[:KEPT]
                self._seen = ""

    def _collected(self, phase: str, about: dict[str, int]) -> None:
        """A collection of garbage begins or ends, in whatever function it happens to fall."""
        if phase == "start":
            self._collects_since = time.thread_time()
        elif time.thread_time() - self._collects_since > LONG_SECONDS:
            self._seen = f"collecting garbage, generation {about['generation']}"

    def _look(self, loop_thread: int) -> None:
        """From another thread, since the loop's own cannot look while it is held up."""
        while not self._ended.wait(LOOK_SECONDS):
            if time.perf_counter() - self._at > LONG_SECONDS and not self._seen:
                frame = sys._current_frames().get(loop_thread)  # noqa: SLF001  documented
                self._seen = _ours(frame) or "elsewhere"


def _ours(frame: FrameType | None) -> str:
    """Our own functions on this stack, the innermost first, three at most."""
    found: list[str] = []
    while frame is not None and len(found) < 3:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in OURS:
            found.append(f"{path.relative_to(ROOT).with_suffix('')}.{frame.f_code.co_name}")
        frame = frame.f_back
    return " < ".join(found)
