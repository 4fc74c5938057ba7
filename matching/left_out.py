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
    pairs, columns = problem.pairs, problem.columns
    for i in problem.order.tolist():
        if solution.seats[i] < 0:
            suited = pairs.peers[pairs.starts[i] : pairs.starts[i + 1]].tolist()
            code = "left.all_full" if suited else "left.nobody_suits"
            yield LeftOut(
                columns.people[i].id,
                (reason(code, suited=len(suited)),),
                tuple(columns.peers[j].id for j in suited),
            )
