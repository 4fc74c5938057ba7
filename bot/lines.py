"""The lines in front of the workers: one for each sender, first come first served in each.

Pure: it knows neither the database nor the clock.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from db.inbox import Waiting


@dataclass(slots=True)
class Entry:
    """An update in its line; `raw` is None where it has to be read again."""

    waiting: Waiting
    raw: dict[str, Any] | None
    is_urgent: bool
    failures: int


@dataclass(slots=True)
class _Line:
    entries: deque[Entry] = field(default_factory=deque)
    urgent: deque[Entry] = field(default_factory=deque)
    paused_until: datetime | None = None
    is_taken: bool = False

    def next(self) -> Entry | None:
        """A request for urgent help does not wait for what went wrong before it."""
        if self.urgent:
            return self.urgent[0]
        return self.entries[0] if self.entries else None

    def is_free(self, now: datetime) -> bool:
        entry = self.next()
        if entry is None or self.is_taken:
            return False
        fresh_help = entry.is_urgent and entry.failures == 0
        return fresh_help or self.paused_until is None or self.paused_until <= now


class Lines:
    """Who is next: at most one update of each sender at a time, senders in turn."""

    def __init__(self) -> None:
        self._lines: dict[bytes, _Line] = {}
        self._known: set[int] = set()

    def __len__(self) -> int:
        return len(self._known)

    def add(self, entries: Iterable[Entry]) -> None:
        """Put updates at the ends of their lines; one that is there already is ignored."""
        for entry in entries:
            if entry.waiting.id in self._known:
                continue
            self._known.add(entry.waiting.id)
            line = self._lines.setdefault(entry.waiting.line, _Line())
            (line.urgent if entry.is_urgent else line.entries).append(entry)

    def take(self, most: int, now: datetime) -> list[Entry]:
        """The next updates, one of each line that is free, requests for urgent help first."""
        free = [line for line in self._lines.values() if line.is_free(now)]
        free.sort(key=lambda line: not line.urgent)
        taken = []
        for line in free[:most]:
            line.is_taken = True
            if entry := line.next():
                taken.append(entry)
        return taken

    def done(self, entry: Entry) -> None:
        """The update is finished with; its line goes behind the others."""
        name = entry.waiting.line
        line = self._lines.pop(name)
        self._known.discard(entry.waiting.id)
        (line.urgent if entry.is_urgent else line.entries).popleft()
        line.is_taken = False
        if not entry.is_urgent:
            line.paused_until = None
        if line.next() is not None:
            self._lines[name] = line

    def put_back(self, entry: Entry, until: datetime | None = None) -> None:
        """The update stays first in its line, which pauses until this instant."""
        line = self._lines[entry.waiting.line]
        line.is_taken = False
        line.paused_until = until

    def next_time(self) -> datetime | None:
        """When the first paused line may go on; None when none is paused."""
        pauses = [line.paused_until for line in self._lines.values() if line.paused_until]
        return min(pauses, default=None)
