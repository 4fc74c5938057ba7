"""Suggestions: the matching rules over the waiting list, kept for coordinators to review."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import UTC

from care.setting_pack import SettingPack
from db.ids import PersonId
from db.memberships import Membership, members
from db.pairings import OPEN, Pairing, add_pairing, pairings_in, pairings_of, reasons_of
from db.programmes import Programme
from db.turns import take_turn
from flows.actor import COORDINATOR, PEER_WORKER, SERVICE_USER
from flows.labels import labels_of
from flows.letters import Button, body, one_each, say
from flows.matching_people import peer_worker_to_match, service_user_to_match
from flows.programmes import pack_of
from flows.story import Story
from matching.people import PeerWorker, ServiceUser
from matching.reasons import Reason
from matching.round import Round, best_round
from matching.rules import Rules
from matching.words import Reader, words


async def suggest(story: Story, where: Programme) -> Round:
    """Match everybody who waits, and keep the pairs as suggestions for review.

    Suggestions that nobody reviewed yet are made anew, since the best round may have changed; a
    pair that is in the new round too keeps its row. Coordinators hear of new pairs once.
    """
    await take_turn(story.session, f"suggestions.{where.id}")
    pack = pack_of(story, where)
    people, peers = await _who_may_be_paired(story, where, pack)
    rules = Rules.from_table(pack.matching)
    found = best_round(people, peers, rules, today=story.now.astimezone(UTC).date())
    standing = await pairings_in(story.session, where.id, ("suggested",))
    kept = {(p.service_user_id, p.peer_worker_id) for p in standing}
    in_round = {(pair.person, pair.peer) for pair in found.pairs}
    for pairing in standing:
        if (pairing.service_user_id, pairing.peer_worker_id) not in in_round:
            await story.session.delete(pairing)
    new = [pair for pair in found.pairs if (pair.person, pair.peer) not in kept]
    for pair in new:
        await add_pairing(
            story.session,
            where.id,
            PersonId(pair.person),
            PersonId(pair.peer),
            fit=pair.fit,
            reasons=json.dumps([asdict(reason) for reason in pair.reasons]),
            now=story.now,
        )
    await story.session.flush()
    if new:
        await _tell_coordinators(story, where, len(new))
    return found


async def reason_words(
    story: Story,
    pairing: Pairing,
    pack: SettingPack,
    reader: Reader,
    *,
    without: Collection[str] = (),
) -> list[str]:
    """Why the two were suggested, in sentences for this reader, `without` reasons of some codes."""
    labels: Mapping[str, str] = labels_of(pack)
    stored = json.loads(await reasons_of(story.session, pairing) or "[]")
    reasons = [Reason(item["code"], _params(item["params"])) for item in stored]
    told = (reason for reason in reasons if reason.code not in without)
    sentences = (words(reason, reader, labels) for reason in told)
    return [sentence for sentence in sentences if sentence]


def _params(raw: Mapping[str, object]) -> dict[str, str | int | tuple[str, ...]]:
    """Parameters as they were before JSON made lists of their tuples."""
    return {
        name: tuple(value) if isinstance(value, list) else value  # type: ignore[misc]  # JSON
        for name, value in raw.items()
    }


async def _who_may_be_paired(
    story: Story, where: Programme, pack: SettingPack
) -> tuple[list[ServiceUser], list[PeerWorker]]:
    people: list[ServiceUser] = []
    for membership in await members(story.session, where.id, SERVICE_USER, ("waiting",)):
        if await _is_free(story, membership):
            user = await service_user_to_match(story, pack, membership)
            people += [user] if user else []
    peers: list[PeerWorker] = []
    for membership in await members(story.session, where.id, PEER_WORKER, ("active",)):
        peer = await peer_worker_to_match(story, pack, membership)
        peers += [peer] if peer else []
    return people, peers


async def _is_free(story: Story, membership: Membership) -> bool:
    """Whether nothing beyond an unreviewed suggestion is under way for this person."""
    under_way = await pairings_of(story.session, membership.person_id, OPEN)
    return all(pairing.state == "suggested" for pairing in under_way)


async def _tell_coordinators(story: Story, where: Programme, n: int) -> None:
    rows = one_each(Button(say("coordinator.button.review", n=n), "rv", where.id))
    for coordinator in await members(story.session, where.id, COORDINATOR, ("active",)):
        content = body(say("coordinator.new_pairs", n=n, programme=where.name), rows=rows)
        await story.post(coordinator.person_id, content)
