"""Every allowed pair of a round with its fit, found block by block.

A block is a slice of service users of one setting against the peer workers who may support them,
small enough to stay in the processor's cache.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.columns import Columns, Facing, Group
from matching.people import PeerWorker, ServiceUser

BLOCK_CELLS = 1 << 17

Flags = NDArray[np.bool_]
Fits = NDArray[np.int64]
# First person, pairs of each, and for the pairs the peer workers and fits.
Found = tuple[int, NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]
Apart = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Allowed pairs row by row: those of person i stand from `starts[i]` to `starts[i + 1]`.

    `peers` are positions in the sorted peer workers, rising within a row.
    """

    starts: NDArray[np.int64]
    peers: NDArray[np.int32]
    fits: NDArray[np.int32]
    peer_count: int

    @property
    def people_count(self) -> int:
        """How many service users there are, with or without a pair."""
        return len(self.starts) - 1

    def rows(self) -> NDArray[np.int32]:
        """The service user's position of every pair."""
        return np.repeat(np.arange(self.people_count, dtype=np.int32), np.diff(self.starts))

    def part(self, chosen: NDArray[np.int64]) -> "Pairs":
        """The pairs at these rising positions, with the same people and peer workers."""
        starts = np.searchsorted(chosen, self.starts)
        return Pairs(starts, self.peers[chosen], self.fits[chosen], self.peer_count)


def allowed_pairs(columns: Columns, bans: Iterable[tuple[str, str]] = ()) -> Pairs:
    """All pairs that break no limit, with their fit; free places are not looked at."""
    apart = _apart(columns, bans)
    found = [part for group in columns.groups for part in _group_pairs(columns, group, apart)]
    starts = np.zeros(len(columns.people) + 1, dtype=np.int64)
    for first, counts, _, _ in found:
        starts[first + 1 : first + 1 + len(counts)] = counts
    np.cumsum(starts, out=starts)
    empty = np.empty(0, dtype=np.int32)
    peers = np.concatenate([empty, *(peers for _, _, peers, _ in found)])
    fits = np.concatenate([empty, *(fits for _, _, _, fits in found)])
    return Pairs(starts, peers, fits, len(columns.peers))


def _group_pairs(columns: Columns, group: Group, apart: Apart) -> Iterator[Found]:
    if not len(group.peers):
        return
    facing = columns.facing(group)
    step = max(1, BLOCK_CELLS // len(group.peers))
    for first in range(group.first, group.last, step):
        yield _block_pairs(columns, facing, first, min(first + step, group.last), apart)


def _block_pairs(columns: Columns, facing: Facing, first: int, last: int, apart: Apart) -> Found:
    allowed, shared = _allowed(columns, facing, first, last)
    _rule_out(allowed, first, last, facing.peers, apart)
    cells = np.flatnonzero(allowed)
    counts = np.count_nonzero(allowed, axis=1)
    column = cells - np.repeat(np.arange(last - first) * len(facing.peers), counts)
    product = columns.features[0][first:last] @ facing.features
    points = columns.hours.points[shared.ravel()[cells]]
    fits = product.ravel()[cells].astype(np.int32) + points
    return first, counts, facing.peers[column], fits


def _allowed(
    columns: Columns, facing: Facing, first: int, last: int
) -> tuple[Flags, NDArray[np.uint16]]:
    """Which cells of the block are allowed, and how many bits of the week each shares."""
    hours = columns.hours
    shared = np.zeros((last - first, len(facing.peers)), dtype=np.uint16)
    for rows, others in zip(hours.rows[first:last].T, facing.hours, strict=True):
        shared += np.bitwise_count(rows[:, None] & others)
    allowed = shared >= hours.least_bits
    for (need, _), facing_need in zip(columns.needs, facing.needs, strict=True):
        met = np.zeros_like(allowed)
        for rows, others in zip(need[first:last].T, facing_need, strict=True):
            met |= (rows[:, None] & others) != 0
        allowed &= met
    for rows, others in zip(columns.conflicts[0][first:last].T, facing.conflicts, strict=True):
        allowed &= (rows[:, None] & others) == 0
    return allowed, shared


def _apart(columns: Columns, bans: Iterable[tuple[str, str]]) -> Apart:
    """Positions of the couples that are never paired, sorted by service user."""
    row = {person.id: i for i, person in enumerate(columns.people)}
    column = {peer.id: j for j, peer in enumerate(columns.peers)}
    couples = {*_refusals(columns.people), *_refusals(columns.peers, turned=True), *bans}
    known = sorted((row[a], column[b]) for a, b in couples if a in row and b in column)
    return tuple(np.array(known, dtype=np.int64).reshape(-1, 2).T)  # type: ignore[return-value]  # two rows by shape


def _refusals(
    people: Iterable[ServiceUser | PeerWorker], *, turned: bool = False
) -> Iterator[tuple[str, str]]:
    for person in people:
        for other in person.apart:
            yield (other, person.id) if turned else (person.id, other)


def _rule_out(
    allowed: Flags, first: int, last: int, peers: NDArray[np.int32], apart: Apart
) -> None:
    low, high = np.searchsorted(apart[0], (first, last))
    if low == high:
        return
    rows, others = apart[0][low:high] - first, apart[1][low:high]
    spots = np.searchsorted(peers, others)
    inside = spots < len(peers)
    inside[inside] = peers[spots[inside]] == others[inside]
    allowed[rows[inside], spots[inside]] = False
