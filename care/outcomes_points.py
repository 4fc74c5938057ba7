"""Start, middle and end: which of somebody's totals stand for them.

The planned time is cut into thirds. Start is the first total of the first third, middle the total
nearest to the half within the second third, end the last total from the last third on. The thirds
are our choice: they hold what a two-weekly and a four-weekly plan ask.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from care.measures import Measure, Score, change
from care.outcomes_tally import Entry

POINTS = ("start", "middle", "end")
BEFORE_DAYS = 14  # a total from just before the first day is a start too
AFTER_WEEKS = 10  # a measure after the planned end is the end: six weeks, and time to answer
PEER_WEEKS = 24  # a peer worker has no planned time; burnout is asked every four weeks


@dataclass(frozen=True, slots=True)
class Total:
    """The total of one day."""

    day: date
    total: int


@dataclass(frozen=True, slots=True)
class Points:
    """The totals that stand for somebody, each None where there is none."""

    start: Total | None
    middle: Total | None
    end: Total | None


def points_of(totals: Sequence[Total], began_on: date, weeks: int) -> Points:
    """Which totals (in the order of their days) stand for a time of so many weeks."""
    days, third = weeks * 7, weeks * 7 / 3
    placed = [((one.day - began_on).days, one) for one in totals]
    first = [one for at, one in placed if -BEFORE_DAYS <= at < third]
    middle = [(abs(at - days / 2), one.day, one) for at, one in placed if third <= at < 2 * third]
    last = [one for at, one in placed if 2 * third <= at < days + AFTER_WEEKS * 7]
    return Points(
        first[0] if first else None,
        min(middle, key=lambda one: one[:2])[2] if middle else None,
        last[-1] if last else None,
    )


def measured(measure: Measure, found: Points, who: str) -> Iterator[Entry]:
    """What the points of one person add to the figures of a measure; `who` begins their names.

    Start, middle and end are those of people who have both a start and an end, so that the same
    people are compared. `reached` says who has which.
    """
    name = f"{who}.{measure.code}"
    if found.start is None:
        return
    yield f"{name}.reached", "yes" if found.end else "no"
    if found.end is None:
        return
    for point in POINTS:
        total: Total | None = getattr(found, point)
        if total is not None:
            yield f"{name}.{point}", total.total
    made = change(measure, _score(measure, found.start), _score(measure, found.end))
    if made is not None:
        yield f"{name}.change", made.kind


def _score(measure: Measure, one: Total) -> Score:
    return Score(one.total, measure.most, complete=True)
