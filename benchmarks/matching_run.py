"""One method of the matching benchmark in a process of its own: prints one line of JSON.

Usage: python benchmarks/matching_run.py METHOD PEOPLE PEERS REPEATS
The line holds CPU seconds (median of the repeats), extra memory at the peak in MB, and the result.
"""

import gc
import json
import re
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

import matching_solvers as public  # noqa: E402  (found by the path above)
from matching_dense import dense_pairs, dense_round  # noqa: E402
from matching_instances import TODAY, instance  # noqa: E402

from matching.columns import columns_of  # noqa: E402
from matching.explain import explain  # noqa: E402
from matching.live import live_round  # noqa: E402
from matching.pairs import allowed_pairs  # noqa: E402
from matching.peer_table import PeerTable  # noqa: E402
from matching.people import PeerWorker, ServiceUser  # noqa: E402
from matching.rarity import rarity_of  # noqa: E402
from matching.round import best_round  # noqa: E402
from matching.rules import Rules  # noqa: E402
from matching.shortlist import shortlist_from  # noqa: E402
from matching.solve import Problem, problem_of, solve  # noqa: E402
from matching.values import bonuses_of, values_of  # noqa: E402

RULES = Rules()
CHANGES = 100

People = list[ServiceUser]
Peers = list[PeerWorker]
Whole = NDArray[np.int64]
Series = tuple[list[float], list[str]]


def whole(
    people: People, peers: Peers, policy: str, *, reasons: bool = False
) -> tuple[int, int, int]:
    """A whole round from plain objects to pairs with certificate."""
    totals = best_round(people, peers, RULES, today=TODAY, policy=policy, reasons=reasons).totals
    return totals.placed, totals.fit, totals.allowed_pairs


def our_pairs(people: People, peers: Peers) -> tuple[int, int]:
    """Limits and fit over all pairs."""
    pairs = allowed_pairs(columns_of(people, peers, RULES, TODAY, rarity_of(peers)))
    return len(pairs.peers), int(pairs.fits.sum(dtype=np.int64))


def their_pairs(people: People, peers: Peers) -> tuple[int, int]:
    """The same by dense tables."""
    *_, fits = dense_pairs(people, peers)
    return len(fits), int(fits.sum(dtype=np.int64))


def weighted(problem: Problem) -> tuple[Whole, Whole, Whole, Whole, int]:
    """Arrays for a public solver: a place outweighs everything, then fit and days of waiting."""
    values = values_of(problem.pairs, bonuses_of(problem.columns.people, RULES, TODAY))
    most = int(values.max()) + 1
    step = most * (len(problem.places) + 1)
    rows = problem.pairs.rows().astype(np.int64)
    return rows, problem.pairs.peers.astype(np.int64), values + step, problem.places, step


def solver_run(name: str, problem: Problem) -> tuple[int, int]:
    """One public solver on the pairs and weights of the problem."""
    rows, columns, values, places, step = weighted(problem)
    placed, worth = getattr(public, f"solve_with_{name}")(
        rows, columns, values, places, problem.pairs.people_count
    )
    return placed, worth - placed * step


def save_pairs(people: People, peers: Peers, path: str) -> None:
    """The pairs and weights as a file, for solvers in another process."""
    problem = problem_of(people, peers, RULES, TODAY, pinned={}, bans=(), rarity=None)
    names = ("rows", "columns", "values", "places", "step")
    arrays = dict(zip(names, weighted(problem), strict=True))
    np.savez(path, people=problem.pairs.people_count, **arrays)


def our_solve(problem: Problem, policy: str) -> tuple[int, int]:
    """Our search, prices and check on the same pairs."""
    found = solve(problem, RULES, TODAY, policy)
    taken = found.seats >= 0
    fits = sum(found.fits().values())
    bonus = int(bonuses_of(problem.columns.people, RULES, TODAY)[taken].sum())
    return int(taken.sum()), fits + (bonus if policy == "best-fit" else 0)


def arrivals(people: People, peers: Peers, *, last: bool) -> Series:
    """Median seconds of one arrival in a standing lex round, proven at the end."""
    live = live_round(people[:-CHANGES], peers, RULES, today=TODAY)
    times = []
    for person in people[-CHANGES:]:
        one = replace(person, waiting_since=TODAY, priority=0) if last else person
        times.append(timed(partial(live.arrive, one))[0])
    return times, live.faults()


def frees(people: People, peers: Peers) -> Series:
    """Median seconds until a freed place is filled in a standing lex round."""
    live = live_round(people, peers, RULES, today=TODAY)
    ids = [peer.id for peer in peers[:: max(1, len(peers) // CHANGES)]][:CHANGES]
    return [timed(partial(live.free_place, id_))[0] for id_ in ids], live.faults()


def shortlists(people: People, peers: Peers) -> Series:
    """Seconds of one person's shortlist from a table that is at hand."""
    table = PeerTable(peers, RULES, TODAY, rarity_of(peers))
    shortlist_from(table, people[0])
    return [timed(partial(shortlist_from, table, one))[0] for one in people[:CHANGES]], []


def plain_shortlists(people: People, peers: Peers) -> Series:
    """Seconds of one person's shortlist by a plain loop over the definition."""
    rarity = rarity_of(peers)

    def loop(person: ServiceUser) -> list[tuple[int, str]]:
        told = [explain(person, peer, RULES, TODAY, rarity) for peer in peers]
        return sorted((-one.fit, one.peer) for one in told if not one.limits)[:5]

    return [timed(partial(loop, one))[0] for one in people[:5]], []


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds and result: other programs on the machine do not count."""
    start = time.process_time()
    found = run()
    return time.process_time() - start, found


def memory(field: str) -> float:
    """Resident memory in MB: VmRSS now or VmHWM at the peak (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(re.search(rf"{field}:\s+(\d+)", status)[1]) / 1024


def job_of(method: str, people: People, peers: Peers) -> Callable[[], Any]:
    """What to time for a method name such as "whole:longest-wait"."""
    kind, _, name = method.partition(":")
    if kind in ("solver", "solve"):
        problem = problem_of(people, peers, RULES, TODAY, pinned={}, bans=(), rarity=None)
        run = solver_run if kind == "solver" else lambda policy, given: our_solve(given, policy)
        return lambda: run(name, problem)
    return {
        "whole": lambda: whole(people, peers, name),
        "reasons": lambda: whole(people, peers, name, reasons=True),
        "dense": lambda: dense_round(people, peers, name),
        "pairs": lambda: (our_pairs if name == "ours" else their_pairs)(people, peers),
    }[kind]


def main() -> None:
    """Run one method and print its figures."""
    method, people, peers, repeats = sys.argv[1], *map(int, sys.argv[2:5])
    waiting, offering = instance(people, peers)
    if method.startswith("save:"):
        save_pairs(waiting, offering, method.partition(":")[2])
        return
    series = {
        "arrive:last": lambda: arrivals(waiting, offering, last=True),
        "arrive:any": lambda: arrivals(waiting, offering, last=False),
        "free": lambda: frees(waiting, offering),
        "shortlist": lambda: shortlists(waiting, offering),
        "plain shortlist": lambda: plain_shortlists(waiting, offering),
    }
    gc.collect()
    gc.freeze()
    if method in series:
        times, found = series[method]()
        print(json.dumps([statistics.median(times), 0, found]))
        return
    job = job_of(method, waiting, offering)
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")
    before = memory("VmRSS")
    runs = [timed(job) for _ in range(repeats)]
    print(json.dumps([statistics.median(t for t, _ in runs), memory("VmHWM") - before, runs[0][1]]))


if __name__ == "__main__":
    main()
