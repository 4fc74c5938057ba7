"""The plain way to compare with: dense NumPy tables in chunks, then one flow over all pairs.

Written apart from the product, for the limits and terms that the benchmark's people use.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from matching_instances import EXPERIENCES, LANGUAGES, SETTINGS, STAGES, TODAY
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

Whole = NDArray[np.int64]
Table = dict[str, Any]
People = Sequence[Any]

CHUNK = 256
TRAITS = ("gender", "culture", "parenthood")


def hot(sets: Iterable[Iterable[Any]], words: Iterable[Any]) -> NDArray[np.float32]:
    """A 0/1 table: one row for each set, one column for each word."""
    column = {word: j for j, word in enumerate(words)}
    sets = list(sets)
    table = np.zeros((len(sets), len(column)), dtype=np.float32)
    for i, members in enumerate(sets):
        for member in members:
            table[i, column[member]] = 1
    return table


def asked(people: People) -> tuple[Table, NDArray[np.int32]]:
    """For each trait what is wanted as must and nice (0, 1 same, 2 different), and the share."""
    found = {}
    for trait in (*TRAITS, "age"):
        found[trait] = {
            "must": np.zeros(len(people), dtype=np.int8),
            "nice": np.zeros(len(people), dtype=np.int8),
            "share": np.zeros(len(people), dtype=np.int32),
        }
    nothing = np.ones(len(people), dtype=np.int32)
    for i, person in enumerate(people):
        nices = sorted(w.trait for w in person.wishes if w.strength == "nice")
        ends = [1000 * n // len(nices) for n in range(len(nices) + 1)] if nices else []
        for wish in person.wishes:
            found[wish.trait][wish.strength][i] = 1 if wish.want == "same" else 2
        for n, trait in enumerate(nices):
            found[trait]["share"][i] = ends[n + 1] - ends[n]
            nothing[i] = 0
    return found, nothing


def traits_of(people: People) -> Table:
    """Codes of traits, and ages."""
    found = {}
    for trait in TRAITS:
        words = {}
        found[trait] = np.array(
            [
                words.setdefault(person.traits[trait], hash_code(person.traits[trait]))
                for person in people
            ]
        )
    found["age"] = np.array([person.age for person in people])
    return found


def hash_code(word: str) -> int:
    """The same number for the same word on both sides."""
    return int.from_bytes(word.encode(), "little") % (2**31 - 1)


def experience_weights(people: People, peers: People) -> NDArray[np.float32]:
    """Importance x rarity in thousandths, as the fit is defined."""
    counts = {code: sum(code in peer.experiences for peer in peers) for code in EXPERIENCES}
    steps = ((5, 4), (15, 3), (40, 2))
    rare = {
        code: next((f for percent, f in steps if 100 * n <= percent * len(peers)), 1) if n else 4
        for code, n in counts.items()
    }
    table = np.zeros((len(people), len(EXPERIENCES)), dtype=np.float32)
    column = {code: j for j, code in enumerate(EXPERIENCES)}
    for i, person in enumerate(people):
        codes = sorted(person.experiences)
        sizes = [person.experiences[code] * rare[code] for code in codes]
        reached, total = 0, sum(sizes)
        for code, size in zip(codes, sizes, strict=True):
            table[i, column[code]] = 1000 * (reached + size) // total - 1000 * reached // total
            reached += size
    return table


def dense_pairs(people: People, peers: People) -> tuple[People, People, Whole, Whole, Whole]:
    """Rows, columns and fits of all allowed pairs."""
    people = sorted(people, key=lambda p: p.id)
    peers = sorted(peers, key=lambda p: p.id)
    u = {
        "languages": hot([p.languages for p in people], LANGUAGES),
        "first": hot([p.languages[:1] for p in people], LANGUAGES),
        "slots": hot([p.slots for p in people], range(42)),
        "experiences": hot([p.experiences for p in people], EXPERIENCES),
        "avoid": hot([p.avoid for p in people], EXPERIENCES),
        "weights": experience_weights(people, peers),
        "stage": hot([(p.stage,) for p in people], STAGES),
        "setting": np.array([SETTINGS.index(p.setting) for p in people]),
        "traits": traits_of(people),
        "asked": asked(people),
    }
    w = {
        "languages": hot([p.languages for p in peers], LANGUAGES),
        "slots": hot([p.slots for p in peers], range(42)),
        "experiences": hot([p.experiences for p in peers], EXPERIENCES),
        "limits": hot([p.limits for p in peers], EXPERIENCES),
        "stages": hot([p.stages for p in peers], STAGES),
        "trained": np.array(
            [
                [
                    s in p.training
                    and p.training[s] >= TODAY
                    and (TODAY - p.recovered_since).days >= 365
                    for s in SETTINGS
                ]
                for p in peers
            ]
        ).T,
        "balance": np.array([1000 * p.free_places // p.capacity for p in peers]),
        "traits": traits_of(peers),
        "asked": asked(peers),
    }
    where = {p.id: j for j, p in enumerate(peers)}
    apart = [(i, where[q]) for i, p in enumerate(people) for q in p.apart if q in where]
    parts = [
        chunk(u, w, first, min(first + CHUNK, len(people)), apart)
        for first in range(0, len(people), CHUNK)
    ]
    return people, peers, *(np.concatenate(part) for part in zip(*parts, strict=True))


def chunk(
    u: Table, w: Table, a: int, b: int, apart: list[tuple[int, int]]
) -> tuple[Whole, Whole, Whole]:
    """Allowed pairs of the people a to b."""
    rows = slice(a, b)
    minutes = 240 * (u["slots"][rows] @ w["slots"].T).astype(np.int32)
    ok = w["trained"][u["setting"][rows]]
    ok &= u["languages"][rows] @ w["languages"].T > 0
    ok &= minutes >= 120
    ok &= u["avoid"][rows] @ w["experiences"].T == 0
    ok &= u["experiences"][rows] @ w["limits"].T == 0
    for i, j in apart:
        if a <= i < b:
            ok[i - a, j] = False
    (asks, nothing), (offers, nothing_offered) = u["asked"], w["asked"]
    wishes = np.broadcast_to(1000 * nothing[rows, None], ok.shape).copy()
    offered = np.broadcast_to(1000 * nothing_offered[None], ok.shape).copy()
    for trait in (*TRAITS, "age"):
        mine, theirs = u["traits"][trait][rows, None], w["traits"][trait][None]
        same = np.abs(mine - theirs) <= 5 if trait == "age" else mine == theirs
        for ask, points, turn in ((asks[trait], wishes, True), (offers[trait], offered, False)):
            must, nice, share = (
                (x[rows, None] if turn else x[None])
                for x in (ask["must"], ask["nice"], ask["share"])
            )
            ok &= ~(((must == 1) & ~same) | ((must == 2) & same))
            points[:] += share * (((nice == 1) & same) | ((nice == 2) & ~same))
    fit = 40 * (u["weights"][rows] @ w["experiences"].T).astype(np.int32)
    fit += 15000 * (u["stage"][rows] @ w["stages"].T > 0)
    fit += 20 * wishes + 5 * offered
    fit += 10 * np.minimum(1000, 1000 * minutes // 720)
    fit += 5000 * (u["first"][rows] @ w["languages"].T > 0)
    fit += 5 * w["balance"][None].astype(np.int32)
    row, column = np.nonzero(ok)
    return row + a, column, fit[row, column]


def flow(
    rows: NDArray[np.int32], columns: NDArray[np.int32], values: Whole, places: Whole, people: int
) -> NDArray[np.bool_]:
    """OR-Tools on all pairs: as many people as possible, then the largest sum of values."""
    solver = min_cost_flow.SimpleMinCostFlow()
    sink = people + len(places)
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        rows, people + columns, np.ones(len(rows), np.int64), values.max() - values
    )
    solver.add_arcs_with_capacity_and_unit_cost(
        people + np.arange(len(places)),
        np.full(len(places), sink),
        places,
        np.zeros(len(places), np.int64),
    )
    coming = np.unique(rows)
    solver.set_nodes_supplies(coming, np.ones(len(coming), np.int64))
    solver.set_node_supply(sink, -len(coming))
    status = solver.solve_max_flow_with_min_cost()
    if status != solver.OPTIMAL:
        raise SystemExit(f"flow ended with {status}")
    return np.asarray(solver.flows(arcs)) > 0


def line_values(people: People, peers: People, rows: Whole, fits: Whole) -> Whole:
    """A rank weight for each place in line, and the fit: the lexicographic goal in one sum."""
    line = sorted(
        range(len(people)),
        key=lambda i: (-people[i].priority, people[i].waiting_since, people[i].id),
    )
    rank = np.empty(len(people), dtype=np.int64)
    rank[line] = np.arange(len(people), 0, -1)
    return rank[rows] * ((len(peers) + 1) * (int(fits.max()) + 1)) + fits


def wait_values(people: People, rows: Whole, fits: Whole) -> Whole:
    """Fit and 600 points for each day of waiting."""
    days = np.array([max(0, (TODAY - person.waiting_since).days) for person in people])
    return 600 * days[rows] + fits.astype(np.int64)


def dense_round(people: People, peers: People, policy: str) -> tuple[int, int, int]:
    """The whole round in the plain way: pairs placed and sum of values."""
    people, peers, rows, columns, fits = dense_pairs(people, peers)
    by_line = policy == "longest-wait"
    values = line_values(people, peers, rows, fits) if by_line else wait_values(people, rows, fits)
    places = np.array([peer.free_places for peer in peers])
    taken = flow(rows.astype(np.int32), columns.astype(np.int32), values, places, len(people))
    return int(taken.sum()), int(fits[taken].sum()), len(rows)
