"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # a Monday morning, London on winter time


class MovableClock:
    """Tells the time it was set to."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start

    def now(self) -> datetime:
        """The present instant, aware."""
        return self._now

    def advance(self, by: timedelta | None = None, **units: float) -> datetime:
        """Move on by a span, or by `hours=1`, `days=3` and the like; returns the new instant."""
        self._now += by if by is not None else timedelta(**units)
        return self._now

    def set(self, instant: datetime) -> datetime:
        """Jump to an instant, backwards too."""
        self._now = instant
        return self._now
