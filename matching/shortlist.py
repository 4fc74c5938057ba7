"""The best peer workers for one person, and who was ruled out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from matching.explain import Explanation, explain
from matching.peer_rows import Limit, broken_rows, fit_row
from matching.peer_table import Flags, PeerTable
from matching.people import PeerWorker, ServiceUser
from matching.rarity import rarity_of
from matching.rules import Rules


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The best allowed pairs, best first; `suited` is how many there are in all.

    `ruled_out` counts peer workers by the code of each limit that they break, so one peer worker
    may be counted under several.
    """

    person: str
    best: tuple[Explanation, ...]
    suited: int
    ruled_out: Mapping[str, int]


def shortlist(
    person: ServiceUser,
    peers: Iterable[PeerWorker],
    rules: Rules,
    *,
    today: date,
    k: int = 5,
    bans: Sequence[tuple[str, str]] = (),
    rarity: Mapping[str, int] | None = None,
) -> Shortlist:
    """The best `k` peer workers with a free place for one person; equal fits stand by id."""
    offering = list(peers)
    factors = rarity_of(offering) if rarity is None else rarity
    banned = {peer for one, peer in bans if one == person.id}
    known = [peer for peer in offering if peer.id not in banned]
    return shortlist_from(PeerTable(known, rules, today, factors), person, k)


def shortlist_from(table: PeerTable, person: ServiceUser, k: int = 5) -> Shortlist:
    """The same from a table that is at hand: for many people, or to answer at once."""
    broken = {**broken_rows(table, person), ("limit.capacity", ""): table.places == 0}
    by_code = _by_code(broken)
    allowed = np.flatnonzero(~np.logical_or.reduce(list(by_code.values())))
    fits = fit_row(table, person)[allowed]
    best = allowed[np.argsort(-fits, kind="stable")[:k]].tolist()
    counts = {code: int(np.count_nonzero(flags)) for code, flags in by_code.items()}
    return Shortlist(
        person=person.id,
        best=tuple(
            explain(person, table.peers[j], table.rules, table.today, table.rarity) for j in best
        ),
        suited=len(allowed),
        ruled_out={code: counts[code] for code in sorted(counts) if counts[code]},
    )


def _by_code(broken: Mapping[Limit, Flags]) -> dict[str, Flags]:
    found: dict[str, Flags] = {}
    for (code, _), flags in broken.items():
        found[code] = found[code] | flags if code in found else flags
    return found
