"""The best round from a small pool of pairs, grown by prices until no pair outside it matters.

Steps: solve on the pairs each person likes best; price the places; look over all pairs for those
that would be better at these prices, add them and their near rivals; repeat until there are none.
What is left out is then proven useless, so the answer is the same as from all pairs. This is column
generation (Gilmore and Gomory 1961) over pairs that are all known.
"""

import numpy as np
from numpy.typing import NDArray

from matching.flow import best_seats
from matching.pairs import Pairs
from matching.prices import least_prices, seat_values
from matching.task import Task
from matching.who import who

FIRST_PAIRS = 10  # for each person, on average, in the first pool
NEAR = 64  # pairs that miss by up to 1/64 of the largest fit are near rivals

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


def pooled_seats(task: Task) -> tuple[Whole, Whole]:
    """Seats and prices that are best over all pairs of the task."""
    pairs = task.pairs
    rows = pairs.rows()
    seated = task.seated
    if seated is None:
        seated = who(pairs, task.places, np.flatnonzero(task.coming))
    pool = (pairs.peers == seated[rows]) | _liked_best(task, rows)
    near = 0
    while True:
        chosen = np.flatnonzero(pool)
        part = _part(pairs, rows, chosen)
        seats = best_seats(part, task.wanted[chosen], task.places, task.coming)
        prices = least_prices(part, task.values[chosen], seats, task.floor)
        gains = seat_values(part, task.values[chosen], seats) - _paid(seats, prices)
        missed = task.values - prices[pairs.peers] - gains[rows]
        if not (missed > 0).any():
            return seats, prices
        pool |= (missed > -near) & task.coming[rows]
        near = int(pairs.fits.max()) // NEAR


def _liked_best(task: Task, rows: NDArray[np.int32]) -> Flags:
    """The pairs nearest to each coming person's best, about `FIRST_PAIRS` a person."""
    pairs = task.pairs
    best = np.zeros(pairs.people_count, dtype=np.int64)
    some = np.flatnonzero(np.diff(pairs.starts))
    best[some] = np.maximum.reduceat(task.wanted, pairs.starts[:-1][some])
    behind = best[rows] - task.wanted
    behind[~task.coming[rows]] = np.iinfo(np.int64).max
    most = FIRST_PAIRS * int(task.coming.sum())
    if most >= len(behind):
        return task.coming[rows]
    liked: Flags = behind <= np.partition(behind, most)[most]
    return liked


def _part(pairs: Pairs, rows: NDArray[np.int32], chosen: Whole) -> Pairs:
    starts = np.zeros(pairs.people_count + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows[chosen], minlength=pairs.people_count), out=starts[1:])
    return Pairs(starts, pairs.peers[chosen], pairs.fits[chosen], pairs.peer_count)


def _paid(seats: Whole, prices: Whole) -> Whole:
    return np.where(seats >= 0, prices[seats], 0)
