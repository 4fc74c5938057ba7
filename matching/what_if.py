"""What if: the same round with one thing changed, and who it changes something for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from matching.people import PeerWorker, ServiceUser
from matching.round import Round
from matching.rules import Rules
from matching.unlock import LONG_WELL
from matching.week import SLOTS_A_WEEK

NEWCOMER = "newcomer"
TRAINED = timedelta(days=365)
AVOID, HOURS, WISH = "avoid", "hours", "wish."


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody for whom the change makes a difference: ids, None for no place."""

    person: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Two rounds compared: people placed in each, mean fits in whole percent, and who differs."""

    placed_before: int
    placed_after: int
    fit_before: int
    fit_after: int
    shifts: tuple[Shift, ...]


def relaxable(person: ServiceUser) -> Iterator[str]:
    """What this person could relax: "wish." and a trait for each must, "avoid", "hours"."""
    for wish in person.wishes:
        if wish.strength == "must":
            yield f"{WISH}{wish.trait}"
    if person.avoid:
        yield AVOID
    if len(person.slots) < SLOTS_A_WEEK:
        yield HOURS


def relaxed(person: ServiceUser, what: str) -> ServiceUser:
    """The person without that must, with nothing to avoid, or with time at any hour."""
    if what == AVOID:
        return replace(person, avoid=frozenset())
    if what == HOURS:
        return replace(person, slots=frozenset(range(SLOTS_A_WEEK)))
    trait = what.removeprefix(WISH)
    return replace(person, wishes=tuple(w for w in person.wishes if w.trait != trait))


def newcomer(
    programme: str,
    setting: str,
    languages: tuple[str, ...],
    *,
    today: date,
    places: int,
    stages: frozenset[str] = frozenset(),
    experiences: frozenset[str] = frozenset(),
    traits: Mapping[str, str] = MappingProxyType({}),
) -> PeerWorker:
    """A peer worker who is not there: trained, long well, with time at any hour, no own limits."""
    return PeerWorker(
        id=NEWCOMER,
        programme=programme,
        languages=languages,
        training={setting: today + TRAINED},
        capacity=places,
        recovered_since=today - LONG_WELL,
        stages=stages,
        experiences=experiences,
        traits=traits,
        slots=frozenset(range(SLOTS_A_WEEK)),
    )


def difference(before: Round, after: Round, rules: Rules, rules_after: Rules) -> Difference:
    """What another round changes; people in the order of the second one, first in line first."""
    was = {pair.person: pair.peer for pair in before.pairs}
    now = {pair.person: pair.peer for pair in after.pairs}
    order = [pair.person for pair in after.pairs] + [left.person for left in after.left_out]
    return Difference(
        placed_before=len(was),
        placed_after=len(now),
        fit_before=_mean_fit(before, rules),
        fit_after=_mean_fit(after, rules_after),
        shifts=tuple(
            Shift(who, was.get(who), now.get(who)) for who in order if was.get(who) != now.get(who)
        ),
    )


def _mean_fit(found: Round, rules: Rules) -> int:
    return 100 * found.totals.fit // (max(1, len(found.pairs)) * max(1, rules.full_fit))
