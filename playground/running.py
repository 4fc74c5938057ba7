"""Runs the app in the present event loop, on this computer only."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import uvicorn

from playground.server import Playground

KEEP_ALIVE_SECONDS = 120
GRACE_SECONDS = 3
TICK_SECONDS = 0.1
"""uvicorn counts ten ticks a second, to refresh its date header."""


@asynccontextmanager
async def serve(app: Playground, *, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve while the block runs; gives the base URL. Port 0 takes a free one.

    Signals stay with the caller. Raises OSError when the port is taken.
    """
    with _listen(host, port) as listener:
        server = _Server(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                lifespan="on",
                ws="none",
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )
        app.open()
        running = asyncio.get_running_loop().create_task(server.serve(sockets=[listener]))
        running.add_done_callback(lambda _: server.is_up.set())
        await server.is_up.wait()
        if not server.started:
            await running
            raise RuntimeError("The playground did not start; its log says why.")
        try:
            yield f"http://{host}:{listener.getsockname()[1]}"
        finally:
            app.close()
            server.stop()
            await running


def _listen(host: str, port: int) -> socket.socket:
    """Return a bound socket that is TCP by name: asyncio turns Nagle's delay off only then."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


class _Server(uvicorn.Server):
    """Tells when it listens, and leaves signals alone."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = asyncio.Event()
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Stop at once, not at the next tick."""
        self.should_exit = True
        self._stopping.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_up.set()

    async def main_loop(self) -> None:
        ticks = 0
        while not await self.on_tick(ticks):
            ticks += 1
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), TICK_SECONDS)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
