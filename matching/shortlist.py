"""The best peer workers for one person, and who was ruled out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from matching.explain import Explanation, explain
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
    told = [
        explain(person, peer, rules, today, factors)
        for peer in offering
        if (person.id, peer.id) not in bans
    ]
    allowed = sorted((e for e in told if not e.limits), key=lambda e: (-e.fit, e.peer))
    broken = Counter(limit.code for e in told for limit in e.limits)
    return Shortlist(person.id, tuple(allowed[:k]), len(allowed), dict(sorted(broken.items())))
