"""Each person's share of the value of a pair in a standing round, where newcomers join the line.

Under "longest-wait" the line keeps gaps between neighbours, so that a newcomer finds room without
anybody else's share changing. Under "best-fit" a share is the person's own waiting bonus.
"""

from bisect import bisect_left
from collections.abc import Iterable
from copy import copy
from datetime import date
from typing import Protocol

from matching.errors import LineFull, RoundTooLarge
from matching.order import place_in_line
from matching.people import ServiceUser, waiting_days
from matching.rules import Rules
from matching.values import MOST_VALUE

LONGEST_WAIT_DAYS = 36_525  # a hundred years: nobody has waited longer
MOST_GAP, LEAST_GAP = 1 << 20, 1 << 4


class Shares(Protocol):
    """Tells what somebody adds to the value of each of their pairs."""

    def share(self, person: ServiceUser) -> int:
        """The person's share; somebody new is put in line."""

    def spread(self) -> None:
        """Make room in a line that has no gap left; all shares change."""

    def copy(self) -> "Shares":
        """Shares whose line grows apart from this one."""


class LineShares:
    """Shares under "longest-wait": a mark in line times a step that outweighs all fits."""

    def __init__(self, people: Iterable[ServiceUser], peer_count: int, rules: Rules) -> None:
        self.line = sorted(place_in_line(person) for person in people)
        self._step = (peer_count + 1) * (rules.full_fit + 1)
        self._most = MOST_VALUE // self._step
        self.spread()

    def spread(self) -> None:
        """Give everybody in line a new mark, with equal gaps; all shares change."""
        # As much room below the line as in it: newcomers mostly join at the end.
        self._gap = min(MOST_GAP, self._most // (2 * len(self.line) + 2))
        if self._gap < LEAST_GAP:
            raise RoundTooLarge("This line is too long to change step by step. Make it anew.")
        self.marks = [self._gap * (2 * len(self.line) - n) for n in range(len(self.line))]

    def share(self, person: ServiceUser) -> int:
        """The person's share. Raises `LineFull` when there is no gap left for somebody new."""
        place = place_in_line(person)
        spot = bisect_left(self.line, place)
        if spot == len(self.line) or self.line[spot] != place:
            self.marks.insert(spot, self._mark_at(spot))
            self.line.insert(spot, place)
        return self.marks[spot] * self._step

    def copy(self) -> "LineShares":
        """Shares whose line grows apart from this one."""
        twin = copy(self)
        twin.line, twin.marks = self.line.copy(), self.marks.copy()
        return twin

    def _mark_at(self, spot: int) -> int:
        above = self.marks[spot - 1] if spot else self._most
        below = self.marks[spot] if spot < len(self.marks) else 0
        mark = max((above + below) // 2, above - self._gap)
        if not spot:
            mark = min(mark, below + self._gap)
        if not below < mark < above:
            raise LineFull("No gap is left in this line. Spread it and try again.")
        return mark


class FitShares:
    """Shares under "best-fit": a place outweighs everything, a day of waiting adds its points."""

    def __init__(self, peer_count: int, rules: Rules, today: date) -> None:
        self._points, self._today = rules.waiting_points_per_day, today
        most = rules.full_fit + self._points * LONGEST_WAIT_DAYS
        self._step = (peer_count + 1) * (most + 1)

    def share(self, person: ServiceUser) -> int:
        """The person's share."""
        days = min(LONGEST_WAIT_DAYS, waiting_days(person, self._today))
        return self._step + self._points * days

    def spread(self) -> None:
        """Nothing: there is no line."""

    def copy(self) -> "FitShares":
        """Itself: it never changes."""
        return self
