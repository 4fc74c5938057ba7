"""Lives of a service in a process of its own, each to be ended at a kill point."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Life:
    """One process of the service; `ended` gives the number of the signal that ended it."""

    pid: int
    ended: "asyncio.Task[bytes]"


class Launcher:
    """Begins one life after the other; everything was imported once, before the first."""

    def __init__(self, process: Process) -> None:
        self._process = process

    async def begin(self, point: str) -> Life:
        """A life that ends at this kill point, `<point>:<n>`; "-" for one without."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{point}\n".encode())
        pid = int(await self._process.stdout.readline())
        return Life(pid, asyncio.get_running_loop().create_task(self._process.stdout.readline()))


@asynccontextmanager
async def launcher(config: dict[str, Any]) -> AsyncIterator[Launcher]:
    """A launcher of services that are built from this."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.kill.runner", json.dumps(config),
        stdin=PIPE, stdout=PIPE, cwd=ROOT,
    )  # fmt: skip
    try:
        yield Launcher(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
