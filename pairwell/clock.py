"""The clocks: the only file that reads the time of the machine."""

from datetime import UTC, datetime, timedelta


class SystemClock:
    """The time of the machine."""

    def now(self) -> datetime:
        """This instant, aware, in UTC."""
        return datetime.now(UTC)


class MovableClock:
    """A clock that runs as the machine's does and can be moved forward, to try things out."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """This instant as the clock shows it, aware, in UTC."""
        return datetime.now(UTC) + self._ahead

    def advance(self, by: timedelta) -> None:
        """Move the clock forward; ValueError for a step back, which no clock of ours makes."""
        if by < timedelta():
            raise ValueError("This clock only moves forward.")
        self._ahead += by
