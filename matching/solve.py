"""The steps of a round: pairs, who gets a place, with whom, and the proof."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.certificate import Certificate, faults
from matching.columns import Columns, columns_of
from matching.errors import UnprovenRound
from matching.flow import best_seats
from matching.order import line
from matching.pairs import Pairs, allowed_pairs
from matching.people import PeerWorker, ServiceUser, waiting_days
from matching.prices import least_prices, seat_values
from matching.rarity import rarity_of
from matching.rules import Rules
from matching.values import values_by_fit, values_by_line, wanted_by_fit
from matching.who import who

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
    values: Whole
    seats: Whole
    prices: Whole

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

    def certificate(self) -> Certificate:
        """The proof with its prices by peer worker id."""
        problem = self.problem
        gains = seat_values(problem.pairs, self.values, self.seats)
        value = int(gains.sum())
        placed = self.seats >= 0
        paid = int(self.prices[self.seats[placed]].sum())
        bound = value - paid + int((self.prices * problem.places).sum())
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
    if policy == "longest-wait":
        values, seats = _by_line(problem)
    else:
        values, seats = _by_fit(problem, rules, today)
    prices = least_prices(problem.pairs, values, seats)
    found = faults(problem.pairs, values, problem.places, seats, prices)
    if found:
        message = f"This round failed its own check: {'; '.join(found)}. Report this as a fault."
        raise UnprovenRound(message)
    return Solution(problem, values, seats, prices)


def _by_line(problem: Problem) -> tuple[Whole, Whole]:
    pairs = problem.pairs
    placed = who(pairs, problem.places, problem.order) >= 0
    seats = best_seats(pairs, pairs.fits.astype(np.int64), problem.places, placed)
    return values_by_line(pairs, problem.order), seats


def _by_fit(problem: Problem, rules: Rules, today: date) -> tuple[Whole, Whole]:
    pairs = problem.pairs
    days = [waiting_days(person, today) for person in problem.columns.people]
    bonus = rules.waiting_points_per_day * np.array(days, dtype=np.int64)
    everybody = np.ones(pairs.people_count, dtype=np.bool_)
    seats = best_seats(pairs, wanted_by_fit(pairs, bonus), problem.places, everybody)
    return values_by_fit(pairs, bonus), seats
