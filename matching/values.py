"""What each pair is worth to a policy, as one whole number.

The largest sum of these values is the round that the policy asks for, so that one kind of
certificate proves both policies. A better round, if there were one, would differ by a chain of
moves that meets each peer worker at most once; that bounds what fits can add up to, and sets how
much more a place or an earlier place in line must be worth.
"""

import numpy as np
from numpy.typing import NDArray

from matching.errors import RoundTooLarge
from matching.pairs import Pairs

MOST_VALUE = 2**62


def values_by_line(pairs: Pairs, order: NDArray[np.int64]) -> NDArray[np.int64]:
    """Longest wait first: a place earlier in line outweighs all fits, then the fit decides."""
    people = len(order)
    step = (pairs.peer_count + 1) * (_most(pairs.fits) + 1)
    _ensure_sums_fit(people * step + step, pairs.peer_count)
    rank = np.empty(people, dtype=np.int64)
    rank[order] = np.arange(people, 0, -1)
    return (rank * step)[pairs.rows()] + pairs.fits


def values_by_fit(pairs: Pairs, bonus: NDArray[np.int64]) -> NDArray[np.int64]:
    """Best fit: one more place outweighs everything, then fit and waiting bonus decide."""
    values = wanted_by_fit(pairs, bonus)
    step = (pairs.peer_count + 1) * (_most(values) + 1)
    _ensure_sums_fit(2 * step, pairs.peer_count)
    return values + step


def wanted_by_fit(pairs: Pairs, bonus: NDArray[np.int64]) -> NDArray[np.int64]:
    """Fit and waiting bonus of every pair."""
    return bonus[pairs.rows()] + pairs.fits


def _most(values: NDArray[np.int64] | NDArray[np.int32]) -> int:
    return int(values.max()) if len(values) else 0


def _ensure_sums_fit(value: int, peers: int) -> None:
    # Prices grow along a chain of moves, never by more than one value in all.
    if value + peers >= MOST_VALUE:
        raise RoundTooLarge("This round is too large to sum exactly. Split it by programme.")
