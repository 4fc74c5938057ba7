"""Approvals in the console: with a reason where a limit is near, and of pairs of no round."""

import json
from dataclasses import asdict

from db.audit import record_act
from db.ids import MembershipId, PairingId, PersonId
from db.memberships import Membership, membership_or_none
from db.pair_choices import PIN, WARNED, add_pair_choice, choices_about, end_choice
from db.pairings import (
    Pairing,
    add_pairing,
    drop_suggestion,
    pairing_or_none,
    pairings_of,
    reasons_of,
)
from db.programmes import programme
from flows.actor import SERVICE_USER, Actor
from flows.errors import Refused
from flows.offers import approve
from flows.reviews import FULL, already_decided, explanation_of, take_review_turn
from flows.story import Story

# A limit is kept, but by little. The last free place of a peer worker asks for no reason.
NEAR = frozenset({"note.training", "note.recovery", "note.hours"})


class ReasonNeeded(Refused):
    """A limit is near in this pair, and nothing was written about why it is right."""

    def __init__(self) -> None:
        super().__init__("review.reason_needed")


async def approve_with_reason(story: Story, actor: Actor, pairing_id: str, reason: str) -> None:
    """Approve a suggestion; where a limit is near a reason is needed, and kept with the pair.

    Raises Refused as `flows.offers.approve` does, and without a reason that is needed.
    """
    await approve(story, actor, pairing_id)
    pairing = await pairing_or_none(story.session, PairingId(pairing_id), for_change=True)
    if pairing is None:
        raise Refused("offer.gone")
    if not reason and await needs_reason(story, pairing):
        raise ReasonNeeded
    couple = (pairing.service_user_id, pairing.peer_worker_id)
    for choice in await choices_about(story.session, pairing.programme_id, couple[0]):
        if choice.kind == PIN:
            end_choice(story.session, choice, story.now)
    if not reason:
        return
    await add_pair_choice(
        story.session,
        pairing.programme_id,
        couple,
        kind=WARNED,
        by=actor.person.id,
        reason=reason,
        now=story.now,
    )
    await record_act(
        story.session,
        actor.person.id,
        "pairing.reasoned",
        about=pairing.id,
        programme_id=pairing.programme_id,
        now=story.now,
    )


async def needs_reason(story: Story, pairing: Pairing) -> bool:
    """Whether a limit is near in this pair today, or was when it was suggested."""
    stored = json.loads(await reasons_of(story.session, pairing) or "[]")
    if any(item["code"] in NEAR for item in stored):
        return True
    where = await programme(story.session, pairing.programme_id)
    found = await explanation_of(story, where, pairing.service_user_id, pairing.peer_worker_id)
    return found is not None and any(reason.code in NEAR for reason in found.reasons)


async def approve_by_hand(
    story: Story, actor: Actor, waiting_id: str, peer_id: str, reason: str
) -> None:
    """Approve a pair that a coordinator chose themselves, in place of what was suggested.

    Raises Refused where they may not be paired, or somebody was quicker.
    """
    waiting = await waiting_to_decide(story, actor, waiting_id)
    ensure_somebody_else(actor, peer_id)
    await _ensure_undecided(story, actor, waiting)
    suggested = await _suggest_by_hand(story, waiting, PersonId(peer_id))
    await approve_with_reason(story, actor, suggested, reason)


async def waiting_to_decide(story: Story, actor: Actor, waiting_id: str) -> Membership:
    """A service user who waits, locked, for a coordinator who is somebody else."""
    known = await membership_or_none(story.session, MembershipId(waiting_id))
    if known is None or known.role != SERVICE_USER:
        raise Refused("people.gone")
    actor.ensure_coordinator(known.programme_id)
    await take_review_turn(story, known.programme_id)
    found = await membership_or_none(story.session, known.id, for_change=True)
    if found is None:
        raise Refused("people.gone")
    await story.session.refresh(found)
    if found.person_id == actor.person.id:
        raise Refused("pairing.your_own")
    if found.stage not in ("waiting", "paused"):
        raise Refused("offer.person_away")
    return found


def ensure_somebody_else(actor: Actor, peer_id: str) -> None:
    """Raise Refused where the coordinator is the peer worker of the pair themselves."""
    if peer_id == actor.person.id:
        raise Refused("pairing.your_own")


async def _ensure_undecided(story: Story, actor: Actor, waiting: Membership) -> None:
    """Nobody approved another pair of this person; raises Refused that says who did."""
    under_way = await pairings_of(
        story.session, waiting.person_id, ("approved", "offered", "accepted", "active", "paused")
    )
    for pairing in under_way:
        if pairing.service_user_id == waiting.person_id:
            raise await already_decided(story, actor, pairing)


async def _suggest_by_hand(story: Story, waiting: Membership, peer_id: PersonId) -> PairingId:
    """The suggestion of these two, made where there is none; others of this person go."""
    where = await programme(story.session, waiting.programme_id)
    found = await explanation_of(story, where, waiting.person_id, peer_id)
    if found is None or any(limit.code != FULL for limit in found.limits):
        raise Refused("review.limit")
    for standing in await pairings_of(story.session, waiting.person_id, ("suggested",)):
        if standing.service_user_id == waiting.person_id:
            await drop_suggestion(story.session, standing)
    made = await add_pairing(
        story.session,
        where.id,
        waiting.person_id,
        peer_id,
        fit=found.fit,
        reasons=json.dumps([asdict(reason) for reason in found.reasons]),
        now=story.now,
    )
    await story.session.flush()
    return made.id
