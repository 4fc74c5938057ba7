"""What is committed, and what of it is on the disk.

A commit that is not durable survives the end of this process but not a power failure, until a later
one that is: both logs, SQLite's and PostgreSQL's, are written to the disk in order. So a chain of
transactions needs one durable commit, the last one before anything leaves the house.
"""

import asyncio


class Durability:
    """Counts commits of this process, and those that are known to be on the disk."""

    def __init__(self) -> None:
        self._committed = 0
        self._on_disk = 0
        self._moved = asyncio.Event()

    def committed(self, *, on_disk: bool) -> None:
        """A transaction that wrote something was committed."""
        self._committed += 1
        if on_disk:
            self._on_disk = self._committed
            self._moved.set()

    async def wait(self, seconds: float) -> bool:
        """Whether all that is committed by now gets onto the disk within this time."""
        goal = self._committed
        try:
            async with asyncio.timeout(seconds):
                while self._on_disk < goal:
                    self._moved.clear()
                    await self._moved.wait()
        except TimeoutError:
            return False
        return True
