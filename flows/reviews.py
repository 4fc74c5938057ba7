"""Reviews: what has to hold before a coordinator decides about two people."""

import json
from collections.abc import Mapping
from datetime import UTC

from db.decisions import decision_about
from db.ids import PairingId, PersonId, ProgrammeId
from db.match_rounds import round_or_none
from db.memberships import membership_in
from db.pair_choices import BAN, choices_about
from db.pairings import Pairing, pairing_or_none
from db.people import name_of, person_or_none
from db.programmes import Programme
from db.turns import take_turn
from flows.actor import PEER_WORKER, SERVICE_USER, Actor
from flows.errors import Refused
from flows.matching_people import peer_worker_to_match, service_user_to_match
from flows.programmes import pack_of
from flows.story import Story
from flows.times import local_time
from matching.explain import NO_RARITY, Explanation, explain
from matching.rules import Rules

FULL = "limit.capacity"


async def pairing_to_decide(story: Story, actor: Actor, pairing_id: str) -> Pairing:
    """A suggestion of two others that nobody decided about; raises Refused.

    The refusal says who was quicker, or that a coordinator does not decide about themselves.
    """
    found = await pairing_or_none(story.session, PairingId(pairing_id))
    if found is None:
        raise Refused("offer.gone")
    actor.ensure_coordinator(found.programme_id)
    ensure_of_others(actor, found)
    await take_review_turn(story, found.programme_id)
    pairing = await pairing_or_none(story.session, found.id, for_change=True)
    if pairing is None:
        raise Refused("offer.gone")
    await story.session.refresh(pairing)
    if pairing.state != "suggested":
        raise await already_decided(story, actor, pairing)
    return pairing


def ensure_of_others(actor: Actor, pairing: Pairing) -> None:
    """Raise Refused where the coordinator is one of the two themselves."""
    if actor.person.id in (pairing.service_user_id, pairing.peer_worker_id):
        raise Refused("pairing.your_own")


async def take_review_turn(story: Story, programme_id: ProgrammeId) -> None:
    """Let rounds and decisions of coordinators in one programme pass one after the other."""
    await take_turn(story.session, f"suggestions.{programme_id}")


async def already_decided(story: Story, actor: Actor, pairing: Pairing) -> Refused:
    """The refusal that says who decided about this pair, and when."""
    decision = await decision_about(story.session, pairing.id)
    by = await person_or_none(story.session, decision.by) if decision else None
    if decision is None or by is None:
        return Refused("move.not_now")
    key = "review.approved_by" if decision.approved else "review.turned_down_by"
    name = await name_of(story.session, by)
    return Refused(key, {"name": name, "when": local_time(decision.at, actor.person)})


async def ensure_allowed(
    story: Story, where: Programme, user_id: PersonId, peer_id: PersonId
) -> None:
    """The two may still be paired; raises Refused where a limit or a coordinator forbids it.

    A peer worker without a free place has a refusal of its own.
    """
    for choice in await choices_about(story.session, where.id, user_id):
        if (choice.kind, choice.peer_worker_id) == (BAN, peer_id):
            raise Refused("review.forbidden")
    found = await explanation_of(story, where, user_id, peer_id)
    if found and any(limit.code != FULL for limit in found.limits):
        raise Refused("review.limit")


async def explanation_of(
    story: Story, where: Programme, user_id: PersonId, peer_id: PersonId
) -> Explanation | None:
    """The pair explained as of today; None where the answers of one of them are not complete."""
    pack = pack_of(story, where)
    user = await membership_in(story.session, user_id, where.id, SERVICE_USER)
    peer = await membership_in(story.session, peer_id, where.id, PEER_WORKER)
    one = await service_user_to_match(story, pack, user) if user else None
    other = await peer_worker_to_match(story, pack, peer) if peer else None
    if one is None or other is None:
        return None
    last = await round_or_none(story.session, where.id)
    rarity: Mapping[str, int] = json.loads(last.rarity) if last else NO_RARITY
    today = story.now.astimezone(UTC).date()
    return explain(one, other, Rules.from_table(pack.matching), today, rarity)
