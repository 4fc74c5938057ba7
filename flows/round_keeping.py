"""Keeping a round: what was made apart from the records is written as far as it still holds.

Everything is sealed before the transaction begins, so that writing takes a moment.
"""

import asyncio
import json
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass

from db.answers import answered_since
from db.blocks import blocks_of_many
from db.engine import vault_of
from db.errors import KeyDestroyed
from db.ids import PersonId
from db.match_rounds import MatchRound, Row, keep_round, place_row
from db.memberships import versions_of_members
from db.pair_choices import BAN, standing_choices
from db.pairings import OPEN, pairings_of_many
from db.programmes import Programme
from db.suggestions import (
    add_suggestions,
    drop_suggestions,
    suggestion_row,
    suggestions_in,
)
from flows.actor import PEER_WORKER, SERVICE_USER
from flows.matching_list import batches
from flows.reviews import take_review_turn
from flows.rounds import Made
from flows.story import Story
from matching.round import Pair

CoupleOfIds = tuple[PersonId, PersonId]


@dataclass(frozen=True, slots=True)
class ToKeep:
    """A round with its rows, sealed and not written: pairs by couple, and places."""

    made: Made
    pairs: dict[CoupleOfIds, Row]
    places: tuple[Row, ...]


async def seal_made(story: Story, where: Programme, made: Made) -> ToKeep:
    """Seal what the round came to; reads keys and writes nothing."""
    pairs: dict[CoupleOfIds, Row] = {}
    for batch in batches(made.found.pairs):
        await _read_keys(story, [PersonId(pair.person) for pair in batch])
        for pair in batch:
            with suppress(KeyDestroyed):  # erased since the list was read
                pairs[_couple(pair)] = await _pair_row(story, where, pair)
        await asyncio.sleep(0)
    places: list[Row] = []
    for some in batches(made.places):
        await _read_keys(story, [place.person_id for place in some if place.why])
        for place in some:
            with suppress(KeyDestroyed):
                places.append(await place_row(story.session, where.id, place))
        await asyncio.sleep(0)
    return ToKeep(made, pairs, tuple(places))


async def keep_made(story: Story, where: Programme, sealed: ToKeep, *, was_apart: bool) -> int:
    """Keep the round's pairs as suggestions, and what it came to; returns how many are new.

    A pair that was suggested before keeps its row. `was_apart` says that others may have changed
    something since the list was read: what they touched is left as they left it.
    """
    await take_review_turn(story, where.id)
    here = await versions_of_members(story.session, where.id, SERVICE_USER, "waiting")
    await asyncio.sleep(0)
    changed: set[str] = set()
    wanted = set(sealed.pairs)
    if was_apart:
        changed = await _changed(story, where, sealed.made, here)
        wanted = {couple for couple in wanted if couple[0] not in changed}
        wanted -= await _impossible(story, where, wanted)
    new = await _keep_pairs(story, where, sealed, wanted, changed)
    found = sealed.made.found
    kept = MatchRound(
        programme_id=where.id,
        made_at=story.now,
        waiting=found.totals.waiting,
        places=found.totals.places,
        placed=found.totals.placed,
        rarity=json.dumps(dict(found.rarity)),
    )
    unlocked = json.dumps([asdict(unlock) for unlock in sealed.made.unlocked])
    rows = [row for row in sealed.places if row["person_id"] in here]
    await asyncio.sleep(0)
    await keep_round(story.session, kept, rows, unlocked)
    return new


async def _changed(story: Story, where: Programme, made: Made, now: dict[str, int]) -> set[str]:
    """Who is at another stage than when the list was read, or answered something since."""
    before = made.memberships
    moved = {who for who, membership in before.items() if now.get(who) != membership.version}
    return moved | {*await answered_since(story.session, where.id, made.read_at)}


async def _impossible(
    story: Story, where: Programme, couples: Collection[CoupleOfIds]
) -> set[CoupleOfIds]:
    """Those of these couples against whom something was said since the list was read."""
    offering = await versions_of_members(story.session, where.id, PEER_WORKER, "active")
    apart: set[CoupleOfIds] = {
        (c.service_user_id, c.peer_worker_id)
        for c in await standing_choices(story.session, where.id, (BAN,))
    }
    busy = set()
    for batch in batches([couple[0] for couple in couples]):
        blocks = await blocks_of_many(story.session, batch)
        apart |= {*blocks, *((other, one) for one, other in blocks)}
        under_way = await pairings_of_many(story.session, batch, OPEN)
        busy |= {p.service_user_id for p in under_way if p.state != "suggested"}
        await asyncio.sleep(0)
    return {
        couple
        for couple in couples
        if couple in apart or couple[0] in busy or couple[1] not in offering
    }


async def _keep_pairs(
    story: Story,
    where: Programme,
    sealed: ToKeep,
    wanted: Collection[CoupleOfIds],
    but: Collection[str],
) -> int:
    """Keep these as the suggestions of everybody `but` these people; returns how many are new."""
    new = dict.fromkeys(couple for couple in sealed.pairs if couple in wanted)
    dropped = []
    for pairing_id, *couple in await suggestions_in(story.session, where.id):
        if tuple(couple) in new:
            del new[couple[0], couple[1]]
        elif couple[0] not in but:
            dropped.append(pairing_id)
    for some in batches(dropped):
        await drop_suggestions(story.session, some)
        await asyncio.sleep(0)
    await add_suggestions(story.session, [sealed.pairs[couple] for couple in new])
    return len(new)


async def _pair_row(story: Story, where: Programme, pair: Pair) -> Row:
    reasons = json.dumps([asdict(reason) for reason in pair.reasons])
    couple = _couple(pair)
    return await suggestion_row(
        story.session, where.id, couple, fit=pair.fit, reasons=reasons, now=story.now
    )


async def _read_keys(story: Story, people: Sequence[PersonId]) -> None:
    await vault_of(story.session).read_keys(story.session, people)


def _couple(pair: Pair) -> CoupleOfIds:
    return PersonId(pair.person), PersonId(pair.peer)
