"""How well an allowed pair fits: terms in thousandths, weighted and summed in whole numbers.

A term about something nobody asked for is full, so that asking for little costs no place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from matching.people import PeerWorker, ServiceUser, Wish
from matching.rarity import STEPS
from matching.rules import FULL_TERM, Rules
from matching.week import minutes_shared
from matching.wishes import is_met, nices, value_of

UNSHARED = STEPS[0][1]


@dataclass(frozen=True, slots=True)
class Term:
    """One part of the fit: `thousandths` 0 to 1000, `points` = weight x thousandths."""

    name: str
    weight: int
    thousandths: int

    @property
    def points(self) -> int:
        """What the term adds to the fit."""
        return self.weight * self.thousandths


def terms(
    person: ServiceUser,
    peer: PeerWorker,
    rules: Rules,
    today: date,
    rarity: Mapping[str, int],
) -> tuple[Term, ...]:
    """Every term of the pair in the fixed order; their points add up to the fit exactly.

    This is the definition. The fast way over all pairs is tested to give the same numbers.
    """
    values = {
        "experiences": _experiences(person, peer, rarity),
        "stage": stage_thousandths(person.stage, peer.stages, rules),
        "wishes": _wishes(person, peer, rules),
        "peer_wishes": _wishes(peer, person, rules),
        "hours": hours_thousandths(
            minutes_shared(person.slots, person.zone, peer.slots, peer.zone, today), rules
        ),
        "language": language_thousandths(person.languages, peer.languages),
        "balance": balance_thousandths(peer),
    }
    return tuple(Term(name, rules.weight(name), value) for name, value in values.items())


@lru_cache(maxsize=4096)
def shares(sizes: tuple[int, ...]) -> tuple[int, ...]:
    """Thousandths in proportion to the sizes, which add up to 1000 exactly."""
    total = sum(sizes)
    ends, reached = [0], 0
    for size in sizes:
        reached += size
        ends.append(FULL_TERM * reached // total)
    return tuple(after - before for before, after in pairwise(ends))


def experience_shares(person: ServiceUser, rarity: Mapping[str, int]) -> Iterable[tuple[str, int]]:
    """What each lived experience of the person is worth: importance x rarity, in thousandths."""
    named = sorted(person.experiences.items())
    sizes = tuple([importance * rarity.get(code, UNSHARED) for code, importance in named])
    return zip([code for code, _ in named], shares(sizes), strict=True)


def wish_shares(asks: ServiceUser | PeerWorker) -> Iterable[tuple[Wish, int]]:
    """What each nice-to-have wish is worth, in thousandths: all the same but for rounding."""
    wishes = nices(asks)
    if len(wishes) > 1:
        wishes = tuple(sorted(wishes, key=lambda wish: wish.trait))
    return zip(wishes, shares((1,) * len(wishes)), strict=True)


def stage_thousandths(stage: str | None, stages: frozenset[str], rules: Rules) -> int:
    """Full for the same stage, the pack's nearness for a near one, full when none is told."""
    if stage is None or stage in stages:
        return FULL_TERM
    near = rules.near_stages.get(stage, {})
    return max((near.get(other, 0) for other in stages), default=0)


def hours_thousandths(minutes: int, rules: Rules) -> int:
    """Shared time as a part of the hours that count as full."""
    return min(FULL_TERM, FULL_TERM * minutes // (60 * rules.full_hours))


def language_thousandths(wanted: tuple[str, ...], spoken: tuple[str, ...]) -> int:
    """Full when the person's preferred language is shared."""
    return FULL_TERM if not wanted or wanted[0] in spoken else 0


def balance_thousandths(peer: PeerWorker) -> int:
    """The part of the peer worker's places that is free."""
    return FULL_TERM * peer.free_places // peer.capacity if peer.capacity else 0


def _experiences(person: ServiceUser, peer: PeerWorker, rarity: Mapping[str, int]) -> int:
    if not person.experiences:
        return FULL_TERM
    worth = experience_shares(person, rarity)
    return sum(part for code, part in worth if code in peer.experiences)


def _wishes(asks: ServiceUser | PeerWorker, other: ServiceUser | PeerWorker, rules: Rules) -> int:
    if not nices(asks):
        return FULL_TERM
    return sum(
        part
        for wish, part in wish_shares(asks)
        if is_met(wish, value_of(asks, wish.trait), value_of(other, wish.trait), rules)
    )
