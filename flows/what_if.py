"""What if: what a round would do with one thing changed. Nothing is kept, and nobody is told.

The list is read once; both rounds are made apart from the records, so a thread can do it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from care.setting_pack import SettingPack
from db.ids import PersonId
from db.memberships import Membership
from db.people import name_of, person_or_none, read_people
from db.programmes import Programme
from flows.errors import Refused
from flows.labels import labels_of
from flows.letters import Text, say
from flows.matching_list import MatchingList
from flows.matching_people import service_user_to_match
from flows.programmes import pack_of
from flows.rounds import couples_that_count
from flows.story import Story
from matching.people import ServiceUser
from matching.round import Round, best_round
from matching.rules import TERMS, Rules
from matching.what_if import (
    AVOID,
    HOURS,
    NEWCOMER,
    WISH,
    Difference,
    difference,
    relaxable,
    relaxed,
)
from matching.what_if import newcomer as made_newcomer

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Traits of a peer worker who could be looked for, as codes of the pack."""

    languages: tuple[str, ...]
    stages: tuple[str, ...]
    experiences: tuple[str, ...]
    traits: Mapping[str, str]
    places: int


@dataclass(frozen=True, slots=True)
class ShiftShown:
    """One person whose peer worker would change; names, "" for no place."""

    name: str
    before: str
    after: str
    is_new_before: bool
    is_new_after: bool


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Two rounds compared, in numbers and for the first people whom it concerns."""

    found: Difference
    waiting: int
    shifts: tuple[ShiftShown, ...]
    n: int


def with_relaxed(listed: MatchingList, person_id: str, what: str) -> MatchingList:
    """The list in which one person asks for less; raises Refused where they are not in it."""
    if not any(one.id == person_id and what in relaxable(one) for one in listed.people):
        raise Refused("what_if.not_in_it")
    people = tuple(relaxed(one, what) if one.id == person_id else one for one in listed.people)
    return replace(listed, people=people)


def with_newcomer(
    listed: MatchingList, where: Programme, pack: SettingPack, given: Newcomer
) -> MatchingList:
    """The list with one more peer worker."""
    added = made_newcomer(
        where.id,
        pack.code,
        given.languages,
        today=listed.today,
        places=given.places,
        stages=frozenset(given.stages),
        experiences=frozenset(given.experiences),
        traits=given.traits,
    )
    return replace(listed, peers=(*listed.peers, added))


def with_weights(listed: MatchingList, weights: Mapping[str, int]) -> MatchingList:
    """The list under other weights of the fit, each 0 to 100."""
    return replace(listed, rules=replace(listed.rules, weights=dict(weights)))


def compare(listed: MatchingList, changed: MatchingList) -> Difference:
    """The rounds of both lists, compared. Asks no records."""
    return difference(_round(listed), _round(changed), listed.rules, changed.rules)


async def to_show(story: Story, listed: MatchingList, found: Difference) -> WhatIf:
    """The comparison with the names of the first people whom it concerns."""
    first = found.shifts[:MOST_SHOWN]
    ids = {id_ for s in first for id_ in (s.person, s.before, s.after) if id_ and id_ != NEWCOMER}
    await read_people(story.session, [PersonId(id_) for id_ in ids])
    shifts = [
        ShiftShown(
            name=await _name(story, shift.person),
            before=await _name(story, shift.before),
            after=await _name(story, shift.after),
            is_new_before=shift.before == NEWCOMER,
            is_new_after=shift.after == NEWCOMER,
        )
        for shift in first
    ]
    return WhatIf(found, len(listed.people), tuple(shifts), len(found.shifts))


async def relaxable_of(
    story: Story, where: Programme, waiting: Membership
) -> list[tuple[str, Text]]:
    """What one person could relax, each with what it is in words."""
    pack = pack_of(story, where)
    someone = await service_user_to_match(story, pack, waiting)
    if someone is None:
        return []
    labels = labels_of(pack)
    return [(what, _in_words(someone, what, labels)) for what in relaxable(someone)]


def weights_of(pack: SettingPack) -> list[tuple[str, int]]:
    """The terms of the fit with their weights, in the order in which they are told."""
    rules = Rules.from_table(pack.matching)
    return [(term, rules.weight(term)) for term in TERMS]


def _in_words(someone: ServiceUser, what: str, labels: Mapping[str, str]) -> Text:
    if what == HOURS:
        return say("console.what_if.relax.hours")
    if what == AVOID:
        avoided = ", ".join(labels.get(code, code) for code in sorted(someone.avoid))
        return say("console.what_if.relax.avoid", what=avoided)
    trait = what.removeprefix(WISH)
    want = next(wish.want for wish in someone.wishes if wish.trait == trait)
    return say(f"console.what_if.relax.{want}", trait=labels.get(trait, trait).lower())


def _round(listed: MatchingList) -> Round:
    pins, bans = couples_that_count(listed)
    return best_round(
        listed.people,
        listed.peers,
        listed.rules,
        today=listed.today,
        pins=pins,
        bans=bans,
        reasons=False,
    )


async def _name(story: Story, person_id: str | None) -> str:
    if person_id is None or person_id == NEWCOMER:
        return ""
    someone = await person_or_none(story.session, PersonId(person_id))
    return await name_of(story.session, someone) if someone else ""
