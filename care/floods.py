"""Floods: how much one person may write in a while, so that nobody else waits behind it.

A bucket that fills with what is written and empties at an even pace. What would run over is
turned away, and told to its writer; then it has to empty a little before more goes through, so
that what passes is a run of messages and not one here and there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Allowance:
    """`burst` messages at once, then one for each `pace`; `room` for this many opens it again."""

    burst: int
    pace: timedelta
    room: int

    def __post_init__(self) -> None:
        """Refuse an allowance under which nothing would ever go through."""
        if not 1 <= self.room <= self.burst or self.pace <= timedelta(0):
            raise ValueError("The room is between 1 and the burst, and the pace above 0.")


TALKING = Allowance(burst=40, pace=timedelta(seconds=2), room=20)
"""For people of a programme.

People type about 36 words a minute on a phone (Palin et al. 2019, "How do people type on mobile
devices?", MobileHCI): whoever sends every word alone reaches this after more than six minutes
without a pause. 40 is what a phone may hand over at once when it finds a signal again. One for
two seconds is half of what Telegram lets us bring into one chat (core.telegram.org/bots/faq), so
the other people of a peer worker wait behind a flood for less than a minute.
"""

STRANGER = Allowance(burst=10, pace=timedelta(seconds=10), room=5)
"""For somebody without a role: each of their messages is answered with a screen."""


@dataclass(frozen=True, slots=True)
class Level:
    """How full the bucket is: empty at `empty_at`; `turned_away` in a row up to now."""

    empty_at: datetime
    turned_away: int = 0


def pour(level: Level, allowance: Allowance, now: datetime) -> Level:
    """The level after one more message; it went through when `turned_away` is 0."""
    brim = allowance.burst * allowance.pace
    fill = max(level.empty_at - now, timedelta(0))
    fill = min(fill, brim)  # a clock that was put back must not shut anybody out for longer
    needed = allowance.room if level.turned_away else 1
    if fill + needed * allowance.pace > brim:
        return Level(now + fill, level.turned_away + 1)
    return Level(now + fill + allowance.pace)
