"""Parts of a peer table: sets of words, hours of the week, and wishes, for all peer workers."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.bits import Vocabulary, Words, words_of, words_of_width
from matching.fit import wish_shares
from matching.people import PeerWorker, ServiceUser, Wish
from matching.week import WEEK_MINUTES, offset_minutes, unit_minutes, week_mask
from matching.wishes import Value, value_of

Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]


class Bits:
    """Sets of words, one for each peer worker, that can be asked which hold any of some words."""

    def __init__(self, sets: Sequence[Collection[str]]) -> None:
        self._known = Vocabulary(word for words in sets for word in words)
        self._rows = words_of([self._known.mask(words) for words in sets])

    def holding(self, words: Iterable[str]) -> Flags:
        """Which peer workers hold at least one of the words."""
        mask = words_of_width([self._known.mask(words)], self._rows.shape[1])
        return np.asarray((self._rows & mask).any(axis=1), dtype=np.bool_)


class Week:
    """The hours of all peer workers, comparable with those of somebody in any zone."""

    def __init__(self, peers: Sequence[PeerWorker], today: date) -> None:
        self._today = today
        self._slots = [peer.slots for peer in peers]
        offsets = [offset_minutes(peer.zone, today) for peer in peers]
        self._base = min(offsets, default=0)
        self._shifts = [offset - self._base for offset in offsets]
        self._rows: dict[int, Words] = {}

    def minutes(self, person: ServiceUser) -> Whole:
        """Minutes a week that each peer worker shares with the person."""
        shift = offset_minutes(person.zone, self._today) - self._base
        unit = unit_minutes([shift, *set(self._shifts)])
        rows = self._rows_in(unit)
        mine = words_of_width([week_mask(person.slots, shift, unit)], rows.shape[1])
        shared = np.bitwise_count(rows & mine).sum(axis=1, dtype=np.int64)
        return np.asarray(shared * unit, dtype=np.int64)

    def _rows_in(self, unit: int) -> Words:
        if unit not in self._rows:
            masks = [
                week_mask(slots, shift, unit)
                for slots, shift in zip(self._slots, self._shifts, strict=True)
            ]
            self._rows[unit] = words_of_width(masks, -(-WEEK_MINUTES // unit // 64))
        return self._rows[unit]


@dataclass(frozen=True, slots=True)
class AskedWish:
    """A wish that some peer workers share: who they are, and its share of the term for each."""

    wish: Wish
    own: Value
    peers: Whole
    shares: Whole


class Asked:
    """The wishes of all peer workers, each that differs once."""

    def __init__(self, peers: Sequence[PeerWorker]) -> None:
        found: dict[tuple[Wish, Value], list[tuple[int, int]]] = {}
        for j, peer in enumerate(peers):
            shares = dict(wish_shares(peer))
            for wish in peer.wishes:
                key = (wish, value_of(peer, wish.trait))
                found.setdefault(key, []).append((j, shares.get(wish, 0)))
        asked = [
            AskedWish(wish, own, *np.array(who, dtype=np.int64).T)
            for (wish, own), who in found.items()
        ]
        self.musts = tuple(asking for asking in asked if asking.wish.strength == "must")
        self.nices = tuple(asking for asking in asked if asking.wish.strength == "nice")
