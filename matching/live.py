"""A standing round that is kept best while things change one at a time.

Each change costs a search along chains of moves instead of a whole round, and the result is as
good as a new round over everybody: `faults` proves it at any time. Where two rounds are equally
good, the pairs may differ from those that a new round would pick.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from matching.arrive import arrive
from matching.errors import LineFull, PersonRefused, PinRefused
from matching.free_up import free_up
from matching.order import place_in_line
from matching.peer_rows import allowed_row, fit_row
from matching.peer_table import PeerTable, Whole
from matching.people import PeerWorker, ServiceUser
from matching.people_check import check_people
from matching.pins import check_pins
from matching.rules import Rules
from matching.shares import FitShares, LineShares, Shares
from matching.solve import BY_LINE, problem_of, solve
from matching.standing import NOBODY, NOWHERE, Standing
from matching.values import MOST_VALUE, values_of

PINNED = 2 * MOST_VALUE


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody whose peer worker changed: ids, None for no place."""

    person: str
    before: str | None
    after: str | None


def live_round(
    people: Iterable[ServiceUser],
    peers: Iterable[PeerWorker],
    rules: Rules,
    *,
    today: date,
    pins: Sequence[tuple[str, str]] = (),
    bans: Sequence[tuple[str, str]] = (),
    policy: str | None = None,
) -> "LiveRound":
    """The best round, standing and ready to be changed. Raises as `best_round` does."""
    offering = tuple(peers)
    waiting = tuple(people)
    check_people(waiting, offering, rules)
    check_pins(waiting, offering, rules, today, pins, bans)
    problem = problem_of(waiting, offering, rules, today, pinned={}, bans=bans, rarity=None)
    chosen = policy or rules.policy
    seats = solve(problem, rules, today, chosen).seats
    members = problem.columns.people
    by_line = chosen == BY_LINE
    shares: Shares = (
        LineShares(members, len(offering), rules)
        if by_line
        else FitShares(len(offering), rules, today)
    )
    each = np.array([shares.share(person) for person in members], dtype=np.int64)
    values = values_of(problem.pairs, each)
    table = PeerTable(offering, rules, today, problem.rarity)
    standing = Standing(problem.pairs, values, problem.places, seats)
    live = LiveRound(standing, members, table, shares, bans)
    for person, peer in pins:
        live.pin(person, peer)
    return live


