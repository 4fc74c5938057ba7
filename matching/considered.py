"""Who else was considered for one person: who is near but ruled out, and by what."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from matching.explain import Explanation, explain
from matching.peer_rows import broken_rows, fit_row
from matching.peer_table import PeerTable
from matching.people import ServiceUser


@dataclass(frozen=True, slots=True)
class Considered:
    """All peer workers against one person.

    `best` are those who break no limit, full ones included, best fit first; `ruled_out` those
    nearest to it: fewest limits, then best fit. `counts`: code of a limit to how many break it.
    """

    best: tuple[Explanation, ...]
    suited: int
    ruled_out: tuple[Explanation, ...]
    counts: dict[str, int]


def considered(
    table: PeerTable,
    person: ServiceUser,
    banned: Collection[str] = (),
    *,
    best: int = 5,
    ruled_out: int = 5,
) -> Considered:
    """Who suits, and who nearly does; peer workers who are `banned` are not among them."""
    rows = broken_rows(table, person)
    codes = sorted({code for code, _ in rows})
    each = {code: np.zeros(len(table), dtype=np.bool_) for code in codes}
    for (code, _), flags in rows.items():
        each[code] |= flags
    broken = np.zeros(len(table), dtype=np.int64)
    for flags in each.values():
        broken += flags
    fits = fit_row(table, person)
    known = np.array([peer.id not in banned for peer in table.peers], dtype=np.bool_)
    suited = np.flatnonzero(known & (broken == 0))
    others = np.flatnonzero(known & (broken > 0))
    first = suited[np.argsort(-fits[suited], kind="stable")[:best]]
    nearest = others[np.lexsort((-fits[others], broken[others]))[:ruled_out]]
    counts = {code: int(np.count_nonzero(each[code])) for code in codes}
    return Considered(
        best=tuple(_explained(table, person, j) for j in first.tolist()),
        suited=len(suited),
        ruled_out=tuple(_explained(table, person, j) for j in nearest.tolist()),
        counts={code: n for code, n in counts.items() if n},
    )


def _explained(table: PeerTable, person: ServiceUser, j: int) -> Explanation:
    return explain(person, table.peers[j], table.rules, table.today, table.rarity)
