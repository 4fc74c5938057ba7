"""The best total over given pairs, as a flow of least cost through OR-Tools.

Everything is whole numbers and every pair is one arc, so the answer is exact. The status is never
ignored: OR-Tools refuses costs whose product with the number of nodes is near 2**62.
"""

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from matching.errors import RoundTooLarge, UnprovenRound
from matching.pairs import Pairs

MOST_COST_TIMES_NODES = 2**61
NOWHERE = -1


def best_seats(
    pairs: Pairs,
    values: NDArray[np.int64],
    places: NDArray[np.int64],
    coming: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """A seat for as many of the `coming` people as possible, with the largest sum of `values`.

    `values` stand beside the pairs. People who are not coming or have no place get -1. Raises
    `RoundTooLarge` when the sums would not fit.
    """
    rows = pairs.rows()
    wanted = np.flatnonzero(coming[rows])
    seats = np.full(pairs.people_count, NOWHERE, dtype=np.int64)
    if not len(wanted):
        return seats
    people, peers = rows[wanted], pairs.peers[wanted]
    arcs = _solve(people, peers, values[wanted], places, pairs.people_count)
    taken = arcs > 0
    seats[people[taken]] = peers[taken]
    return seats


def _solve(
    people: NDArray[np.int32],
    peers: NDArray[np.int32],
    values: NDArray[np.int64],
    places: NDArray[np.int64],
    people_count: int,
) -> NDArray[np.int64]:
    costs = values.max() - values
    nodes = people_count + len(places) + 1
    if int(costs.max()) * nodes >= MOST_COST_TIMES_NODES:
        raise RoundTooLarge("This round is too large to sum exactly. Split it by programme.")
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        people, peers + np.int32(people_count), np.ones(len(people), dtype=np.int64), costs
    )
    offered = np.flatnonzero(places > 0)
    end = np.full(len(offered), nodes - 1, dtype=np.int32)
    flow.add_arcs_with_capacity_and_unit_cost(
        (offered + people_count).astype(np.int32),
        end,
        places[offered],
        np.zeros(len(offered), dtype=np.int64),
    )
    coming = np.unique(people)
    flow.set_nodes_supplies(coming, np.ones(len(coming), dtype=np.int64))
    flow.set_node_supply(nodes - 1, -len(coming))
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        message = f"OR-Tools ended with {status!r} and no best round. Report this as a fault."
        raise UnprovenRound(message)
    return np.asarray(flow.flows(arcs), dtype=np.int64)