class LiveRound:
    """A round over people and peer workers that can be changed; made by `live_round`."""

    def __init__(
        self,
        standing: Standing,
        people: Sequence[ServiceUser],
        table: PeerTable,
        shares: Shares,
        bans: Iterable[tuple[str, str]],
    ) -> None:
        self._standing, self._shares = standing, shares
        self.table = table
        self._people = list(people)
        self._position = {person.id: i for i, person in enumerate(people)}
        self._bans = set(bans)
        self._pins: dict[str, str] = {}

    def arrive(self, person: ServiceUser) -> tuple[Move, ...]:
        """Somebody new waits. Raises `PersonRefused` for an id that is here already."""
        if person.id in self._position:
            message = f"{person.id} is in this round already"
            raise PersonRefused(message)
        self._people.append(person)
        self._position[person.id] = self._standing.add(*self._row(person))
        arrive(self._standing, self._position[person.id])
        return self._moves()

    def leave(self, person: str) -> tuple[Move, ...]:
        """Somebody no longer waits; a place that they had goes to whoever is best for it."""
        _take_out(self._standing, self._position[person])
        moves = self._moves()
        del self._position[person]
        self._pins.pop(person, None)
        return moves

    def free_place(self, peer: str) -> tuple[Move, ...]:
        """A peer worker has one more place."""
        free_up(self._standing, self.table.position[peer])
        return self._moves()

    def refuse(self, person: str, peer: str) -> tuple[Move, ...]:
        """These two are not to be paired: a refusal, a block or a coordinator's ban."""
        self._bans.add((person, peer))
        if self._pins.get(person) == peer:
            del self._pins[person]
        return self._seat_anew(person)

    def pin(self, person: str, peer: str) -> tuple[Move, ...]:
        """Keep these two together. Raises `PinRefused` where a limit or a pin stands against it."""
        i, j = self._position[person], self.table.position[peer]
        allowed, _ = self._row(self._people[i])
        pinned = sum(other == peer for who, other in self._pins.items() if who != person)
        if j not in allowed:
            raise PinRefused((f"{person} with {peer} is not allowed, see their limits",))
        if pinned >= self._standing.places[j]:
            raise PinRefused((f"{peer} has {pinned} places, and all are pinned",))
        self._pins[person] = peer
        return self._seat_anew(person)

    def unpin(self, person: str) -> tuple[Move, ...]:
        """Let a pinned person be placed like everybody else."""
        self._pins.pop(person, None)
        return self._seat_anew(person)

    def pairs(self) -> dict[str, str]:
        """Who is placed with whom now, by id."""
        seats = self._standing.seats
        return {
            id_: self.table.peers[seats[i]].id
            for id_, i in self._position.items()
            if seats[i] != NOWHERE
        }

    def person(self, person: str) -> ServiceUser:
        """Somebody in this round. Raises `PersonRefused` for an unknown id."""
        if person not in self._position:
            message = f"nobody with the id {person} is in this round"
            raise PersonRefused(message)
        return self._people[self._position[person]]

    def sitting_with(self, peer: str) -> tuple[str, ...]:
        """Ids of the people placed with this peer worker, first in line first."""
        sitters = [self._people[i] for i in self._standing.seated[self.table.position[peer]]]
        return tuple(person.id for person in sorted(sitters, key=place_in_line))

    def would_place(self, person: str, peers: Whole) -> bool:
        """Whether the person would get a place if exactly these peer workers suited them.

        `peers` are positions in the table; everybody else's pairs stay as they are.
        """
        position = self._position[person]
        standing = self._standing.copy()
        _take_out(standing, position)
        someone = self._people[position]
        values = fit_row(self.table, someone)[peers] + self._share(someone)
        standing.set_row(position, peers, values)
        arrive(standing, position)
        return bool(standing.seats[position] != NOWHERE)

    def copy(self) -> "LiveRound":
        """A copy on which "what if" can be tried."""
        twin = LiveRound(
            self._standing.copy(), self._people, self.table, self._shares.copy(), self._bans
        )
        twin._position = self._position.copy()
        twin._pins = self._pins.copy()
        return twin

    def faults(self) -> list[str]:
        """What the checker finds wrong, an empty list while the round is proven best."""
        return self._standing.faults()

    def _row(self, person: ServiceUser) -> tuple[Whole, Whole]:
        allowed = np.flatnonzero(allowed_row(self.table, person))
        banned = [j for j in allowed if (person.id, self.table.peers[j].id) in self._bans]
        if banned:
            allowed = np.setdiff1d(allowed, banned)
        if person.id in self._pins:
            pinned = np.array([self.table.position[self._pins[person.id]]], dtype=np.int64)
            return pinned, np.array([PINNED], dtype=np.int64)
        return allowed, fit_row(self.table, person)[allowed] + self._share(person)

    def _share(self, person: ServiceUser) -> int:
        try:
            return self._shares.share(person)
        except LineFull:
            self._spread_line()
            return self._shares.share(person)

    def _spread_line(self) -> None:
        """Renew all values and prices with equal gaps in line; nobody's seat changes."""
        here = [(i, self._people[i]) for i in self._position.values()]
        before = {i: self._shares.share(person) for i, person in here}
        self._shares.spread()
        for i, person in here:
            if person.id not in self._pins:
                self._standing.raise_values(i, self._shares.share(person) - before[i])
        self._standing.price_anew()

    def _seat_anew(self, person: str) -> tuple[Move, ...]:
        position = self._position[person]
        _take_out(self._standing, position)
        self._standing.set_row(position, *self._row(self._people[position]))
        arrive(self._standing, position)
        return self._moves()

    def _moves(self) -> tuple[Move, ...]:
        seats, moved = self._standing.seats, self._standing.moved
        moves = tuple(
            Move(self._people[i].id, self._id(before), self._id(int(seats[i])))
            for i, before in moved.items()
            if before != seats[i]
        )
        moved.clear()
        return moves

    def _id(self, seat: int) -> str | None:
        return None if seat == NOWHERE else self.table.peers[seat].id


def _take_out(standing: Standing, position: int) -> None:
    peer = int(standing.seats[position])
    standing.stand_up(position)
    standing.set_row(position, NOBODY, NOBODY)
    if peer != NOWHERE:
        standing.places[peer] -= 1
        free_up(standing, peer)
