"""The list that a round is made of: everybody who waits, and every peer worker, read in batches.

Between batches others get their turn, so that a long list does not hold the service.
"""

import asyncio
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

from care.capacity import TAKES_A_PLACE
from care.onboarding import OnboardingIncomplete, peer_worker_facts, service_user_facts
from care.questions import Given
from care.setting_pack import SettingPack
from db.answers import answers_of_many
from db.blocks import blocks_of_many
from db.ids import MembershipId, PersonId
from db.memberships import Membership, membership_in, page_of_members, read_memberships
from db.pair_choices import BAN, PIN, standing_choices
from db.pairings import OPEN, Pairing, pairings_of_many
from db.peer_standings import PeerStanding, standings_of
from db.people import person, read_people, same_humans
from db.programmes import Programme
from db.registers import places_taken_by_these
from flows.actor import PEER_WORKER, SERVICE_USER
from flows.filling import as_given
from flows.matching_people import APART, NO_REFUSAL, as_peer_worker, as_service_user
from flows.programmes import pack_of
from flows.story import Story
from flows.vetting import hash_of, stops_on, today_of
from matching.people import PeerWorker, ServiceUser
from matching.rules import Rules

BATCH = 30  # some 10 ms between two turns of others
Couple = tuple[str, str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody's role as it was when the list was read; `version` tells of changes since."""

    id: MembershipId
    person_id: PersonId
    version: int


@dataclass(frozen=True, slots=True)
class MatchingList:
    """Who may be paired on a day, and what coordinators chose; couples are own ids.

    `memberships` are the roles of all who wait, by person id, in `people` or not: somebody is left
    out whose form is not complete, or who has an offer under way.
    """

    rules: Rules
    today: date
    people: tuple[ServiceUser, ...]
    peers: tuple[PeerWorker, ...]
    pins: tuple[Couple, ...]
    bans: tuple[Couple, ...]
    memberships: Mapping[str, Waiting]
    read_at: datetime


async def read_list(story: Story, where: Programme) -> MatchingList:
    """The list of a programme as it stands now."""
    pack = pack_of(story, where)
    waiting: dict[str, Waiting] = {}
    people: list[ServiceUser] = []
    last: Membership | None = None
    while batch := await _next_batch(story, where, (SERVICE_USER, "waiting"), last):
        new = [membership for membership in batch if membership.person_id not in waiting]
        waiting |= {m.person_id: Waiting(m.id, m.person_id, m.version) for m in new}
        people += await _people(story, pack, new)
        last = batch[-1]
        await asyncio.sleep(0)
    choices = await standing_choices(story.session, where.id)
    couples = [(c.kind, (c.service_user_id, c.peer_worker_id)) for c in choices]
    return MatchingList(
        rules=Rules.from_table(pack.matching),
        today=story.now.astimezone(UTC).date(),
        people=tuple(people),
        peers=await read_peers(story, where),
        pins=tuple(couple for kind, couple in couples if kind == PIN),
        bans=tuple(couple for kind, couple in couples if kind == BAN),
        memberships=waiting,
        read_at=story.now,
    )


async def _next_batch(
    story: Story, where: Programme, at: tuple[str, str], last: Membership | None
) -> list[Membership]:
    role, stage = at
    return await page_of_members(story.session, where.id, role, (stage,), after=last, most=BATCH)


async def read_peers(story: Story, where: Programme) -> tuple[PeerWorker, ...]:
    """The active peer workers of the programme as matching sees them."""
    found: dict[str, PeerWorker] = {}
    seen: set[str] = set()
    last: Membership | None = None
    while batch := await _next_batch(story, where, (PEER_WORKER, "active"), last):
        new = [membership for membership in batch if membership.person_id not in seen]
        seen |= {membership.person_id for membership in new}
        found |= {peer.id: peer for peer in await _peers(story, where, new)}
        last = batch[-1]
        await asyncio.sleep(0)
    return tuple(found.values())


async def read_some_peers(
    story: Story, where: Programme, people: Collection[PersonId]
) -> tuple[PeerWorker, ...]:
    """Those of these people who are active peer workers of the programme, a few at most."""
    await read_memberships(story.session, where.id, people)
    of = [await membership_in(story.session, who, where.id, PEER_WORKER) for who in people]
    active = [found for found in of if found is not None and found.stage == "active"]
    return tuple(await _peers(story, where, active))


async def _peers(story: Story, where: Programme, batch: Sequence[Membership]) -> list[PeerWorker]:
    pack, people = pack_of(story, where), [m.person_id for m in batch]
    await read_people(story.session, people)
    answers = await answers_of_many(story.session, [m.id for m in batch])
    taken = await places_taken_by_these(story.session, where.id, people, TAKES_A_PLACE)
    standings = await standings_of(story.session, [m.id for m in batch])
    found = []
    for m in batch:
        given = as_given(pack.peer_worker, answers.get(m.id, {}))
        load = taken.get(m.person_id, 0)
        found += await _peer(story, pack, m, given, load, standings.get(m.id))
    return found


async def _peer(
    story: Story,
    pack: SettingPack,
    membership: Membership,
    given: Mapping[str, Given],
    load: int,
    standing: PeerStanding | None,
) -> list[PeerWorker]:
    try:
        facts = peer_worker_facts(pack.peer_worker, given)
    except OnboardingIncomplete:
        return []
    looked_at = standing.confirmed_hash if standing else None
    form = pack.peer_worker
    changed = looked_at is not None and looked_at != hash_of(story, form, membership, given)
    today = today_of(story, await person(story.session, membership.person_id))
    stops = stops_on(facts, standing, today, changed=changed)
    return [as_peer_worker(membership, facts, load, stops)]


async def _people(
    story: Story, pack: SettingPack, batch: Sequence[Membership]
) -> list[ServiceUser]:
    """Those of these people who may be paired: beyond a suggestion nothing is under way."""
    ids, form = [m.person_id for m in batch], pack.service_user
    answers = await answers_of_many(story.session, [m.id for m in batch])
    pairings = await pairings_of_many(story.session, ids, (*OPEN, *APART))
    apart = await _apart(story, ids, pairings)
    busy = _under_way(pairings)
    found = []
    for membership in batch:
        if membership.person_id in busy:
            continue
        try:
            facts = service_user_facts(form, as_given(form, answers.get(membership.id, {})))
        except OnboardingIncomplete:
            continue
        found.append(as_service_user(pack, membership, facts, apart[membership.person_id]))
    return found


def _under_way(pairings: Sequence[Pairing]) -> set[PersonId]:
    """Who has more than a suggestion."""
    more = [p for p in pairings if p.state in OPEN and p.state != "suggested"]
    return {who for p in more for who in (p.service_user_id, p.peer_worker_id)}


async def _apart(
    story: Story, people: Sequence[PersonId], pairings: Sequence[Pairing]
) -> dict[PersonId, dict[str, str]]:
    """For each of these people what `matching_people.apart_from` says of one."""
    found: dict[PersonId, dict[str, str]] = {who: {} for who in people}
    for pairing in pairings:
        if pairing.state in APART and pairing.end_reason not in NO_REFUSAL:
            found.get(pairing.service_user_id, {})[pairing.peer_worker_id] = "refusal"
    for one, other in await blocks_of_many(story.session, people):
        found.get(one, {})[other] = "block"
        found.get(other, {})[one] = "block"
    for one, other in await same_humans(story.session, people):
        found[one][other] = "conflict"
    return found


def batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """The rows, some at a time."""
    return (rows[first : first + BATCH] for first in range(0, len(rows), BATCH))
