"""Whether two scores of one measure differ by more than chance would explain."""

from dataclasses import dataclass
from typing import Literal

from care.measures.scale import Score
from care.measures.shapes import Measure


@dataclass(frozen=True, slots=True)
class Change:
    """`points` from the first to the second score, named only from the published value on.

    "not_named" means less than that: it is called neither better nor worse, and not "no change".
    """

    points: int
    kind: Literal["better", "worse", "not_named"]


def change(measure: Measure, before: Score | None, after: Score | None) -> Change | None:
    """The change between two scores; None without both, or where none is published to name."""
    if before is None or after is None or measure.reliable_change is None:
        return None
    points = after.total - before.total
    if abs(points) < measure.reliable_change:
        return Change(points, "not_named")
    return Change(points, "better" if (points > 0) == measure.higher_is_better else "worse")
