"""Suggested pairs as coordinators review them, with reasons in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from db.decisions import decision_about
from db.engine import vault_of
from db.ids import PairingId, PersonId
from db.memberships import membership_in, read_memberships
from db.pair_choices import PIN, WARNED, choices_about, reason_of, standing_choices
from db.pairing_pages import how_many_in, page_of_pairings
from db.pairings import Pairing
from db.people import name_of, person, read_people
from db.programmes import Programme
from flows.actor import PEER_WORKER, SERVICE_USER
from flows.approvals import needs_reason
from flows.candidates import Candidate, candidate
from flows.matching_people import peer_worker_to_match
from flows.programmes import pack_of
from flows.reviews import explanation_of
from flows.story import Story
from flows.suggestions import reason_words


@dataclass(frozen=True, slots=True)
class Suggested:
    """One suggestion in a list, with its reasons as they were when it was made."""

    id: PairingId
    waiting_id: str
    name: str
    peer: str
    since: datetime
    reasons: tuple[str, ...]
    is_pinned: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """Who decided about a pair, and when; `why` is the reason they wrote for an approval."""

    by: str
    at: datetime
    approved: bool
    why: str


@dataclass(frozen=True, slots=True)
class PairShown:
    """One pair; `peer` is None where the answers of one of the two are not complete now."""

    id: PairingId
    state: str
    name: str
    peer_name: str
    waiting_id: str
    peer_membership_id: str
    reasons: tuple[str, ...]
    peer: Candidate | None
    needs_reason: bool
    decided: Decided | None


async def suggestions_in(
    story: Story, where: Programme, first: int, most: int, reader: PersonId
) -> tuple[int, tuple[Suggested, ...]]:
    """How many pairs wait for a review, and a page of them, the longest first.

    Those that the reader is in are left to other coordinators.
    """
    states = ("suggested",)
    n = await how_many_in(story.session, where.id, states, reader)
    found = await page_of_pairings(story.session, where.id, states, first, most, reader)
    await _read(story, where, found)
    found = [one for one in found if await are_both_known(story, one)]
    pins = await standing_choices(story.session, where.id, (PIN,))
    pinned = {(choice.service_user_id, choice.peer_worker_id) for choice in pins}
    return n, tuple([await _suggested(story, where, one, pinned) for one in found])


async def are_both_known(story: Story, pairing: Pairing) -> bool:
    """Whether neither of the two was deleted: nothing is left to review then."""
    both = (pairing.service_user_id, pairing.peer_worker_id)
    return all([(await person(story.session, one)).erased_at is None for one in both])


async def pair_to_review(story: Story, where: Programme, pairing: Pairing) -> PairShown:
    """The pair with what fits and what is missing as of now, and who decided about it."""
    await _read(story, where, [pairing])
    pack = pack_of(story, where)
    found = await explanation_of(story, where, pairing.service_user_id, pairing.peer_worker_id)
    member = await membership_in(story.session, pairing.peer_worker_id, where.id, PEER_WORKER)
    peer = await peer_worker_to_match(story, pack, member) if member else None
    shown = await candidate(story, pack, found, peer, member) if found and peer else None
    return PairShown(
        id=pairing.id,
        state=pairing.state,
        name=await _name(story, pairing, SERVICE_USER),
        peer_name=await _name(story, pairing, PEER_WORKER),
        waiting_id=await _waiting_id(story, where, pairing),
        peer_membership_id=member.id if member else "",
        reasons=tuple(await reason_words(story, pairing, pack, "coordinator")),
        peer=shown,
        needs_reason=await needs_reason(story, pairing),
        decided=await _decided(story, where, pairing),
    )


async def _suggested(
    story: Story, where: Programme, pairing: Pairing, pinned: set[tuple[PersonId, PersonId]]
) -> Suggested:
    reasons = await reason_words(story, pairing, pack_of(story, where), "coordinator")
    return Suggested(
        id=pairing.id,
        waiting_id=await _waiting_id(story, where, pairing),
        name=await _name(story, pairing, SERVICE_USER),
        peer=await _name(story, pairing, PEER_WORKER),
        since=pairing.since,
        reasons=tuple(reasons),
        is_pinned=(pairing.service_user_id, pairing.peer_worker_id) in pinned,
    )


async def _decided(story: Story, where: Programme, pairing: Pairing) -> Decided | None:
    decision = await decision_about(story.session, pairing.id)
    if decision is None:
        return None
    why = ""
    for choice in await choices_about(story.session, where.id, pairing.service_user_id):
        if (choice.kind, choice.peer_worker_id) == (WARNED, pairing.peer_worker_id):
            why = await reason_of(story.session, choice)
    by = await name_of(story.session, await person(story.session, decision.by))
    return Decided(by, decision.at, decision.approved, why)


async def _read(story: Story, where: Programme, pairings: Sequence[Pairing]) -> None:
    ids = {who for p in pairings for who in (p.service_user_id, p.peer_worker_id)}
    await read_people(story.session, ids)
    await read_memberships(story.session, where.id, ids)
    await vault_of(story.session).read_keys(story.session, ids)


async def _waiting_id(story: Story, where: Programme, pairing: Pairing) -> str:
    found = await membership_in(story.session, pairing.service_user_id, where.id, SERVICE_USER)
    return found.id if found and found.stage in ("waiting", "paused") else ""


async def _name(story: Story, pairing: Pairing, role: str) -> str:
    who = pairing.peer_worker_id if role == PEER_WORKER else pairing.service_user_id
    return await name_of(story.session, await person(story.session, who))
