"""How many more people a peer worker can take."""

from collections.abc import Iterable

# States of a pairing that take a place: an approved offer is as good as made, and two open offers
# must never fill one place.
TAKES_A_PLACE = frozenset({"approved", "offered", "accepted", "active", "paused"})


def free_places(capacity: int, running: Iterable[str]) -> int:
    """Return the places left, never below nought, given the states of a peer worker's pairings."""
    return max(0, capacity - sum(state in TAKES_A_PLACE for state in running))
