"""Who gets a place: the first in line keeps it whenever all before can keep theirs too.

The sets of people who can be placed together form a transversal matroid (Edmonds and Fulkerson
1965), so taking people in order whenever they still fit gives the best set in strict order, and
it is also the largest there is. People already placed may move to another peer worker meanwhile,
but never lose their place. See Turner, arXiv 1512.08555, for matching with priorities.
"""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from matching.pairs import Pairs

NOWHERE = -1


def who(pairs: Pairs, places: NDArray[np.int64], order: NDArray[np.int64]) -> NDArray[np.int64]:
    """A seat for everybody who gets one (the peer worker's position), -1 for the others."""
    seating = Seating(pairs, places)
    for person in order.tolist():
        seating.place(person)
    return np.array(seating.seat, dtype=np.int64)


class Seating:
    """A growing set of people with places, where each newcomer may make others move."""

    def __init__(self, pairs: Pairs, places: NDArray[np.int64]) -> None:
        self._starts = pairs.starts.tolist()
        self._peers = pairs.peers
        self._free = places.copy()
        self._seated: list[list[int]] = [[] for _ in places]
        # Taking the place that fewest others could use saves most of the moves later on.
        suited = np.bincount(pairs.peers, minlength=len(places))
        self._rarely_suited = 1 / np.maximum(suited, 1)
        # Full peer workers from whom no chain of moves reaches a free place: that never changes.
        self._closed = np.zeros(len(places), dtype=np.bool_)
        self.seat = [NOWHERE] * pairs.people_count

    def place(self, person: int) -> bool:
        """Give the person a place if everybody placed before can keep one."""
        choice = self._suited(person)
        choice = choice[~self._closed[choice]]
        if not len(choice):
            return False
        ease = self._free[choice] * self._rarely_suited[choice]
        best = int(ease.argmax())
        if ease[best] > 0:
            self._sit(person, int(choice[best]))
            return True
        return self._make_room(person, choice)

    def _suited(self, person: int) -> NDArray[np.int32]:
        return self._peers[self._starts[person] : self._starts[person + 1]]

    def _sit(self, person: int, peer: int) -> None:
        self.seat[person] = peer
        self._seated[peer].append(person)
        self._free[peer] -= 1

    def _make_room(self, person: int, choice: NDArray[np.int32]) -> bool:
        """Search breadth first for the shortest chain of moves that ends at a free place."""
        seen = self._closed.copy()
        seen[choice] = True
        came_from = dict.fromkeys(choice.tolist(), person)
        waiting = deque(came_from)
        while waiting:
            for sitter in self._seated[waiting.popleft()]:
                fresh = self._suited(sitter)
                fresh = fresh[~seen[fresh]]
                if not len(fresh):
                    continue
                seen[fresh] = True
                came_from.update(dict.fromkeys(fresh.tolist(), sitter))
                best = int(self._free[fresh].argmax())
                if self._free[fresh[best]] > 0:
                    self._move_along(person, int(fresh[best]), came_from)
                    return True
                waiting.extend(fresh.tolist())
        self._closed[list(came_from)] = True
        return False

    def _move_along(self, person: int, peer: int, came_from: dict[int, int]) -> None:
        while True:
            mover = came_from[peer]
            left = self.seat[mover]
            if mover != person:
                self._seated[left].remove(mover)
                self._free[left] += 1
            self._sit(mover, peer)
            if mover == person:
                return
            peer = left
