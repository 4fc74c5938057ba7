"""What better fit costs in waiting: the same list under several policies, side by side.

Smarter matching costs waiting time (agent-based studies of a large peer support site:
arxiv.org/abs/2303.11272), so the price is shown and the programme chooses.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from matching.people import PeerWorker, ServiceUser, waiting_days
from matching.round import best_round
from matching.rules import Rules

FACTORS = (0, 1, 4)  # of the rules' own points a day


@dataclass(frozen=True, slots=True)
class Choice:
    """One policy: fits in percent of a full fit, waits in whole days, 0 where nobody is meant.

    `points_per_day` is None under "longest-wait".
    """

    policy: str
    points_per_day: int | None
    placed: int
    mean_fit_percent: int
    mean_wait_placed: int
    longest_wait_left: int


def trade_off(
    people: Iterable[ServiceUser], peers: Iterable[PeerWorker], rules: Rules, *, today: date
) -> tuple[Choice, ...]:
    """The list under "longest-wait", then under "best-fit" with more and less weight on waiting."""
    waiting, offering = tuple(people), tuple(peers)
    points = [rules.waiting_points_per_day * factor for factor in sorted(FACTORS, reverse=True)]
    return (
        _choice(waiting, offering, rules, today, "longest-wait", None),
        *(_choice(waiting, offering, rules, today, "best-fit", point) for point in points),
    )


def _choice(
    people: tuple[ServiceUser, ...],
    peers: tuple[PeerWorker, ...],
    rules: Rules,
    today: date,
    policy: str,
    points: int | None,
) -> Choice:
    if points is not None:
        rules = replace(rules, waiting_points_per_day=points)
    found = best_round(people, peers, rules, today=today, policy=policy, reasons=False)
    placed = {pair.person for pair in found.pairs}
    waits = {person.id: waiting_days(person, today) for person in people}
    count = max(1, len(placed))
    return Choice(
        policy=policy,
        points_per_day=points,
        placed=len(placed),
        mean_fit_percent=100 * found.totals.fit // (count * max(1, rules.full_fit)),
        mean_wait_placed=sum(waits[id_] for id_ in placed) // count,
        longest_wait_left=max((w for id_, w in waits.items() if id_ not in placed), default=0),
    )
