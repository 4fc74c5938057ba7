"""All peer workers of a round side by side, so that one person is compared with all at once.

It gives the same answers as `matching.limits` and `matching.fit` give pair by pair, and keeps what
it worked out: a shortlist or an arrival costs a fraction of a millisecond.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.columns import is_recovered
from matching.fit import balance_thousandths
from matching.kept_apart import spared
from matching.marks import marks
from matching.peer_parts import Asked, Bits, Week
from matching.people import PeerWorker, Wish
from matching.rules import FULL_TERM, Rules
from matching.wishes import Value, is_met, nices, value_of

Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]


class PeerTable:
    """Columns of the peer workers, sorted by id, under given rules on a given day."""

    def __init__(
        self, peers: Iterable[PeerWorker], rules: Rules, today: date, rarity: Mapping[str, int]
    ) -> None:
        self.peers = tuple(sorted(peers, key=lambda peer: peer.id))
        self.position = {peer.id: j for j, peer in enumerate(self.peers)}
        self.rules, self.today, self.rarity = rules, today, rarity
        self.places = self._whole(peer.free_places for peer in self.peers)
        self.balance = self._whole(balance_thousandths(peer) for peer in self.peers)
        self.nothing_asked = FULL_TERM * self._whole(not nices(peer) for peer in self.peers)
        self.programmes = Bits([(peer.programme,) for peer in self.peers])
        self.languages = Bits([peer.languages for peer in self.peers])
        self.experiences = Bits([peer.experiences for peer in self.peers])
        self.marks = Bits([marks(peer) for peer in self.peers])
        self.avoid = Bits([peer.avoid for peer in self.peers])
        self.spared = Bits([spared(peer, rules) for peer in self.peers])
        self.topics = Bits([peer.limits for peer in self.peers])
        self.week = Week(self.peers, today)
        self.asked = Asked(self.peers)
        self.stopped = np.array([bool(peer.stopped) for peer in self.peers], dtype=np.bool_)
        unknown = [peer.recovered_since is None for peer in self.peers]
        self.recovery_unknown = np.array(unknown, dtype=np.bool_)
        recovered = [is_recovered(peer, rules, today) for peer in self.peers]
        self.recovering = ~np.array(recovered, dtype=np.bool_) & ~self.recovery_unknown
        self.refusing: dict[str, list[int]] = {}
        for j, peer in enumerate(self.peers):
            for id_ in peer.apart:
                self.refusing.setdefault(id_, []).append(j)
        self._told: dict[str, tuple[list[Value], Whole]] = {}
        self._trained: dict[str, Whole] = {}

    def __len__(self) -> int:
        return len(self.peers)

    def trained_until(self, setting: str) -> Whole:
        """The last day of training as an ordinal, 0 where there is none."""
        if setting not in self._trained:
            ends = [peer.training.get(setting) for peer in self.peers]
            days = [end.toordinal() if end else 0 for end in ends]
            self._trained[setting] = np.array(days, dtype=np.int64)
        return self._trained[setting]

    def told(self, trait: str) -> tuple[list[Value], Whole]:
        """The values that peer workers tell of a trait, and which of them each one tells."""
        if trait not in self._told:
            values: dict[Value, int] = {}
            where = [values.setdefault(value_of(p, trait), len(values)) for p in self.peers]
            self._told[trait] = (list(values), np.array(where, dtype=np.int64))
        return self._told[trait]

    def met(self, wish: Wish, own: Value) -> Flags:
        """Which peer workers meet the wish of somebody with that value."""
        values, where = self.told(wish.trait)
        meets = [is_met(wish, own, value, self.rules) for value in values]
        return np.array(meets, dtype=np.bool_)[where]

    def _whole(self, numbers: Iterable[int]) -> Whole:
        return np.fromiter(numbers, dtype=np.int64, count=len(self.peers))
