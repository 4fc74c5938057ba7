"""What would place somebody who was left out: who is full, what stands against, what could give."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matching.live import LiveRound
from matching.peer_rows import Limit, broken_rows
from matching.reasons import Reason, reason

# What a person, or a coordinator by training somebody, could change. Everything else stands.
RELAXABLE = ("limit.wish", "limit.avoid", "limit.hours", "limit.training", "limit.setting")
MOST_TRIED = 60
MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Limits that would have to give, all of them, and the peer workers this would open."""

    limits: tuple[Reason, ...]
    peers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """Why somebody waits, and what would help.

    `full` holds each suitable peer worker and who sits there. `limits` counts peer workers by the
    code of each limit they break. `relaxations` are the smallest sets of limits that would give
    the person a place in this round, at most three, each proven by trying it.
    """

    person: str
    full: Mapping[str, tuple[str, ...]]
    limits: Mapping[str, int]
    relaxations: tuple[Relaxation, ...]


def advise(live: LiveRound, person: str) -> Advice:
    """Advice for somebody in the round. Raises `PersonRefused` for an unknown id."""
    rows = broken_rows(live.table, live.person(person))
    broken: list[list[Limit]] = [[] for _ in live.table.peers]
    for limit, flags in rows.items():
        for j in np.flatnonzero(flags).tolist():
            broken[j].append(limit)
    suited = [peer.id for peer, limits in zip(live.table.peers, broken, strict=True) if not limits]
    counts = Counter(code for limits in broken for code in {code for code, _ in limits})
    return Advice(
        person=person,
        full={peer: live.sitting_with(peer) for peer in suited},
        limits=dict(sorted(counts.items())),
        relaxations=_relaxations(live, person, broken),
    )


def _relaxations(live: LiveRound, person: str, broken: list[list[Limit]]) -> tuple[Relaxation, ...]:
    found: list[frozenset[Limit]] = []
    told: list[Relaxation] = []
    for limits in _tries(broken):
        if len(told) == MOST_TOLD:
            break
        if any(smaller <= limits for smaller in found):
            continue
        peers = [j for j, kept in enumerate(broken) if limits.issuperset(kept)]
        if live.would_place(person, np.array(peers, dtype=np.int64)):
            found.append(limits)
            opened = tuple(live.table.peers[j].id for j in peers if broken[j])
            told.append(Relaxation(tuple(_told(limit) for limit in sorted(limits)), opened))
    return tuple(told)


def _tries(broken: list[list[Limit]]) -> list[frozenset[Limit]]:
    """Sets of limits that could give, the smallest first."""
    sets = {frozenset(limits) for limits in broken if limits}
    possible = [limits for limits in sets if all(code in RELAXABLE for code, _ in limits)]
    return sorted(possible, key=lambda limits: (len(limits), sorted(limits)))[:MOST_TRIED]


def _told(limit: Limit) -> Reason:
    code, trait = limit
    relaxed = code.replace("limit.", "relax.")
    return reason(relaxed, trait=trait) if trait else reason(relaxed)
