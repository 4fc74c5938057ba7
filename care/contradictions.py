"""Wishes that no peer worker could meet, found while the person can still change them."""

from collections.abc import Iterator
from dataclasses import dataclass

from care.facts import UTMOST, PeerWorkerFacts, ServiceUserFacts, Wish
from care.onboarding import AGE, AVOID, EXPERIENCES, MATTERS_MOST, NO_TRAITS, WISH


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What cannot both be: the key of the text that explains it, and the two `questions`.

    `about` is the code of the experience or trait that it is about.
    """

    key: str
    about: str
    questions: tuple[str, str]


def contradictions(facts: ServiceUserFacts) -> tuple[Contradiction, ...]:
    """Return every contradiction; empty where the wishes can be met together."""
    return (*_avoided(facts), *(found for wish in facts.wishes for found in _unmet(facts, wish)))


def peer_worker_contradictions(facts: PeerWorkerFacts) -> tuple[Contradiction, ...]:
    """Return every wish that nobody could meet: their own side is not told, or is avoided."""
    return tuple(found for wish in facts.wishes for found in _unmet_of_peer(facts, wish))


def _unmet_of_peer(facts: PeerWorkerFacts, wish: Wish) -> Iterator[Contradiction]:
    question, own = WISH + wish.trait, facts.traits.get(wish.trait)
    is_told = facts.age is not None if wish.trait == AGE else own is not None
    if not is_told and wish.trait not in NO_TRAITS - {AGE}:
        yield Contradiction("contradiction.own_trait_unknown", wish.trait, (question, wish.trait))
    elif (wish.want, wish.strength) == ("same", "must") and f"{wish.trait}:{own}" in facts.avoid:
        yield Contradiction("contradiction.must_and_avoided", wish.trait, (question, AVOID))


def _avoided(facts: ServiceUserFacts) -> Iterator[Contradiction]:
    for code, importance in facts.experiences.items():
        if importance == UTMOST and code in facts.avoid:
            key = "contradiction.matters_and_avoided"
            yield Contradiction(key, code, (MATTERS_MOST, AVOID))


def _unmet(facts: ServiceUserFacts, wish: Wish) -> Iterator[Contradiction]:
    question = WISH + wish.trait
    if wish.trait not in NO_TRAITS and wish.trait not in facts.traits:
        yield Contradiction("contradiction.own_trait_unknown", wish.trait, (question, wish.trait))
    if (wish.want, wish.strength) != ("same", "must"):
        return
    if wish.trait == "experience":
        yield from _nothing_to_share(facts, question)
    if f"{wish.trait}:{facts.traits.get(wish.trait)}" in facts.avoid:
        yield Contradiction("contradiction.must_and_avoided", wish.trait, (question, AVOID))


def _nothing_to_share(facts: ServiceUserFacts, question: str) -> Iterator[Contradiction]:
    if not facts.experiences:
        yield Contradiction("contradiction.nothing_to_share", "experience", (question, EXPERIENCES))
    elif facts.avoid.issuperset(facts.experiences):
        yield Contradiction("contradiction.must_and_avoided", "experience", (question, AVOID))
