"""Prices on places that prove a round: the least ones under which nobody would rather move.

A price says what one more place with that peer worker would be worth. They are found from the
finished round by label correcting (Bellman 1958), in whole numbers.
"""

import numpy as np
from numpy.typing import NDArray

from matching.errors import UnprovenRound
from matching.pairs import Pairs


def least_prices(
    pairs: Pairs,
    values: NDArray[np.int64],
    seats: NDArray[np.int64],
    floor: NDArray[np.int64] | None = None,
) -> NDArray[np.int64]:
    """A price for each peer worker.

    `floor` is what people without a seat would pay; it is worked out where it is not given.
    Raises `UnprovenRound` when the people placed could move to a better round.
    """
    rows = pairs.rows()
    sits = seats[rows] >= 0
    prices = np.zeros(pairs.peer_count, dtype=np.int64) if floor is None else floor.copy()
    if floor is None:
        np.maximum.at(prices, pairs.peers[~sits], values[~sits])
    own = seat_values(pairs, values, seats)
    moving = np.flatnonzero(sits)
    placed = np.flatnonzero(seats >= 0)
    for _ in range(pairs.peer_count + 1):
        sitter, peer = rows[moving], pairs.peers[moving]
        offer = prices[seats[sitter]] + values[moving] - own[sitter]
        higher = np.flatnonzero(offer > prices[peer])
        if not len(higher):
            return prices
        raised = np.zeros(pairs.peer_count, dtype=np.bool_)
        raised[peer[higher]] = True
        np.maximum.at(prices, peer[higher], offer[higher])
        moving = positions_of(pairs, placed[raised[seats[placed]]])
    raise UnprovenRound("A chain of moves would better this round. Report this as a fault.")


def seat_values(
    pairs: Pairs, values: NDArray[np.int64], seats: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The value of each person's own seat, 0 for people without one."""
    rows = pairs.rows()
    own = np.zeros(pairs.people_count, dtype=np.int64)
    mine = np.flatnonzero(pairs.peers == seats[rows])
    own[rows[mine]] = values[mine]
    return own


def positions_of(pairs: Pairs, people: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where the pairs of these people stand, in order."""
    starts, ends = pairs.starts[people], pairs.starts[people + 1]
    lengths = ends - starts
    offsets = np.repeat(starts - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
    return offsets + np.arange(len(offsets), dtype=np.int64) if len(people) else people
