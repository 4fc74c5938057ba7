"""Public solvers on given pairs and weights: as many people as possible, then the largest sum."""

import numpy as np
from matching_dense import flow
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

Whole = NDArray[np.int64]


def solve_with_dense_lsa(
    rows: Whole, columns: Whole, values: Whole, places: Whole, people: int
) -> tuple[int, int]:
    """SciPy `linear_sum_assignment` with a column for each place."""
    ends = np.cumsum(places)
    table = np.zeros((people, int(ends[-1])))
    for copy in range(int(places.max())):
        has = places[columns] > copy
        table[rows[has], ends[columns[has]] - 1 - copy] = values[has]
    row, column = linear_sum_assignment(table, maximize=True)
    found = table[row, column]
    return int((found > 0).sum()), int(found.sum())


def solve_with_sparse_matching(
    rows: Whole, columns: Whole, values: Whole, places: Whole, people: int
) -> tuple[int, int]:
    """SciPy `min_weight_full_bipartite_matching` with a column for each place and each person."""
    starts = np.cumsum(places) - places
    total = int(places.sum())
    row = np.repeat(rows, places[columns])
    first = np.repeat(starts[columns], places[columns])
    nth = np.arange(len(row)) - np.repeat(
        np.cumsum(places[columns]) - places[columns], places[columns]
    )
    most = int(values.max()) + 1
    cost = most + 1 - np.repeat(values, places[columns])
    alone = np.arange(people)
    table = csr_array(
        (
            np.concatenate([cost, np.full(people, most + 1)]).astype(float),
            (np.concatenate([row, alone]), np.concatenate([first + nth, total + alone])),
        ),
        shape=(people, total + people),
    )
    row, column = min_weight_full_bipartite_matching(table)
    found = most + 1 - np.asarray(table[row, column]).ravel()
    return int((found > 0).sum()), int(found.sum())


def solve_with_flow(
    rows: Whole, columns: Whole, values: Whole, places: Whole, people: int
) -> tuple[int, int]:
    """OR-Tools `SimpleMinCostFlow` on all pairs."""
    taken = flow(rows.astype(np.int32), columns.astype(np.int32), values, places, people)
    return int(taken.sum()), int(values[taken].sum())
