"""Rounds: the list is read, the round is made apart from the records, and what still holds is kept.

Making one needs nothing but the list, so it can be done in a thread while the service goes on.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass

from db.answers import answered_since
from db.blocks import blocks_of_many
from db.ids import PersonId
from db.match_rounds import (
    ALL_FULL,
    FEW,
    NOBODY_SUITS,
    NOT_IN_IT,
    PLACED,
    MatchRound,
    Place,
    keep_round,
)
from db.memberships import Membership, members
from db.pair_choices import BAN, standing_choices
from db.pairings import OPEN, add_pairing, drop_suggestion, pairings_in, pairings_of_many
from db.programmes import Programme
from flows.actor import PEER_WORKER, SERVICE_USER
from flows.matching_list import Couple, MatchingList, batches
from flows.reviews import take_review_turn
from flows.story import Story
from matching.considered import considered
from matching.nearest import nearest
from matching.peer_table import PeerTable
from matching.pins import keepable_pins
from matching.round import Pair, Round, best_round
from matching.unlock import Unlock, unlocks

OUTCOMES = {"left.all_full": ALL_FULL, "left.nobody_suits": NOBODY_SUITS}


@dataclass(frozen=True, slots=True)
class Made:
    """A round, and what pages show beside it."""

    listed: MatchingList
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
    return Made(listed, found, tuple(_places(listed, found, bans)), unlocked)


def couples_that_count(listed: MatchingList) -> tuple[tuple[Couple, ...], tuple[Couple, ...]]:
    """Pins that can be kept today, and bans of people who are in the list."""
    pins = keepable_pins(listed.people, listed.peers, listed.rules, listed.today, listed.pins)
    known = {person.id for person in listed.people}, {peer.id for peer in listed.peers}
    bans = tuple(c for c in listed.bans if c[0] in known[0] and c[1] in known[1])
    return tuple(pin for pin in pins if pin not in bans), bans


async def keep_made(story: Story, where: Programme, made: Made, *, was_apart: bool) -> int:
    """Keep the round's pairs as suggestions, and what it came to; returns how many are new.

    A pair that was suggested before keeps its row. `was_apart` says that others may have changed
    something since the list was read: what they touched is left as they left it.
    """
    await take_review_turn(story, where.id)
    waiting = await members(story.session, where.id, SERVICE_USER, ("waiting",))
    changed: set[str] = set()
    pairs: Collection[Pair] = made.found.pairs
    if was_apart:
        changed = await _changed(story, where, made, waiting)
        pairs = await _still_possible(story, where, [p for p in pairs if p.person not in changed])
    new = await _keep_pairs(story, where, pairs, changed)
    here = {membership.person_id for membership in waiting}
    places = [place for place in made.places if place.person_id in here]
    totals = made.found.totals
    kept = MatchRound(
        programme_id=where.id,
        made_at=story.now,
        waiting=totals.waiting,
        places=totals.places,
        placed=totals.placed,
        rarity=json.dumps(dict(made.found.rarity)),
    )
    unlocked = json.dumps([asdict(unlock) for unlock in made.unlocked])
    await keep_round(story.session, kept, places, unlocked)
    return new


async def _changed(
    story: Story, where: Programme, made: Made, waiting: Collection[Membership]
) -> set[str]:
    """Who is at another stage than when the list was read, or answered something since."""
    now = {membership.person_id: membership.version for membership in waiting}
    before = made.listed.memberships
    moved = {who for who, m in before.items() if now.get(m.person_id) != m.version}
    return moved | {*await answered_since(story.session, where.id, made.listed.read_at)}


async def _still_possible(
    story: Story, where: Programme, pairs: Collection[Pair]
) -> Collection[Pair]:
    """Those of these pairs against whom nothing was said since the list was read."""
    people = [PersonId(pair.person) for pair in pairs]
    there = await members(story.session, where.id, PEER_WORKER, ("active",))
    offering = {membership.person_id for membership in there}
    apart = {
        (c.service_user_id, c.peer_worker_id)
        for c in await standing_choices(story.session, where.id, (BAN,))
    }
    busy = set()
    for batch in batches(people):
        blocks = await blocks_of_many(story.session, batch)
        apart |= {*blocks, *((other, one) for one, other in blocks)}
        under_way = await pairings_of_many(story.session, batch, OPEN)
        busy |= {p.service_user_id for p in under_way if p.state != "suggested"}
    return [
        pair
        for pair in pairs
        if pair.peer in offering and pair.person not in busy and _couple(pair) not in apart
    ]


async def _keep_pairs(
    story: Story, where: Programme, pairs: Collection[Pair], but: Collection[str]
) -> int:
    """Keep these as the suggestions of everybody `but` these people; returns how many are new."""
    wanted = {_couple(pair): pair for pair in pairs}
    for standing in await pairings_in(story.session, where.id, ("suggested",)):
        couple = (standing.service_user_id, standing.peer_worker_id)
        if couple in wanted:
            del wanted[couple]
        elif standing.service_user_id not in but:
            await drop_suggestion(story.session, standing)
    for (person_id, peer_id), pair in wanted.items():
        reasons = json.dumps([asdict(reason) for reason in pair.reasons])
        await add_pairing(
            story.session,
            where.id,
            person_id,
            peer_id,
            fit=pair.fit,
            reasons=reasons,
            now=story.now,
        )
    await story.session.flush()
    return len(wanted)


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


def _couple(pair: Pair) -> tuple[PersonId, PersonId]:
    return PersonId(pair.person), PersonId(pair.peer)
