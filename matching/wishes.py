"""Whether one person's trait meets the other's wish."""

from matching.people import PeerWorker, ServiceUser, Wish
from matching.rules import Rules

Value = str | int | frozenset[str] | None


def value_of(person: ServiceUser | PeerWorker, trait: str) -> Value:
    """What the person tells about the trait; None when it is not told."""
    if trait == "age":
        return person.age
    if trait == "experience":
        return frozenset(person.experiences) or None
    if trait == "stage":
        stages = person.stages if isinstance(person, PeerWorker) else {person.stage}
        return frozenset(stage for stage in stages if stage) or None
    return person.traits.get(trait)


def is_met(wish: Wish, own: Value, other: Value, rules: Rules) -> bool:
    """Whether the other's value is as wished; what either does not tell meets no wish."""
    if own is None or other is None:
        return False
    return _is_same(own, other, rules) == (wish.want == "same")


def musts(person: ServiceUser | PeerWorker) -> tuple[Wish, ...]:
    """The wishes that are limits."""
    return tuple([wish for wish in person.wishes if wish.strength == "must"])


def nices(person: ServiceUser | PeerWorker) -> tuple[Wish, ...]:
    """The wishes that add to the fit."""
    return tuple([wish for wish in person.wishes if wish.strength == "nice"])


def _is_same(own: Value, other: Value, rules: Rules) -> bool:
    if isinstance(own, int) and isinstance(other, int):
        return abs(own - other) <= rules.age_gap_years
    if isinstance(own, frozenset) and isinstance(other, frozenset):
        return not own.isdisjoint(other)
    return own == other
