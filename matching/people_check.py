"""Checks over all people of a round together."""

from collections import Counter
from collections.abc import Iterable, Sequence

from matching.errors import PersonRefused
from matching.people import PeerWorker, ServiceUser
from matching.rules import Rules

MOST_TOLD = 20


def check_people(people: Sequence[ServiceUser], peers: Sequence[PeerWorker], rules: Rules) -> None:
    """Raise `PersonRefused` for an id given twice or a wish about a trait the rules do not know."""
    problems = [*_twice(people), *_twice(peers), *_unknown((*people, *peers), rules)]
    if problems:
        more = len(problems) - MOST_TOLD
        told = problems[:MOST_TOLD] + ([f"and {more} more"] if more > 0 else [])
        raise PersonRefused("; ".join(told))


def _twice(everybody: Iterable[ServiceUser | PeerWorker]) -> list[str]:
    counts = Counter(person.id for person in everybody)
    return [f"{id_} is given {n} times, keep one" for id_, n in counts.items() if n > 1]


def _unknown(everybody: Iterable[ServiceUser | PeerWorker], rules: Rules) -> list[str]:
    known = ", ".join(sorted(rules.traits))
    return [
        f"{person.id}: wish about {wish.trait!r}, expected one of {known}"
        for person in everybody
        for wish in person.wishes
        if wish.trait not in rules.traits
    ]
