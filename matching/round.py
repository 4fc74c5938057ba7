"""The best round over a whole waiting list, with its proof."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from matching.certificate import Certificate
from matching.explain import explain
from matching.left_out import LeftOut, left_out
from matching.people import PeerWorker, ServiceUser
from matching.people_check import check_people
from matching.pins import check_pins
from matching.reasons import Reason
from matching.rules import Rules
from matching.solve import Solution, problem_of, solve


@dataclass(frozen=True, slots=True)
class Pair:
    """One suggestion: two ids, the fit, and reasons for `matching.words.words`."""

    person: str
    peer: str
    fit: int
    reasons: tuple[Reason, ...]
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts of a round: people `waiting`, free `places` before it, people `placed`."""

    waiting: int
    places: int
    placed: int
    fit: int
    allowed_pairs: int


@dataclass(frozen=True, slots=True)
class Round:
    """What is suggested: pinned pairs, then pairs by place in line, everybody left out, the proof.

    `rarity` is the factor each lived experience had in this round, `options` how many peer workers
    suit each person, full ones included (pinned people are not in it).
    """

    policy: str
    rules_version: str
    today: date
    pairs: tuple[Pair, ...]
    left_out: tuple[LeftOut, ...]
    totals: Totals
    certificate: Certificate
    rarity: Mapping[str, int]
    options: Mapping[str, int]


def best_round(
    people: Iterable[ServiceUser],
    peers: Iterable[PeerWorker],
    rules: Rules,
    *,
    today: date,
    pins: Sequence[tuple[str, str]] = (),
    bans: Sequence[tuple[str, str]] = (),
    policy: str | None = None,
    rarity: Mapping[str, int] | None = None,
    reasons: bool = True,
) -> Round:
    """The best round by the policy ("longest-wait" or "best-fit"; the rules' own by default).

    `pins` and `bans` are couples of a service user's and a peer worker's id. `rarity` is counted
    over the peer workers given unless a standing round's is passed. Without `reasons` pairs carry
    none, which saves time on very large lists. Raises `PinRefused`, `PersonRefused` (an id twice,
    an unknown trait), `RoundTooLarge`.
    """
    waiting, offering = tuple(people), tuple(peers)
    check_people(waiting, offering, rules)
    check_pins(waiting, offering, rules, today, pins, bans)
    problem = problem_of(
        waiting, offering, rules, today, pinned=dict(pins), bans=bans, rarity=rarity
    )
    chosen = policy or rules.policy
    solution = solve(problem, rules, today, chosen)
    by_id = {person.id: person for person in waiting}
    peer_by_id = {peer.id: peer for peer in offering}
    pinned = [(by_id[person], peer_by_id[peer]) for person, peer in sorted(pins)]
    why = _Why(solution, rules, today, reasons=reasons)
    pairs = (
        *(why.pair(*couple, pinned=True) for couple in pinned),
        *(why.pair(*couple) for couple in solution.placed()),
    )
    return Round(
        policy=chosen,
        rules_version=rules.version,
        today=today,
        pairs=pairs,
        left_out=tuple(left_out(solution)),
        totals=_totals(solution, pairs, offering),
        certificate=solution.certificate(),
        rarity=problem.rarity,
        options=solution.options(),
    )


class _Why:
    """Turns couples of a solution into suggestions."""

    def __init__(self, solution: Solution, rules: Rules, today: date, *, reasons: bool) -> None:
        self._rarity = solution.problem.rarity
        self._rules, self._today, self._reasons = rules, today, reasons
        self._fits = solution.fits()

    def pair(self, person: ServiceUser, peer: PeerWorker, *, pinned: bool = False) -> Pair:
        if not self._reasons and not pinned:
            return Pair(person.id, peer.id, self._fits[person.id], ())
        told = explain(person, peer, self._rules, self._today, self._rarity)
        return Pair(person.id, peer.id, told.fit, told.reasons, pinned)


def _totals(solution: Solution, pairs: tuple[Pair, ...], peers: tuple[PeerWorker, ...]) -> Totals:
    people = len(solution.problem.columns.people)
    return Totals(
        waiting=people + sum(pair.pinned for pair in pairs),
        places=sum(peer.free_places for peer in peers),
        placed=len(pairs),
        fit=sum(pair.fit for pair in pairs),
        allowed_pairs=len(solution.problem.pairs.peers),
    )
