"""One pair, explained: every limit it breaks, every part of its fit, and what to look at twice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from matching.fit import Term, terms
from matching.limits import broken_limits, place_limit
from matching.notes import notes
from matching.people import PeerWorker, ServiceUser
from matching.reasons import Reason, reason
from matching.rules import Rules
from matching.week import minutes_shared
from matching.wishes import is_met, value_of

NO_RARITY: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Explanation:
    """What speaks for and against one pair; `fit` is the sum of the points of the terms."""

    person: str
    peer: str
    limits: tuple[Reason, ...]
    terms: tuple[Term, ...]
    reasons: tuple[Reason, ...]

    @property
    def fit(self) -> int:
        """The fit as a whole number, 0 to `rules.full_fit`."""
        return sum(term.points for term in self.terms)


def explain(
    person: ServiceUser,
    peer: PeerWorker,
    rules: Rules,
    today: date,
    rarity: Mapping[str, int] = NO_RARITY,
) -> Explanation:
    """The pair explained; without `rarity` every lived experience counts as equally rare.

    `rarity` is what `rarity_of` says of all peer workers of the round.
    """
    return Explanation(
        person=person.id,
        peer=peer.id,
        limits=broken_limits(person, peer, rules, today) + place_limit(peer),
        terms=terms(person, peer, rules, today, rarity),
        reasons=(*reasons_of(person, peer, rules, today), *notes(person, peer, rules, today)),
    )


def reasons_of(
    person: ServiceUser, peer: PeerWorker, rules: Rules, today: date
) -> Iterator[Reason]:
    """What fits, what is missing; the same facts that the fit counts."""
    yield from _experiences(person, peer)
    yield from _stage(person, peer, rules)
    yield from _wishes(person, peer, rules)
    yield from _language(person, peer)
    minutes = minutes_shared(person.slots, person.zone, peer.slots, peer.zone, today)
    yield reason("fit.hours" if minutes else "missing.hours", hours=minutes // 60)
    yield reason("fit.places", free=peer.free_places, capacity=peer.capacity)


def _experiences(person: ServiceUser, peer: PeerWorker) -> Iterator[Reason]:
    by_importance = sorted(person.experiences, key=lambda code: (-person.experiences[code], code))
    shared = tuple(code for code in by_importance if code in peer.experiences)
    absent = tuple(code for code in by_importance if code not in peer.experiences)
    if shared:
        yield reason("fit.experiences", what=shared)
    if absent:
        yield reason("missing.experiences", what=absent)


def _stage(person: ServiceUser, peer: PeerWorker, rules: Rules) -> Iterator[Reason]:
    if person.stage is None:
        return
    near = rules.near_stages.get(person.stage, {})
    nearest = max(sorted(peer.stages), key=lambda stage: near.get(stage, 0), default="")
    if person.stage in peer.stages:
        yield reason("fit.stage", stage=person.stage)
    elif near.get(nearest, 0):
        yield reason("fit.near_stage", stage=person.stage, near=nearest)
    else:
        yield reason("missing.stage", stage=person.stage)


def _wishes(person: ServiceUser, peer: PeerWorker, rules: Rules) -> Iterator[Reason]:
    for asks, other, word in ((person, peer, "wish"), (peer, person, "peer_wish")):
        for wish in sorted(asks.wishes, key=lambda wish: wish.trait):
            met = is_met(wish, value_of(asks, wish.trait), value_of(other, wish.trait), rules)
            kind = "fit" if met else "missing"
            yield reason(f"{kind}.{word}", trait=wish.trait, want=wish.want)


def _language(person: ServiceUser, peer: PeerWorker) -> Iterator[Reason]:
    shared = tuple(code for code in person.languages if code in peer.languages)
    if shared and shared[0] == person.languages[0]:
        yield reason("fit.language", language=shared[0])
    elif shared:
        yield reason("missing.language", language=person.languages[0], shared=shared)
