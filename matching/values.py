"""What each pair is worth to a policy, as one whole number.

The largest sum of these values is the round that the policy asks for, so that one kind of
certificate proves both policies. A better round, if there were one, would differ by a chain of
moves that meets each peer worker at most once; that bounds what fits can add up to, and sets how
much more a place or an earlier place in line must be worth.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.errors import RoundTooLarge
from matching.pairs import Pairs
from matching.people import ServiceUser, waiting_days
from matching.rules import Rules

MOST_VALUE = 2**61

Whole = NDArray[np.int64]


def bases_by_line(order: Whole, peer_count: int, rules: Rules) -> Whole:
    """Longest wait first: each person's share; an earlier place in line outweighs all fits."""
    step = (peer_count + 1) * (rules.full_fit + 1)
    _ensure_sums_fit((len(order) + 1) * step)
    bases = np.empty(len(order), dtype=np.int64)
    bases[order] = np.arange(len(order), 0, -1) * step
    return bases


def bases_by_fit(bonuses: Whole, peer_count: int, rules: Rules) -> Whole:
    """Best fit: each person's share; a place outweighs everything, a day adds its points."""
    most = rules.full_fit + int(bonuses.max(initial=0))
    step = (peer_count + 1) * (most + 1)
    _ensure_sums_fit(2 * step)
    return bonuses + step


def values_of(pairs: Pairs, bases: Whole) -> Whole:
    """The value of every pair: the person's share and the fit."""
    return bases[pairs.rows()] + pairs.fits


def bonuses_of(people: Sequence[ServiceUser], rules: Rules, today: date) -> Whole:
    """What the days waited add to each person's fit under the policy "best-fit"."""
    days = [waiting_days(person, today) for person in people]
    return rules.waiting_points_per_day * np.array(days, dtype=np.int64)


def _ensure_sums_fit(value: int) -> None:
    if value >= MOST_VALUE:
        raise RoundTooLarge("This round is too large to sum exactly. Split it by programme.")
