"""Why somebody has no place in a round."""

from collections.abc import Iterator
from dataclasses import dataclass

from matching.reasons import Reason, reason
from matching.solve import Solution


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody without a place: `reasons` say why, `suited` are the peer workers' ids, all full."""

    person: str
    reasons: tuple[Reason, ...]
    suited: tuple[str, ...]


def left_out(solution: Solution) -> Iterator[LeftOut]:
    """Everybody without a place, first in line first."""
    problem = solution.problem
    people, ids = problem.columns.people, [peer.id for peer in problem.columns.peers]
    starts = problem.pairs.starts.tolist()
    waiting = problem.order[solution.seats[problem.order] < 0]
    for i in waiting.tolist():
        suited = problem.pairs.peers[starts[i] : starts[i + 1]].tolist()
        code = "left.all_full" if suited else "left.nobody_suits"
        why = (reason(code, suited=len(suited)),)
        yield LeftOut(people[i].id, why, tuple(map(ids.__getitem__, suited)))
