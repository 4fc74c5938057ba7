"""A Bot API server that is as little work as can be: it must not be what is measured.

It knows getMe, getUpdates and sendMessage, keeps connections open, and notes when each numbered
message left a phone and when it arrived at one.
"""

import asyncio
import json
import re
import time

TEXT = re.compile(rb"message(?:\+|%20| )number(?:\+|%20| )(\d+)")
ME = {"id": 7000000001, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}


class PlainServer:
    """The phones and the server of one measurement."""

    def __init__(self) -> None:
        self.pending: list[dict[str, object]] = []
        self.said_at: dict[int, float] = {}
        self.heard_at: dict[int, float] = {}
        self.calls = 0
        self.wanted = 0
        self.all_heard = asyncio.Event()
        self.polled = asyncio.Event()
        self._poll: asyncio.Future[None] | None = None
        self._next_id = 1

    def say(self, person: int, number: int) -> None:
        """A person writes a numbered message, which is waited for."""
        self.said_at[number] = time.perf_counter()
        self.wanted += 1
        self.all_heard.clear()
        self.mutter(person, f"message number {number}")

    def mutter(self, person: int, text: str) -> None:
        """A person writes a message that nobody waits for."""
        user = {"id": person, "is_bot": False, "first_name": f"P{person}", "language_code": "en"}
        chat = {"id": person, "type": "private", "first_name": f"P{person}"}
        message = {
            "message_id": self._next_id + 10,
            "date": int(time.time()),
            "chat": chat,
            "from": user,
            "text": text,
        }
        self.pending.append({"update_id": self._next_id, "message": message})
        self._next_id += 1
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    async def answer(self, method: bytes, body: bytes) -> object:
        """The result of one call."""
        if method == b"getUpdates":
            return await self._updates(body)
        if method == b"getMe":
            return ME
        self.calls += 1
        found = TEXT.search(body)
        if found and method == b"sendMessage":
            self.heard_at.setdefault(int(found[1]), time.perf_counter())
            if len(self.heard_at) >= self.wanted:
                self.all_heard.set()
        chat = {"id": 1, "type": "private", "first_name": "P"}
        return {"message_id": self.calls, "date": 1, "chat": chat, "text": "x"}

    async def _updates(self, body: bytes) -> object:
        self.polled.set()
        found = re.search(rb'offset(?:=|": )(\d+)', body)
        offset = int(found[1]) if found else 0
        self.pending = [u for u in self.pending if int(str(u["update_id"])) >= offset]
        if not self.pending:
            self._poll = asyncio.get_running_loop().create_future()
            await asyncio.wait([self._poll], timeout=2)
        return self.pending[:100]


class _Connection(asyncio.Protocol):
    def __init__(self, server: PlainServer) -> None:
        self._server = server
        self._data = b""
        self._tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._data += data
        head, found, rest = self._data.partition(b"\r\n\r\n")
        if not found:
            return
        length = re.search(rb"(?i)content-length: (\d+)", head)
        size = int(length[1]) if length else 0
        if len(rest) < size:
            return
        self._data = rest[size:]
        method = head.split(b" ", 2)[1].rsplit(b"/", 1)[1]
        task = asyncio.get_running_loop().create_task(self._reply(method, rest[:size]))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _reply(self, method: bytes, body: bytes) -> None:
        result = await self._server.answer(method, body)
        content = json.dumps({"ok": True, "result": result}).encode()
        head = (
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            % len(content)
        )
        if not self._transport.is_closing():
            self._transport.write(head + content)  # type: ignore[attr-defined]


async def listen(server: PlainServer) -> tuple[asyncio.Server, str]:
    """Serve on a free port of this computer; gives the address too."""
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: _Connection(server), "127.0.0.1", 0)
    return listening, f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
