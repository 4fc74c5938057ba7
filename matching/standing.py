"""The state of a standing round that is changed one step at a time.

Prices keep three things true at every moment: no price is below 0, a place left over costs 0, and
nobody would gain by any allowed pair. That is what `matching.certificate` checks.
"""

import numpy as np
from numpy.typing import NDArray

from matching.certificate import faults
from matching.pairs import Pairs
from matching.prices import least_prices

NOWHERE = -1
Whole = NDArray[np.int64]
NOBODY: Whole = np.empty(0, dtype=np.int64)


class Standing:
    """Rows of pairs, seats, places and prices by position; someone who left keeps an empty row."""

    def __init__(self, pairs: Pairs, values: Whole, places: Whole, seats: Whole) -> None:
        cuts = pairs.starts[1:-1]
        self.peers: list[Whole] = np.split(pairs.peers.astype(np.int64), cuts)
        self.values: list[Whole] = np.split(values, cuts)
        self.places = places.copy()
        self.prices = least_prices(pairs, values, seats, np.zeros_like(places))
        self.seats: list[int] = seats.tolist()
        self.seated: list[list[int]] = [[] for _ in range(len(places))]
        for person, peer in enumerate(self.seats):
            if peer >= 0:
                self.seated[peer].append(person)
        # Where people sat before the change under way, for those who moved.
        self.moved: dict[int, int] = {}
        self.suited_people: list[list[int]] | None = None

    def copy(self) -> "Standing":
        """A copy that can be changed without touching this one."""
        twin = Standing.__new__(Standing)
        twin.peers, twin.values = self.peers.copy(), self.values.copy()
        twin.places, twin.prices = self.places.copy(), self.prices.copy()
        twin.seats = self.seats.copy()
        twin.seated = [people.copy() for people in self.seated]
        twin.moved, twin.suited_people = {}, None
        return twin

    def add(self, peers: Whole, values: Whole) -> int:
        """A new person with these pairs and no seat yet; gives the position."""
        self.peers.append(NOBODY)
        self.values.append(NOBODY)
        self.seats.append(NOWHERE)
        self.set_row(len(self.seats) - 1, peers, values)
        return len(self.seats) - 1

    def gain(self, person: int) -> int:
        """What the person's seat is worth above its price, 0 without a seat."""
        peer = self.seats[person]
        if peer < 0:
            return 0
        return self.value(person, peer) - int(self.prices[peer])

    def value(self, person: int, peer: int) -> int:
        """The value of an allowed pair."""
        spot = int(np.searchsorted(self.peers[person], peer))
        return int(self.values[person][spot])

    def has_room(self, peer: int) -> bool:
        """Whether a place with this peer worker is left over."""
        return len(self.seated[peer]) < int(self.places[peer])

    def sit(self, person: int, peer: int) -> None:
        """Move the person to that peer worker, from wherever they are."""
        self.stand_up(person)
        self.seats[person] = peer
        self.seated[peer].append(person)

    def stand_up(self, person: int) -> None:
        """Take the person's seat away."""
        self.moved.setdefault(person, self.seats[person])
        if self.seats[person] >= 0:
            self.seated[self.seats[person]].remove(person)
        self.seats[person] = NOWHERE

    def suited(self, peer: int) -> list[int]:
        """Everybody with an allowed pair with this peer worker."""
        if self.suited_people is None:
            pairs, _ = self.as_pairs()
            by_peer = np.argsort(pairs.peers, kind="stable")
            cuts = np.cumsum(np.bincount(pairs.peers, minlength=len(self.places)))[:-1]
            self.suited_people = [part.tolist() for part in np.split(pairs.rows()[by_peer], cuts)]
        return self.suited_people[peer]

    def set_row(self, person: int, peers: Whole, values: Whole) -> None:
        """Give a person without a seat other allowed pairs."""
        if self.suited_people is not None:
            for peer in self.peers[person].tolist():
                self.suited_people[peer].remove(person)
            for peer in peers.tolist():
                self.suited_people[peer].append(person)
        self.peers[person], self.values[person] = peers, values

    def as_pairs(self) -> tuple[Pairs, Whole]:
        """All rows as one table of pairs (without fits), and their values."""
        lengths = [0, *(len(row) for row in self.peers)]
        peers = np.concatenate([NOBODY, *self.peers]).astype(np.int32)
        values = np.concatenate([NOBODY, *self.values])
        return Pairs(np.cumsum(lengths), peers, np.zeros_like(peers), len(self.places)), values

    def price_anew(self) -> None:
        """Find the prices again, after values changed in a way that leaves the round best."""
        pairs, values = self.as_pairs()
        seats = np.array(self.seats, dtype=np.int64)
        self.prices = least_prices(pairs, values, seats, np.zeros_like(self.places))

    def faults(self) -> list[str]:
        """What the checker finds wrong, an empty list when the round is proven best."""
        pairs, values = self.as_pairs()
        return faults(pairs, values, self.places, np.array(self.seats, np.int64), self.prices)
