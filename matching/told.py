"""What a list of people tells about each trait, worked out once and shared by all who ask."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching.people import PeerWorker, ServiceUser
from matching.wishes import Value, value_of

Person = ServiceUser | PeerWorker


class Told:
    """For each trait the values that differ, and for each person which of them they tell."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = people
        self._found: dict[str, tuple[list[Value], NDArray[np.int64]]] = {}

    def __len__(self) -> int:
        return len(self.people)

    def of(self, trait: str) -> tuple[list[Value], NDArray[np.int64]]:
        """The values in the order in which they are first met, and each person's."""
        if trait not in self._found:
            values: dict[Value, int] = {}
            where = [values.setdefault(value, len(values)) for value in self._values(trait)]
            self._found[trait] = (list(values), np.array(where, dtype=np.int64))
        return self._found[trait]

    def _values(self, trait: str) -> list[Value]:
        if trait in ("age", "stage", "experience"):
            return [value_of(person, trait) for person in self.people]
        return [person.traits.get(trait) for person in self.people]
