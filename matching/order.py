"""Who comes first: a strict order, so that nobody's place hangs on chance."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching.people import ServiceUser


def place_in_line(person: ServiceUser) -> tuple[int, int, str]:
    """A key that sorts by priority band (high first), then waiting since, then id."""
    return (-person.priority, person.waiting_since.toordinal(), person.id)


def line(people: Sequence[ServiceUser]) -> NDArray[np.int64]:
    """Positions of the people, first in line first."""
    keys = [place_in_line(person) for person in people]
    return np.array(sorted(range(len(people)), key=keys.__getitem__), dtype=np.int64)
