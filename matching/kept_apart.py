"""Groups that a programme keeps apart, such as loss and live birth, unless both sides ask."""

from collections.abc import Iterable

from matching.marks import marks
from matching.people import PeerWorker, ServiceUser
from matching.rules import Rules

Person = ServiceUser | PeerWorker


def spared(person: Person, rules: Rules) -> frozenset[str]:
    """The marks that nobody may bring to this person; empty for most people.

    Whoever belongs to one group is spared the others, but not one that they belong to as well or
    ask to meet.
    """
    return frozenset(mark for group in _spared(person, rules) for mark in rules.kept_apart[group])


def groups_between(person: Person, other: Person, rules: Rules) -> tuple[str, ...]:
    """The groups that one of the two brings and the other is spared, by name."""
    met = [
        group
        for one, two in ((person, other), (other, person))
        for group in _spared(one, rules)
        if not rules.kept_apart[group].isdisjoint(marks(two))
    ]
    return tuple(sorted(set(met)))


def _spared(person: Person, rules: Rules) -> Iterable[str]:
    if not rules.kept_apart:
        return ()
    own = set(marks(person))
    belongs = {group for group, among in rules.kept_apart.items() if not among.isdisjoint(own)}
    return set(rules.kept_apart) - belongs - person.open_to if belongs else ()
