"""How sure a figure is: 95 % intervals of a share and of a median, without any assumption of shape.

Share: Wilson's score interval (Wilson 1927, J Am Stat Assoc 22:209; recommended for small numbers
by Newcombe 1998, Stat Med 17:857). Median: between two of the sorted values, whose ranks come from
the binomial distribution with probability one half (Campbell and Gardner 1988, BMJ 296:1454).
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import comb, sqrt

Z = 1.959964  # 97.5 % of a standard normal distribution lies below
EXACT = 200  # values up to which ranks are computed exactly
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
    values = sorted(counted)
    below = list(accumulate(counted[value] for value in values))  # up to and with each value
    count = below[-1] if below else 0
    if count < FEWEST_VALUES:
        return None

    def at(place: int) -> int:
        return values[bisect_right(below, place)]

    def quantile(part: int, of: int) -> float:
        """Between two neighbours by distance: definition 7 of Hyndman and Fan 1996."""
        before, rest = divmod((count - 1) * part, of)
        return at(before) + (at(min(before + 1, count - 1)) - at(before)) * rest / of

    rank = _rank(count)
    return Spread(
        count, quantile(1, 2), at(rank - 1), at(count - rank), quantile(1, 4), quantile(3, 4)
    )


@cache
def _rank(count: int) -> int:
    """The largest rank (from 1) below which at most 2.5 % lies.

    Exact for up to EXACT values; beyond, by the normal approximation that the source gives.
    """
    if count > EXACT:
        return max(1, int(count / 2 - Z * sqrt(count) / 2))
    total, rank, most = 0, 0, 2**count // 40
    while (total + comb(count, rank)) <= most:
        total += comb(count, rank)
        rank += 1
    return max(1, rank)
