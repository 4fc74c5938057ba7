"""Pauses after failures: each longer than the one before, and no two processes in step."""

import asyncio
from collections.abc import Awaitable, Callable

FIRST_SECONDS = 0.5
LONGEST_SECONDS = 30.0

Sleep = Callable[[float], Awaitable[None]]


def pause_after(failures: int, chance: float) -> float:
    """Seconds to wait after this many failures in a row (from 1); `chance` lies in [0, 1)."""
    whole = min(FIRST_SECONDS * 2.0 ** min(failures - 1, 16), LONGEST_SECONDS)
    return whole * (0.5 + chance / 2)


class Backoff:
    """Counts failures in a row and pauses between them.

    `chance` gives numbers in [0, 1), such as `random.Random().random`.
    """

    def __init__(self, chance: Callable[[], float], sleep: Sleep = asyncio.sleep) -> None:
        self._chance = chance
        self._sleep = sleep
        self.failures = 0

    async def pause(self, seconds: float | None) -> None:
        """Count a failure and wait: this long, or as long as the failures in a row ask for."""
        self.failures += 1
        own = pause_after(self.failures, self._chance())
        await self._sleep(own if seconds is None else max(own, seconds))

    def reset(self) -> None:
        """Forget the failures: something worked."""
        self.failures = 0
