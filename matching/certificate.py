"""The checker: proof that no better round exists, from prices alone.

It shares no code with the search. By the duality of the assignment problem (Kuhn 1955), a round is
best when prices on places exist such that every price is 0 or more, places that are left over cost
nothing, and nobody, placed or not, would gain by any allowed pair at these prices.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.pairs import Pairs

STRIDE = 1 << 20  # pairs looked at together, to keep memory low


@dataclass(frozen=True, slots=True)
class Certificate:
    """Prices by peer worker id; `value` is what the round reaches, `bound` what any round can."""

    prices: Mapping[str, int]
    value: int
    bound: int

    @property
    def gap(self) -> int:
        """What a better round could gain at most: 0 for a proven one."""
        return self.bound - self.value


def faults(
    pairs: Pairs,
    values: NDArray[np.int64],
    places: NDArray[np.int64],
    seats: NDArray[np.int64],
    prices: NDArray[np.int64],
) -> list[str]:
    """What is wrong with a round, an empty list when it is proven best over all `pairs`."""
    rows = pairs.rows()
    mine = np.flatnonzero(pairs.peers == seats.astype(np.int32)[rows])
    placed = np.flatnonzero(seats >= 0)
    if not np.array_equal(rows[mine], placed):
        return ["somebody sits with a peer worker who is not allowed"]
    taken = np.bincount(seats[placed], minlength=pairs.peer_count)
    gains = np.zeros(pairs.people_count, dtype=np.int64)
    gains[placed] = values[mine] - prices[seats[placed]]
    found = {
        "a peer worker has more people than free places": (taken > places).any(),
        "a price is negative": (prices < 0).any(),
        "a place that is left over has a price": (prices[taken < places] != 0).any(),
        "somebody placed should yield to somebody who waits": (gains < 0).any(),
        "somebody could be placed better": any(
            (values[part] - prices[pairs.peers[part]] > gains[rows[part]]).any()
            for part in (slice(n, n + STRIDE) for n in range(0, len(rows), STRIDE))
        ),
    }
    return [fault for fault, holds in found.items() if holds]
