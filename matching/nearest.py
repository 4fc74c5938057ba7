"""The peer workers who fit each person best, full ones included: a short list for everybody."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np

from matching.people import PeerWorker, ServiceUser
from matching.rules import Rules
from matching.solve import problem_of


def nearest(
    people: Iterable[ServiceUser],
    peers: Iterable[PeerWorker],
    rules: Rules,
    *,
    today: date,
    bans: Sequence[tuple[str, str]] = (),
    k: int = 5,
) -> Mapping[str, tuple[str, ...]]:
    """Service user's id to up to `k` peer workers' ids, best fit first, equal fits by id."""
    problem = problem_of(
        tuple(people), tuple(peers), rules, today, pinned={}, bans=bans, rarity=None
    )
    pairs, columns = problem.pairs, problem.columns
    ids = [peer.id for peer in columns.peers]
    found = {}
    for i, person in enumerate(columns.people):
        row = slice(pairs.starts[i], pairs.starts[i + 1])
        first = np.argsort(-pairs.fits[row], kind="stable")[:k]
        found[person.id] = tuple(ids[j] for j in pairs.peers[row][first].tolist())
    return found
