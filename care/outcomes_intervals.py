"""How sure a figure is: 95 % intervals of a share and of a median, without any assumption of shape.

Share: Wilson's score interval (Wilson 1927, J Am Stat Assoc 22:209; recommended for small numbers
by Newcombe 1998, Stat Med 17:857). Median: between two of the sorted values, whose ranks come from
the binomial distribution with probability one half (Campbell and Gardner 1988, BMJ 296:1454).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import comb, sqrt

Z = 1.959964  # 97.5 % of a standard normal distribution lies below
TAIL = 0.025
FEWEST_VALUES = 10  # below, a quartile or a median is nearly somebody's own value; our choice


@dataclass(frozen=True, slots=True)
class Share:
    """`yes` of `of`; `low` and `high` are the ends of its interval, all three as parts of 1."""

    yes: int
    of: int
    low: float
    high: float

    @property
    def part(self) -> float:
        """The share itself."""
        return self.yes / self.of


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of `of` whole numbers: the median, its interval, and the quartiles."""

    of: int
    median: float
    low: int
    high: int
    lower_quartile: float
    upper_quartile: float


def share(yes: int, of: int) -> Share:
    """The share with its Wilson interval; raises ValueError for a share of nothing."""
    if not 0 <= yes <= of or of == 0:
        raise ValueError("a share is some of one or more")
    part, extra = yes / of, Z * Z / of
    middle = (part + extra / 2) / (1 + extra)
    half = Z * sqrt(part * (1 - part) / of + extra / (4 * of)) / (1 + extra)
    low = 0.0 if yes == 0 else max(0.0, middle - half)
    high = 1.0 if yes == of else min(1.0, middle + half)
    return Share(yes, of, low, high)


def spread(counted: Mapping[int, int]) -> Spread | None:
    """The spread of values by how often each came; None for fewer than FEWEST_VALUES."""
    values = list(_sorted(counted))
    count = len(values)
    if count < FEWEST_VALUES:
        return None
    rank = _rank(count)
    return Spread(
        count,
        _quantile(values, 1, 2),
        values[rank - 1],
        values[count - rank],
        _quantile(values, 1, 4),
        _quantile(values, 3, 4),
    )


def _sorted(counted: Mapping[int, int]) -> Iterator[int]:
    for value in sorted(counted):
        yield from [value] * counted[value]


def _rank(count: int) -> int:
    """The largest rank (from 1) that still leaves at most 2.5 % below it."""
    total, rank = 0, 0
    while (total + comb(count, rank)) <= TAIL * 2**count:
        total += comb(count, rank)
        rank += 1
    return max(1, rank)


def _quantile(values: list[int], part: int, of: int) -> float:
    """Between two neighbours by distance: definition 7 of Hyndman and Fan 1996."""
    place = (len(values) - 1) * part
    before, rest = divmod(place, of)
    after = min(before + 1, len(values) - 1)
    return values[before] + (values[after] - values[before]) * rest / of
