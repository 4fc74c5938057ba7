"""What keeps an export for research from telling of somebody: study ids, days, broad groups."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from care.outcomes_hiding import SMALLEST

OTHER = "other"
AGES = ((55, "55 and over"), (45, "45 to 54"), (35, "35 to 44"), (25, "25 to 34"), (0, "under 25"))
MANY = 3  # more experiences or wishes than that are told as "3 and more"

K = TypeVar("K", bound=Hashable)


def study_id(salt: bytes, kind: str, own_id: str) -> str:
    """16 letters that stand for a row in one export; without its salt they lead to nobody."""
    return _digest(salt, kind, own_id).hex()[:16]


def study_uuid(salt: bytes, kind: str, own_id: str) -> str:
    """The same as a random-looking UUID."""
    return str(UUID(bytes=_digest(salt, kind, own_id)[:16], version=4))


def age_band(age: int | None) -> str:
    """Ten years or more around an age in whole years; "" where none was told."""
    if age is None:
        return ""
    return next(band for least, band in AGES if age >= least)


def few_or_many(count: int) -> str:
    """A number up to 2 as it is, and all others as one."""
    return str(count) if count < MANY else f"{MANY} and more"


def without_rare(values: Mapping[K, str], smallest: int = SMALLEST) -> dict[K, str]:
    """The values with those that fewer than `smallest` share told as "other".

    Where "other" would be fewer too, the next rarest joins it; alone it becomes "". An empty value
    says that nothing was told, and stays.
    """
    counted = Counter(value for value in values.values() if value)
    rare = {value for value, n in counted.items() if n < smallest}
    for value, _ in sorted(counted.items(), key=lambda one: (one[1], one[0])):
        if not rare or sum(counted[one] for one in rare) >= smallest:
            break
        rare.add(value)
    enough = sum(counted[one] for one in rare) >= smallest
    other = OTHER if enough else ""
    return {key: other if value in rare else value for key, value in values.items()}


def flow_told(steps: Sequence[tuple[str, int]], smallest: int = SMALLEST) -> list[int | None]:
    """The numbers of a flow of people from step to step; None for what is not told.

    Neither a small number is told nor one that differs from the last one told by a small number.
    """
    told: list[int | None] = []
    last: int | None = None
    for _, n in steps:
        is_small = n < smallest or (last is not None and 0 < abs(last - n) < smallest)
        told.append(None if is_small else n)
        last = last if is_small else n
    return told


def _digest(salt: bytes, kind: str, own_id: str) -> bytes:
    return hmac.new(salt, f"{kind}|{own_id}".encode(), hashlib.sha256).digest()
