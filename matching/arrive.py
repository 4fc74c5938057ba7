"""One more person in a standing round: the best chain of moves, by prices.

Dijkstra's search from the newcomer over peer workers, where a step costs what somebody loses by
moving (Edmonds and Karp 1972; Tomizawa 1971). It ends where the total is best: at a place left
over, with somebody yielding their seat, or with the newcomer waiting.
"""

from heapq import heappop, heappush

import numpy as np

from matching.standing import NOWHERE, Standing, Whole

FAR = np.int64(2**62)


def arrive(standing: Standing, person: int) -> None:
    """Seat the person, who has none, if that is best; others move as the best round asks."""
    search = _Search(standing, person)
    search.run()
    search.settle()


class _Search:
    def __init__(self, standing: Standing, person: int) -> None:
        self._standing, self._person = standing, person
        peers = standing.peers[person]
        nets = standing.values[person] - standing.prices[peers]
        # Waiting is the first offer: it costs all that the newcomer could gain.
        self._best = max(0, int(nets.max(initial=0)))
        self._leaver, self._end = person, NOWHERE
        self._far: dict[int, int] = {}
        self._done: dict[int, int] = {}
        self._mover: dict[int, int] = {}
        self._heap: list[tuple[int, int]] = []
        self._offer(person, peers, self._best - nets)

    def run(self) -> None:
        while self._heap and self._heap[0][0] < self._best:
            cost, peer = heappop(self._heap)
            if cost == self._far[peer] and peer not in self._done:
                self._done[peer] = cost
                self._visit(peer, cost)

    def _visit(self, peer: int, cost: int) -> None:
        standing = self._standing
        if standing.has_room(peer):
            self._best, self._leaver, self._end = cost, NOWHERE, peer
            return
        for sitter in standing.seated[peer]:
            gain = standing.gain(sitter)
            if cost + gain < self._best:
                self._best, self._leaver, self._end = cost + gain, sitter, peer
            peers = standing.peers[sitter]
            nets = standing.values[sitter] - standing.prices[peers]
            self._offer(sitter, peers, cost + gain - nets)

    def _offer(self, mover: int, peers: Whole, costs: Whole) -> None:
        for spot in np.flatnonzero(costs < self._best).tolist():
            peer, cost = int(peers[spot]), int(costs[spot])
            if cost < self._far.get(peer, FAR):
                self._far[peer] = cost
                self._mover[peer] = mover
                heappush(self._heap, (cost, peer))

    def settle(self) -> None:
        """Raise the prices of the peer workers searched, and make the moves."""
        standing = self._standing
        for peer, cost in self._done.items():
            standing.prices[peer] += max(0, self._best - cost)
        peer = self._end
        if peer == NOWHERE:
            return
        if self._leaver != NOWHERE:
            standing.stand_up(self._leaver)
        mover = NOWHERE
        while mover != self._person:
            mover = self._mover[peer]
            left = int(standing.seats[mover])
            standing.sit(mover, peer)
            peer = left
