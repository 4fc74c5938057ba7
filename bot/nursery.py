"""The nursery: every background task has a name here, and none fails unnoticed."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self

from bot.traces import facts_of

log = logging.getLogger(__name__)


class TaskFailed(Exception):
    """A background task ended with an error; the service must stop and be started again."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The task {name!r} failed. See the log line 'task.failed'.")
        self.name = name


class Nursery:
    """Starts background tasks, notices a failed one, and ends them all when it is left.

    `failed` is called with the name of a task that failed.
    """

    def __init__(self, failed: Callable[[str], None] | None = None) -> None:
        self._failed = failed
        self._tasks: set[asyncio.Task[None]] = set()
        self._first_failure: asyncio.Future[str] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    def __len__(self) -> int:
        return len(self._tasks)

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run this in the background under a name."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def watch(self) -> None:
        """Wait until a task fails, then raise TaskFailed."""
        raise TaskFailed(await self._failure())

    async def settle(self, seconds: float) -> bool:
        """Wait for the running tasks to end by themselves; False when some still run."""
        if not self._tasks:
            return True
        _, running = await asyncio.wait(self._tasks, timeout=seconds)
        return not running

    async def close(self) -> None:
        """Cancel what still runs and wait until it has ended."""
        while self._tasks:
            tasks = list(self._tasks)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

    def _failure(self) -> asyncio.Future[str]:
        if self._first_failure is None:
            self._first_failure = asyncio.get_running_loop().create_future()
        return self._first_failure

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            return
        name = task.get_name()
        log.critical("task.failed", extra={"task": name, **facts_of(error)})
        if not self._failure().done():
            self._failure().set_result(name)
        if self._failed is not None:
            self._failed(name)
