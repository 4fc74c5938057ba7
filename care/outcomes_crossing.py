"""Hiding small numbers where groups are crossed with years, and what they could be computed from.

A row is one group in one year: its number of people, and their parts. Of each year and of each
group all people are told elsewhere, so a row that is hidden could follow from the others. For each
number below SMALLEST, and for each small sum of hidden ones in one year, one group or one row,
there has to be a change that keeps all that is told and gives another sum: one more and one less at
the corners of a box of two years and two groups. If need be more rows are hidden for it. Boxes
alone are looked for, longer changes are not, so at times more is hidden than has to be.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from care.outcomes_hiding import SMALLEST

NOTHING, NUMBER, ALL_PARTS = range(3)  # what is told of a row, each with what stands before it

Place = tuple[int, int]  # year and group
Cell = tuple[Place, int]  # a place and a part
Counts = Mapping[Place, Sequence[int]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Box:
    """A change that leaves every sum of a year and of a group: which cells grow, which shrink.

    It can be where no more than `told` is told of all its rows.
    """

    grows: frozenset[Cell]
    shrinks: frozenset[Cell]
    told: int

    @property
    def places(self) -> frozenset[Place]:
        """Its four rows."""
        return frozenset(place for place, _ in (*self.grows, *self.shrinks))

    def changes(self, cells: Set[Cell]) -> bool:
        """Whether the sum of these cells is another one after the change."""
        return len(self.grows & cells) != len(self.shrinks & cells)

    def is_usable(self, told: Mapping[Place, int]) -> bool:
        """Whether nothing that is told would be another number after the change."""
        return all(told[place] <= self.told for place in self.places)


def hide_crossed(counts: Counts, apart: Set[Place]) -> Mapping[Place, int]:
    """What may be told of each row; nothing of those `apart`, and of none where nothing helps.

    All rows have as many parts. The sums of each year and each group are taken to be known.
    """
    used = _used(counts)
    told = {
        place: NOTHING if place in apart else _at_first([row[part] for part in used])
        for place, row in counts.items()
    }
    boxes = list(_boxes(counts))
    while True:
        usable = [box for box in boxes if box.is_usable(told)]
        follows = (one for one in _small(counts, told) if not any(b.changes(one) for b in usable))
        cells = next(follows, None)
        if cells is None:
            return told
        box = _cheapest((box for box in boxes if box.changes(cells)), counts, told)
        if box is None:
            return dict.fromkeys(counts, NOTHING)
        told |= {place: min(told[place], box.told) for place in box.places}


def _at_first(row: Sequence[int]) -> int:
    if sum(row) < SMALLEST:
        return NOTHING
    return ALL_PARTS if min(row) >= SMALLEST else NUMBER


def _used(counts: Counts) -> list[int]:
    """The parts that anybody is in; that nobody is in the others is told elsewhere."""
    return [n for n, part in enumerate(zip(*counts.values(), strict=True)) if any(part)]


def _boxes(counts: Counts) -> Iterator[Box]:
    """Every box of two years and two groups, in one part or against another, that can change."""
    parts = _used(counts)
    for years in combinations(sorted({year for year, _ in counts}), 2):
        for groups in combinations(sorted({group for _, group in counts}), 2):
            even, odd = zip(years, groups, strict=True), zip(years, groups[::-1], strict=True)
            found = [*_changes([*even], [*odd], parts)]
            both = [*found, *((down, up, told) for up, down, told in found)]
            yield from (
                Box(up, down, told)
                for up, down, told in both
                if all(counts[place][part] for place, part in down)
            )


def _changes(
    even: Sequence[Place], odd: Sequence[Place], parts: Sequence[int]
) -> Iterator[tuple[frozenset[Cell], frozenset[Cell], int]]:
    """What grows, what shrinks, and what may be told: in one part rows get another number."""
    for part in parts:
        yield _of(even, part), _of(odd, part), NOTHING
    for part, beside in combinations(parts, 2):
        yield _of(even, part) | _of(odd, beside), _of(odd, part) | _of(even, beside), NUMBER


def _of(places: Sequence[Place], part: int) -> frozenset[Cell]:
    return frozenset((place, part) for place in places)


def _small(counts: Counts, told: Mapping[Place, int]) -> Iterator[frozenset[Cell]]:
    """Every sum below SMALLEST of what is hidden in one year, one group or one row."""
    used = _used(counts)
    for line in _lines(counts):
        hidden = [place for place in line if told[place] == NOTHING]
        for places in _few({place: sum(counts[place]) for place in hidden}):
            yield frozenset((place, part) for place in places for part in used)
        unseen = [place for place in line if told[place] != ALL_PARTS]
        for part in used:
            yield from (
                frozenset((place, part) for place in places)
                for places in _few({place: counts[place][part] for place in unseen})
            )
    for place, row in counts.items():
        if told[place] != ALL_PARTS:
            few = _few({part: row[part] for part in used})
            yield from (frozenset((place, part) for part in some) for some in few)


def _lines(counts: Counts) -> Iterator[list[Place]]:
    for axis in (0, 1):
        for n in sorted({place[axis] for place in counts}):
            yield sorted(place for place in counts if place[axis] == n)


def _few(values: Mapping[T, int]) -> Iterator[tuple[T, ...]]:
    """Every choice of these whose sum is below SMALLEST."""
    few = [one for one, n in values.items() if n < SMALLEST]
    for size in range(1, len(few) + 1):
        for chosen in combinations(few, size):
            if sum(values[one] for one in chosen) < SMALLEST:
                yield chosen


def _cheapest(boxes: Iterable[Box], counts: Counts, told: Mapping[Place, int]) -> Box | None:
    """The change for which the fewest people go untold."""

    def cost(box: Box) -> tuple[int, list[Place]]:
        lost = (max(0, told[place] - box.told) * sum(counts[place]) for place in box.places)
        return sum(lost), sorted(box.places)

    return min(boxes, key=cost, default=None)
