"""The steps of a round: pairs, who gets a place, with whom, and the proof."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.certificate import Certificate, faults
from matching.columns import Columns, columns_of
from matching.errors import UnprovenRound
from matching.order import line
from matching.pairs import Pairs, allowed_pairs
from matching.people import PeerWorker, ServiceUser
from matching.pool import pooled_seats
from matching.prices import seat_values
from matching.rarity import rarity_of
from matching.rules import Rules
from matching.task import Task, direct_seats
from matching.values import bases_by_fit, bases_by_line, bonuses_of, values_of
from matching.who import who

BY_LINE = "longest-wait"
MOST_DIRECT = 1_000_000  # pairs; above, a pool of them is faster

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Problem:
    """A round to solve: `places` are free places left by pins, `order` is the line."""

    columns: Columns
    pairs: Pairs
    places: Whole
    order: Whole
    rarity: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Solution:
    """A proven round by position: `seats` holds a peer worker for each person, -1 for none."""

    problem: Problem
    bases: Whole
    seats: Whole
    prices: Whole

    def values(self) -> Whole:
        """What each pair adds to the value of a round."""
        return values_of(self.problem.pairs, self.bases)

    def placed(self) -> Iterator[tuple[ServiceUser, PeerWorker]]:
        """Who is placed with whom, first in line first."""
        columns = self.problem.columns
        for i in self.problem.order.tolist():
            if self.seats[i] >= 0:
                yield columns.people[i], columns.peers[self.seats[i]]

    def fits(self) -> dict[str, int]:
        """The fit of everybody placed, by service user id."""
        pairs, people = self.problem.pairs, self.problem.columns.people
        own = seat_values(pairs, pairs.fits.astype(np.int64), self.seats).tolist()
        return {person.id: fit for person, fit in zip(people, own, strict=True)}

    def options(self) -> dict[str, int]:
        """How many peer workers suit each person, full ones included."""
        people = self.problem.columns.people
        counts = np.diff(self.problem.pairs.starts).tolist()
        return {person.id: count for person, count in zip(people, counts, strict=True)}

    def certificate(self) -> Certificate:
        """The proof with its prices by peer worker id."""
        problem = self.problem
        # Summed as Python's numbers, which have no end.
        value = sum(seat_values(problem.pairs, self.values(), self.seats).tolist())
        paid = sum(self.prices[self.seats[self.seats >= 0]].tolist())
        priced = zip(self.prices.tolist(), problem.places.tolist(), strict=True)
        bound = value - paid + sum(price * places for price, places in priced)
        prices = zip(problem.columns.peers, self.prices.tolist(), strict=True)
        return Certificate({peer.id: price for peer, price in prices if price}, value, bound)


def problem_of(
    people: Sequence[ServiceUser],
    peers: Sequence[PeerWorker],
    rules: Rules,
    today: date,
    *,
    pinned: Mapping[str, str],
    bans: Sequence[tuple[str, str]],
    rarity: Mapping[str, int] | None,
) -> Problem:
    """The round as columns and pairs; pinned people are left out and their places taken."""
    factors = rarity_of(peers) if rarity is None else rarity
    free = [person for person in people if person.id not in pinned]
    columns = columns_of(free, peers, rules, today, factors)
    taken = list(pinned.values())
    places = [peer.free_places - taken.count(peer.id) for peer in columns.peers]
    return Problem(
        columns=columns,
        pairs=allowed_pairs(columns, bans),
        places=np.array(places, dtype=np.int64),
        order=line(columns.people),
        rarity=factors,
    )


def solve(problem: Problem, rules: Rules, today: date, policy: str) -> Solution:
    """The best round by the policy, checked over all pairs before it is returned."""
    task = _by_line(problem, rules) if policy == BY_LINE else _by_fit(problem, rules, today)
    many = len(problem.pairs.peers) > MOST_DIRECT
    seats, prices = pooled_seats(task) if many else direct_seats(task)
    solution = Solution(problem, task.bases, seats, prices)
    found = faults(problem.pairs, solution.values(), problem.places, seats, prices)
    if found:
        message = f"This round failed its own check: {'; '.join(found)}. Report this as a fault."
        raise UnprovenRound(message)
    return solution


def _by_line(problem: Problem, rules: Rules) -> Task:
    pairs = problem.pairs
    seated = who(pairs, problem.places, problem.order)
    bases = bases_by_line(problem.order, pairs.peer_count, rules)
    left = pairs.part(np.flatnonzero(np.repeat(seated < 0, np.diff(pairs.starts))))
    floor = np.zeros(pairs.peer_count, dtype=np.int64)
    np.maximum.at(floor, left.peers, values_of(left, bases))
    nothing = np.zeros_like(bases)
    return Task(pairs, bases, nothing, problem.places, seated >= 0, floor, seated)


def _by_fit(problem: Problem, rules: Rules, today: date) -> Task:
    pairs = problem.pairs
    bonuses = bonuses_of(problem.columns.people, rules, today)
    bases = bases_by_fit(bonuses, pairs.peer_count, rules)
    everybody = np.ones(pairs.people_count, dtype=np.bool_)
    return Task(pairs, bases, bonuses, problem.places, everybody)
