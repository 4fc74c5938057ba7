"""Every request the bot made, kept so that tests can search it for leaks and order."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from playground.wire import Json

KEPT_REQUESTS = 100_000


@dataclass(slots=True)
class Request:
    """One request: what was asked, byte for byte, and what was answered.

    `result` is the Bot API result, None when refused; `error` is (code, description).
    `fault` names the fault that was injected, if any; `acted` says whether it took effect.
    """

    method: str
    at: datetime
    raw: bytes = b""
    params: Json = field(default_factory=dict)
    chat_id: int | None = None
    result: Any = None
    error: tuple[int, str] | None = None
    fault: str | None = None
    acted: bool = False

    def mentions(self, words: str) -> bool:
        """Return True if the raw request holds these words, in any case."""
        return words.casefold() in self.raw.decode("utf-8", "replace").casefold()

    def as_view(self) -> Json:
        """Return the request as JSON for scripts; raw bytes as text, bad ones replaced."""
        return {
            "method": self.method,
            "at": self.at.isoformat(),
            "chat_id": self.chat_id,
            "raw": self.raw.decode("utf-8", "replace"),
            "result": self.result,
            "error": self.error,
            "fault": self.fault,
            "acted": self.acted,
        }


class RequestLog:
    """The newest 100,000 requests, oldest first."""

    def __init__(self) -> None:
        self._requests: deque[Request] = deque(maxlen=KEPT_REQUESTS)

    def __iter__(self) -> Iterator[Request]:
        return iter(self._requests)

    def __len__(self) -> int:
        return len(self._requests)

    def append(self, request: Request) -> None:
        """Keep a request."""
        self._requests.append(request)

    def clear(self) -> None:
        """Forget all requests."""
        self._requests.clear()

    def of(self, method: str) -> list[Request]:
        """Return the requests of one method, such as "sendMessage"."""
        return [request for request in self._requests if request.method == method]

    def to(self, chat_id: int) -> list[Request]:
        """Return the requests that concern one chat."""
        return [request for request in self._requests if request.chat_id == chat_id]

    def mentioning(self, words: str, *, chat_id: int | None = None) -> list[Request]:
        """Return the requests (to one chat) whose raw bytes hold these words."""
        return [
            request
            for request in self._requests
            if chat_id in {None, request.chat_id} and request.mentions(words)
        ]
