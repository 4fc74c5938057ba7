"""Faults on request: what Telegram and the network do on bad days, scripted and seeded."""

import hashlib
import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class FaultKind(StrEnum):
    """What goes wrong."""

    RETRY_AFTER = "retry_after"
    """429 with `retry_after` seconds."""
    UNAUTHORIZED = "unauthorized"
    """401: the token was revoked."""
    FORBIDDEN = "forbidden"
    """403."""
    BAD_REQUEST = "bad_request"
    """400."""
    GATEWAY = "gateway"
    """`status` (500, 502, 504) as an nginx HTML page."""
    HANG = "hang"
    """No answer for `seconds`, then the connection is reset."""
    RESET = "reset"
    """The connection is reset without an answer."""
    TRUNCATED = "truncated"
    """The request took effect; the answer breaks off in the middle."""
    NOT_JSON = "not_json"
    """200 with a body that is not JSON."""
    UNDECODABLE = "undecodable"
    """The request took effect; the answer holds a field of an unknown kind."""
    MAIN_CHAT = "main_chat"
    """The message lands in the main chat, whatever topic it is for (tdlib/telegram-bot-api#854)."""


ALWAYS_ACTING = frozenset({FaultKind.TRUNCATED, FaultKind.UNDECODABLE, FaultKind.MAIN_CHAT})
NEVER_ACTING = frozenset(
    {
        FaultKind.RETRY_AFTER,
        FaultKind.UNAUTHORIZED,
        FaultKind.FORBIDDEN,
        FaultKind.BAD_REQUEST,
    }
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule: which calls fail, and how.

    It concerns calls of `method` (None: of every method) to `chat_id` (None: to every chat),
    beginning with the `nth` of them (1 is the first), `times` of them (None: for ever), each
    with the probability `share`. `acts`: the request takes effect before it fails; kinds
    that refuse never act, a truncated or undecodable answer always does.
    """

    kind: FaultKind
    method: str | None = None
    chat_id: int | None = None
    nth: int = 1
    times: int | None = 1
    share: float = 1.0
    acts: bool = False
    status: int = 502
    retry_after: int = 5
    description: str | None = None
    seconds: float = 3600.0

    def __post_init__(self) -> None:
        """Refuse rules that could never mean what they say."""
        object.__setattr__(self, "kind", FaultKind(self.kind))
        if self.nth < 1 or not 0 < self.share <= 1:
            raise ValueError("nth counts from 1 and share lies in (0, 1].")
        if self.acts and self.kind in NEVER_ACTING:
            raise ValueError(f"A {self.kind} answer means that nothing was done.")

    @property
    def takes_effect(self) -> bool:
        """Return True if the request is carried out all the same."""
        return self.acts or self.kind in ALWAYS_ACTING


class Faults:
    """The rules in force, and Telegram's rate limits where wanted.

    `limit_per_chat_per_second` and `limit_overall_per_second` answer 429 to sending methods
    that come faster, after a `burst` that passes freely, of one chat and (`overall_burst`, the
    same unless given) of all. The same `seed` fails the same calls.
    """

    def __init__(
        self,
        *rules: Fault,
        seed: int = 0,
        limit_per_chat_per_second: float | None = None,
        limit_overall_per_second: float | None = None,
        burst: int = 3,
        overall_burst: int | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.seed = seed
        self.limit_per_chat_per_second = limit_per_chat_per_second
        self.limit_overall_per_second = limit_overall_per_second
        self.burst = burst
        self.overall_burst = burst if overall_burst is None else overall_burst
        self.injected = 0
        """How many requests failed by a rule or a limit."""
        self._monotonic = monotonic
        self._rules: list[_Counter] = []
        self._free_at: dict[int | None, float] = {}
        for rule in rules:
            self.add(rule)

    def add(self, fault: Fault) -> None:
        """Put a rule behind the others; the first that applies to a call wins."""
        self._rules.append(_Counter(fault, f"{self.seed}:{len(self._rules)}"))

    def clear(self) -> None:
        """Drop all rules and limits."""
        self._rules.clear()
        self._free_at.clear()
        self.limit_per_chat_per_second = None
        self.limit_overall_per_second = None

    def as_view(self) -> dict[str, Any]:
        """Return the rules and limits as JSON."""
        return {
            "rules": [asdict(counter.fault) for counter in self._rules],
            "limit_per_chat_per_second": self.limit_per_chat_per_second,
            "limit_overall_per_second": self.limit_overall_per_second,
            "injected": self.injected,
        }

    def choose(self, method: str, chat_id: int | None) -> Fault | None:
        """Return the fault for this call, if any; every rule counts the call."""
        hits = [counter.fault for counter in self._rules if counter.hits(method, chat_id)]
        fault = hits[0] if hits else self._limit(method, chat_id)
        self.injected += fault is not None
        return fault

    def _limit(self, method: str, chat_id: int | None) -> Fault | None:
        if chat_id is None or not method.startswith(("send", "edit", "forward", "copy")):
            return None
        limits = (
            (chat_id, self.limit_per_chat_per_second, self.burst),
            (None, self.limit_overall_per_second, self.overall_burst),
        )
        now = self._monotonic()
        waits = [self._wait(key, rate, burst, now) for key, rate, burst in limits if rate]
        if any(wait > 0 for wait in waits):
            return Fault(FaultKind.RETRY_AFTER, retry_after=max(1, math.ceil(max(waits))))
        for key, rate, _ in limits:
            if rate:
                self._free_at[key] = max(self._free_at.get(key, now), now) + 1 / rate
        return None

    def _wait(self, key: int | None, rate: float, burst: int, now: float) -> float:
        return self._free_at.get(key, now) - now - (burst - 1) / rate


class _Counter:
    def __init__(self, fault: Fault, seed: str) -> None:
        self.fault = fault
        self._seed = seed
        self._calls = 0

    def hits(self, method: str, chat_id: int | None) -> bool:
        fault = self.fault
        if fault.method not in {None, method} or fault.chat_id not in {None, chat_id}:
            return False
        self._calls += 1
        since = self._calls - fault.nth
        in_window = since >= 0 and (fault.times is None or since < fault.times)
        return in_window and _draw(f"{self._seed}:{self._calls}") < fault.share


def _draw(name: str) -> float:
    """Return a number in [0, 1) that the name alone decides."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=6).digest()) / 2**48
