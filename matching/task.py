"""What a search for the best seats is given."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.flow import best_seats
from matching.pairs import Pairs
from matching.prices import least_prices


@dataclass(frozen=True, slots=True)
class Task:
    """One search: beside each pair stand `wanted`, which is summed, and its certificate `values`.

    `coming` marks who may get a place; `floor` is what everybody else would pay for each place,
    None when everybody is coming. `seated` are seats for as many as possible, where known.
    """

    pairs: Pairs
    wanted: NDArray[np.int64]
    values: NDArray[np.int64]
    places: NDArray[np.int64]
    coming: NDArray[np.bool_]
    floor: NDArray[np.int64] | None = None
    seated: NDArray[np.int64] | None = None


def direct_seats(task: Task) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Seats and prices from all pairs at once."""
    seats = best_seats(task.pairs, task.wanted, task.places, task.coming)
    return seats, least_prices(task.pairs, task.values, seats, task.floor)
