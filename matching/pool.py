"""The best round from a small pool of pairs, grown by prices until no pair outside it matters.

Steps: solve on the pairs each person likes best; price the places; look over all pairs for those
that would be better at these prices, add them and their near rivals; repeat until there are none.
What is left out is then proven useless, so the answer is the same as from all pairs. This is column
generation (Gilmore and Gomory 1961) over pairs that are all known.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from matching.prices import seat_values
from matching.task import Task, Whole
from matching.values import values_of
from matching.who import who

FIRST_PAIRS = 10  # for each person, on average, in the first pool
NEAR = 64  # pairs that miss by up to 1/64 of the largest fit are near rivals
NEVER = -(2**62)
STRIDE = 1024  # people looked over at a time, to keep memory low

Flags = NDArray[np.bool_]


def pooled_seats(task: Task) -> tuple[Whole, Whole]:
    """Seats and prices that are best over all pairs of the task."""
    pairs = task.pairs
    pool = _first_pool(task)
    near = 0
    while True:
        part = pairs.part(np.flatnonzero(pool))
        seats, prices = task.best_of(part)
        own = seat_values(part, values_of(part, task.bases), seats)
        gains = own - np.where(seats >= 0, prices[seats], 0)
        better = False
        for spots, missed in _missed(task, prices, gains):
            better = better or bool((missed > 0).any())
            pool[spots] |= missed > -near
        if not better:
            return seats, prices
        near = int(pairs.fits.max()) // NEAR


def _missed(task: Task, prices: Whole, gains: Whole) -> Iterator[tuple[slice, Whole]]:
    """By how much each pair of the coming people is better than what they have, in strides."""
    pairs = task.pairs
    worth = np.where(task.coming, task.bases - gains, NEVER)
    for first in range(0, pairs.people_count, STRIDE):
        last = min(first + STRIDE, pairs.people_count)
        spots = slice(int(pairs.starts[first]), int(pairs.starts[last]))
        lengths = np.diff(pairs.starts[first : last + 1])
        missed = np.repeat(worth[first:last], lengths)
        missed += pairs.fits[spots]
        missed -= prices[pairs.peers[spots]]
        yield spots, missed


def _first_pool(task: Task) -> Flags:
    """A seat for everybody who gets one, and pairs near each person's best."""
    pairs = task.pairs
    seated = task.seated
    if seated is None:
        seated = who(pairs, task.places, np.flatnonzero(task.coming))
    pool = pairs.peers == np.repeat(seated.astype(np.int32), np.diff(pairs.starts))
    some = np.flatnonzero(np.diff(pairs.starts))
    best = np.maximum.reduceat(pairs.fits, pairs.starts[:-1][some])
    behind = np.repeat(best, np.diff(pairs.starts)[some]) - pairs.fits
    mine = np.repeat(task.coming, np.diff(pairs.starts))
    most = FIRST_PAIRS * int(task.coming.sum())
    if most < int(mine.sum()):
        mine &= behind <= np.partition(behind[mine], most)[most]
    flags: Flags = pool | mine
    return flags
