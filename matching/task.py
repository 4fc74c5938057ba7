"""What a search for the best seats is given, and the search over all pairs at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.flow import best_seats
from matching.pairs import Pairs
from matching.prices import least_prices
from matching.values import values_of

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Task:
    """One search. To the fit of a pair the search adds the person's `bonuses`, the proof `bases`.

    `coming` marks who may get a place; `floor` is what everybody else would pay for each place,
    None when everybody is coming. `seated` are seats for as many as possible, where known.
    """

    pairs: Pairs
    bases: Whole
    bonuses: Whole
    places: Whole
    coming: NDArray[np.bool_]
    floor: Whole | None = None
    seated: Whole | None = None

    def best_of(self, part: Pairs) -> tuple[Whole, Whole]:
        """Seats and prices that are best over a part of the pairs."""
        seats = best_seats(part, values_of(part, self.bonuses), self.places, self.coming)
        return seats, least_prices(part, values_of(part, self.bases), seats, self.floor)


def direct_seats(task: Task) -> tuple[Whole, Whole]:
    """Seats and prices from all pairs at once."""
    return task.best_of(task.pairs)
