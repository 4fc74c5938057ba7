"""The state of a standing round that is changed one step at a time.

Prices keep three things true at every moment: no price is below 0, a place left over costs 0, and
nobody would gain by any allowed pair. That is what `matching.certificate` checks.
"""

import numpy as np
from numpy.typing import NDArray

from matching.certificate import faults
from matching.pairs import Pairs
from matching.prices import least_prices, seat_values

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
        self.prices = least_prices(pairs, values, seats)
        self.seats = seats.copy()
        self.own = seat_values(pairs, values, seats)
        self.seated: list[list[int]] = [[] for _ in range(len(places))]
        for person, peer in enumerate(seats.tolist()):
            if peer >= 0:
                self.seated[peer].append(person)
        # Where people sat before the change under way, for those who moved.
        self.moved: dict[int, int] = {}
        # By peer worker, who suits and at what value; made when first asked for.
        self.columns: list[tuple[Whole, Whole]] | None = None

    def copy(self) -> "Standing":
        """A copy that can be changed without touching this one."""
        twin = Standing.__new__(Standing)
        twin.peers, twin.values = self.peers.copy(), self.values.copy()
        twin.places, twin.prices = self.places.copy(), self.prices.copy()
        twin.seats, twin.own = self.seats.copy(), self.own.copy()
        twin.seated = [people.copy() for people in self.seated]
        twin.moved, twin.columns = {}, None
        return twin

    def add(self, peers: Whole, values: Whole) -> int:
        """A new person with these pairs and no seat yet; gives the position."""
        self.peers.append(NOBODY)
        self.values.append(NOBODY)
        self.seats = np.append(self.seats, NOWHERE)
        self.own = np.append(self.own, 0)
        self.set_row(len(self.seats) - 1, peers, values)
        return len(self.seats) - 1

    def gain(self, person: int) -> int:
        """What the person's seat is worth above its price, 0 without a seat."""
        peer = self.seats[person]
        return int(self.own[person] - self.prices[peer]) if peer >= 0 else 0

    def gains(self, people: Whole) -> Whole:
        """What the seat of each of these people is worth above its price, 0 without one."""
        seats = self.seats[people]
        return np.where(seats >= 0, self.own[people] - self.prices[seats], 0)

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
        self.own[person] = self.value(person, peer)
        self.seated[peer].append(person)

    def stand_up(self, person: int) -> None:
        """Take the person's seat away."""
        seat = int(self.seats[person])
        self.moved.setdefault(person, seat)
        if seat >= 0:
            self.seated[seat].remove(person)
        self.seats[person], self.own[person] = NOWHERE, 0

    def offers(self, peer: int) -> tuple[Whole, Whole]:
        """Everybody with an allowed pair with this peer worker, and the values of these pairs."""
        if self.columns is None:
            pairs, values = self.as_pairs()
            by_peer = np.argsort(pairs.peers, kind="stable")
            cuts = np.cumsum(np.bincount(pairs.peers, minlength=len(self.places)))[:-1]
            people = pairs.rows().astype(np.int64)[by_peer]
            self.columns = list(
                zip(np.split(people, cuts), np.split(values[by_peer], cuts), strict=True)
            )
        return self.columns[peer]

    def set_row(self, person: int, peers: Whole, values: Whole) -> None:
        """Give a person without a seat other allowed pairs."""
        if self.columns is not None:
            for peer in self.peers[person].tolist():
                people, worth = self.columns[peer]
                stay = people != person
                self.columns[peer] = (people[stay], worth[stay])
            for peer, value in zip(peers.tolist(), values.tolist(), strict=True):
                people, worth = self.columns[peer]
                self.columns[peer] = (np.append(people, person), np.append(worth, value))
        self.peers[person], self.values[person] = peers, values

    def as_pairs(self) -> tuple[Pairs, Whole]:
        """All rows as one table of pairs (without fits), and their values."""
        lengths = [0, *(len(row) for row in self.peers)]
        peers = np.concatenate([NOBODY, *self.peers]).astype(np.int32)
        values = np.concatenate([NOBODY, *self.values])
        return Pairs(np.cumsum(lengths), peers, np.zeros_like(peers), len(self.places)), values

    def raise_values(self, person: int, by: int) -> None:
        """Change the values of all pairs of a person alike; prices must be found anew."""
        self.values[person] = self.values[person] + by
        self.own[person] += by if self.seats[person] >= 0 else 0

    def price_anew(self) -> None:
        """Find the prices again, after values changed in a way that leaves the round best."""
        pairs, values = self.as_pairs()
        self.prices = least_prices(pairs, values, self.seats)
        self.columns = None

    def faults(self) -> list[str]:
        """What the checker finds wrong, an empty list when the round is proven best."""
        pairs, values = self.as_pairs()
        return faults(pairs, values, self.places, self.seats, self.prices)
