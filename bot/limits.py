"""How fast letters may leave: token buckets for each chat and for all, as pure arithmetic.

Telegram's published guidance is about one message a second to one chat and about 30 a second in
all (core.telegram.org/bots/faq); its true limits are unpublished, so a 429 always wins.
"""

from collections import OrderedDict
from dataclasses import dataclass

from db.ids import PersonId
from db.outbox import Lane

REMEMBERED = 10_000  # chats; a forgotten one starts with a full bucket


@dataclass(frozen=True, slots=True)
class Limits:
    """Rates in letters a second, bursts in letters."""

    overall_per_second: float = 30.0
    overall_burst: float = 6.0  # more at once is refused where a server counts less than a second
    chat_per_second: float = 1.0
    chat_burst: float = 5.0
    crisis_reserve: float = 5.0  # letters of crisis that may leave when a bucket is empty
    most_in_flight: int = 30

    def __post_init__(self) -> None:
        """Refuse limits under which nothing would ever leave."""
        rates = (self.overall_per_second, self.chat_per_second)
        bursts = (self.overall_burst, self.chat_burst, self.most_in_flight)
        if min(rates) <= 0 or min(bursts) < 1 or self.crisis_reserve < 0:
            raise ValueError("Rates must be above 0, bursts at least 1, the reserve at least 0.")


@dataclass(slots=True)
class Bucket:
    """Tokens that come back at a rate, up to a burst."""

    per_second: float
    burst: float
    tokens: float
    at: float

    def wait_seconds(self, at: float, reserve: float) -> float:
        """Seconds until one token may be taken; 0 when it may be now."""
        self._refill(at)
        lack = 1.0 - (self.tokens + reserve)
        return max(0.0, lack / self.per_second)

    def spend(self, at: float) -> None:
        """Take one token, even where there is none: the debt is paid by waiting."""
        self._refill(at)
        self.tokens -= 1.0

    def _refill(self, at: float) -> None:
        gone = max(0.0, at - self.at)
        self.at = max(self.at, at)
        self.tokens = min(self.burst, self.tokens + gone * self.per_second)


class Pace:
    """Whether a letter may leave at an instant, given in seconds of a steady clock."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._overall: Bucket | None = None
        self._chats: OrderedDict[PersonId, Bucket] = OrderedDict()

    def overall_wait(self, lane: int, at: float) -> float:
        """Seconds until a letter of this lane may leave to anybody."""
        return self._all(at).wait_seconds(at, self._reserve(lane))

    def room(self, lane: int, at: float) -> int:
        """How many letters of this lane may leave now, to different people."""
        bucket = self._all(at)
        bucket.wait_seconds(at, 0)
        return max(0, int(bucket.tokens + self._reserve(lane)))

    def chat_wait(self, person: PersonId, lane: int, at: float) -> float:
        """Seconds until a letter of this lane may leave to this person."""
        bucket = self._chats.get(person)
        return bucket.wait_seconds(at, self._reserve(lane)) if bucket else 0.0

    def spend(self, person: PersonId, at: float) -> None:
        """Count a letter that leaves."""
        self._all(at).spend(at)
        self._chat(person, at).spend(at)

    def _reserve(self, lane: int) -> float:
        return self._limits.crisis_reserve if lane == Lane.CRISIS else 0.0

    def _all(self, at: float) -> Bucket:
        if self._overall is None:
            burst = self._limits.overall_burst
            self._overall = Bucket(self._limits.overall_per_second, burst, burst, at)
        return self._overall

    def _chat(self, person: PersonId, at: float) -> Bucket:
        bucket = self._chats.get(person)
        if bucket is None:
            burst = self._limits.chat_burst
            bucket = self._chats[person] = Bucket(self._limits.chat_per_second, burst, burst, at)
        self._chats.move_to_end(person)
        if len(self._chats) > REMEMBERED:
            self._chats.popitem(last=False)
        return bucket
