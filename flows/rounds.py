"""Rounds: the best round over a list, made apart from the records.

Making one needs nothing but the list, so another process can do it while the service goes on.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from db.match_rounds import ALL_FULL, FEW, NOBODY_SUITS, NOT_IN_IT, PLACED, Place
from flows.matching_list import Couple, MatchingList, Waiting
from matching.considered import considered
from matching.nearest import nearest
from matching.peer_table import PeerTable
from matching.pins import keepable_pins
from matching.round import Round, best_round
from matching.unlock import Unlock, unlocks

OUTCOMES = {"left.all_full": ALL_FULL, "left.nobody_suits": NOBODY_SUITS}


@dataclass(frozen=True, slots=True)
class Made:
    """A round, and what pages show beside it; the roles of whom it was made, and read when."""

    memberships: Mapping[str, Waiting]
    read_at: datetime
    found: Round
    places: tuple[Place, ...]
    unlocked: tuple[Unlock, ...]


def make_round(listed: MatchingList) -> Made:
    """The best round over the list; pins that cannot be kept today wait. Asks no records."""
    pins, bans = couples_that_count(listed)
    found = best_round(
        listed.people, listed.peers, listed.rules, today=listed.today, pins=pins, bans=bans
    )
    unlocked: tuple[Unlock, ...] = ()
    if found.left_out:
        unlocked = unlocks(listed.people, listed.peers, listed.rules, today=listed.today, bans=bans)
    places = tuple(_places(listed, found, bans))
    return Made(listed.memberships, listed.read_at, found, places, unlocked)


def couples_that_count(listed: MatchingList) -> tuple[tuple[Couple, ...], tuple[Couple, ...]]:
    """Pins that can be kept today, and bans of people who are in the list."""
    pins = keepable_pins(listed.people, listed.peers, listed.rules, listed.today, listed.pins)
    known = {person.id for person in listed.people}, {peer.id for peer in listed.peers}
    bans = tuple(c for c in listed.bans if c[0] in known[0] and c[1] in known[1])
    return tuple(pin for pin in pins if pin not in bans), bans


def _places(listed: MatchingList, found: Round, bans: Collection[Couple]) -> Iterator[Place]:
    near = nearest(listed.people, listed.peers, listed.rules, today=listed.today, bans=[*bans])
    outcomes = {pair.person: PLACED for pair in found.pairs}
    outcomes |= {left.person: OUTCOMES[left.reasons[0].code] for left in found.left_out}
    table = PeerTable(listed.peers, listed.rules, listed.today, found.rarity)
    people = {person.id: person for person in listed.people}
    for person_id, membership in listed.memberships.items():
        outcome = outcomes.get(person_id, NOT_IN_IT)
        best = near.get(person_id, ())
        suited = found.options.get(person_id, len(best))
        why = None
        if suited <= FEW and outcome != NOT_IN_IT:
            why = considered(table, people[person_id], best=0, ruled_out=0).counts
        yield Place(membership.id, membership.person_id, outcome, suited, best, why)
