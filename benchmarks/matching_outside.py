"""Solvers that cannot share a process with ours, on pairs in a file: prints one line of JSON.

Usage: python benchmarks/matching_outside.py highs|hospital PAIRS.npz
HiGHS clashes with OR-Tools in one process (google/or-tools issue 5246). PyPI's `matching` has the
name of our own package, so it runs in an environment of its own; both sides rank by the same value
there, so its stable match is the greedy one.
"""

import json
import sys
import time
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]

# The folder of this file holds a module called matching, which is not the one meant.
sys.path.pop(0)


def highs(
    rows: Whole, columns: Whole, values: Whole, places: Whole, people: int
) -> tuple[int, int]:
    """HiGHS on the linear programme, whose vertices are whole."""
    highspy = import_module("highspy")

    lp = highspy.HighsLp()
    count = len(rows)
    lp.num_col_, lp.num_row_ = count, people + len(places)
    lp.col_cost_ = -values.astype(float)
    lp.col_lower_, lp.col_upper_ = np.zeros(count), np.ones(count)
    lp.row_lower_ = np.full(lp.num_row_, -highspy.kHighsInf)
    lp.row_upper_ = np.concatenate([np.ones(people), places.astype(float)])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.arange(0, 2 * count + 1, 2)
    lp.a_matrix_.index_ = np.stack([rows, people + columns], axis=1).ravel()
    lp.a_matrix_.value_ = np.ones(2 * count)
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("threads", 1)
    solver.passModel(lp)
    solver.run()
    taken = np.array(solver.getSolution().col_value) > 0.5
    return int(taken.sum()), int(values[taken].sum())


def hospital(
    rows: Whole, columns: Whole, values: Whole, places: Whole, _people: int
) -> tuple[int, int]:
    """`HospitalResident` of PyPI's `matching`."""
    games = import_module("matching.games")
    sys.setrecursionlimit(1_000_000)
    by_person, by_peer = {}, {}
    for n in np.argsort(-values, kind="stable").tolist():
        person, peer = f"u{rows[n]}", f"p{columns[n]}"
        if places[columns[n]]:
            by_person.setdefault(person, []).append(peer)
            by_peer.setdefault(peer, []).append(person)
    room = {peer: int(places[int(peer[1:])]) for peer in by_peer}
    match = games.HospitalResident.create_from_dictionaries(by_person, by_peer, room).solve()
    worth = {(f"u{i}", f"p{j}"): int(v) for i, j, v in zip(rows, columns, values, strict=True)}
    pairs = [(resident.name, peer.name) for peer, found in match.items() for resident in found]
    return len(pairs), sum(worth[pair] for pair in pairs)


if __name__ == "__main__":
    given = np.load(sys.argv[2])
    solver = {"highs": highs, "hospital": hospital}[sys.argv[1]]
    arrays = [given[name] for name in ("rows", "columns", "values", "places")]
    start = time.process_time()
    placed, worth = solver(*arrays, int(given["people"]))
    seconds = time.process_time() - start
    print(json.dumps([seconds, 0, [placed, worth - placed * int(given["step"])]]))
