"""One more place in a standing round: who moves in, and who gets the place they leave.

The search of `matching.arrive` turned round: from the free place backwards over those who would
move into it, until somebody who waits moves in, or a place is best left over.
"""

from heapq import heappop, heappush

from matching.standing import NOWHERE, Standing


def free_up(standing: Standing, peer: int) -> None:
    """Give the peer worker one more place and fill it as the best round asks."""
    if standing.prices[peer] > 0:
        search = _Search(standing, peer)
        search.run()
        standing.places[peer] += 1
        search.settle()
    else:
        standing.places[peer] += 1


class _Search:
    def __init__(self, standing: Standing, peer: int) -> None:
        self._standing, self._peer = standing, peer
        self._best = int(standing.prices[peer])
        self._comer, self._end = NOWHERE, peer
        self._far = {peer: 0}
        self._done: dict[int, int] = {}
        # For each peer worker reached: who would leave, and the peer worker they would go to.
        self._leave: dict[int, tuple[int, int]] = {}
        self._heap = [(0, peer)]

    def run(self) -> None:
        while self._heap and self._heap[0][0] < self._best:
            cost, peer = heappop(self._heap)
            if cost == self._far[peer] and peer not in self._done:
                self._done[peer] = cost
                self._visit(peer, cost)

    def _visit(self, peer: int, cost: int) -> None:
        standing = self._standing
        price = int(standing.prices[peer])
        if cost + price < self._best:
            self._best, self._comer, self._end = cost + price, NOWHERE, peer
        people, values = standing.offers(peer)
        costs = cost + standing.gains(people) - (values - price)
        near = costs < self._best
        for person, reached in zip(people[near].tolist(), costs[near].tolist(), strict=True):
            self._offer(person, peer, reached)

    def _offer(self, person: int, peer: int, cost: int) -> None:
        seat = int(self._standing.seats[person])
        if seat == NOWHERE:
            if cost < self._best:
                self._best, self._comer, self._end = cost, person, peer
        elif cost < self._far.get(seat, self._best):
            self._far[seat] = cost
            self._leave[seat] = (person, peer)
            heappush(self._heap, (cost, seat))

    def settle(self) -> None:
        """Lower the prices of the peer workers searched, and make the moves."""
        standing = self._standing
        for peer, cost in self._done.items():
            standing.prices[peer] -= max(0, self._best - cost)
        moves = []
        peer = self._end
        while peer != self._peer:
            person, goal = self._leave[peer]
            moves.append((person, goal))
            peer = goal
        for person, goal in moves:
            standing.sit(person, goal)
        if self._comer != NOWHERE:
            standing.sit(self._comer, self._end)
