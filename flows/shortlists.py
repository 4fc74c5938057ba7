"""The shortlist of one person who waits: who fits, who else was considered, what was chosen.

The first page shows the peer workers that the last round found nearest, explained as of now;
`everybody` compares the person with all of them.
"""

import asyncio
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from db.ids import MembershipId, PersonId
from db.match_rounds import place_of, round_or_none
from db.memberships import Membership, membership_in, read_memberships
from db.pair_choices import BAN, PIN, choices_about, reason_of
from db.pairings import pairings_of
from db.people import name_of, person, read_people
from db.programmes import Programme
from db.waiting_list import place_in_line
from db.waits import days_waited, wait_or_none
from flows.actor import PEER_WORKER
from flows.asked_again import Askable, askable
from flows.candidates import Candidate, candidate
from flows.letters import Text
from flows.matching_list import read_peers, read_some_peers
from flows.matching_people import service_user_to_match
from flows.programmes import pack_of
from flows.story import Story
from flows.waiting_list import UNDER_WAY, limit_text, why_hard
from matching.considered import Considered, considered
from matching.explain import Explanation, explain
from matching.peer_table import PeerTable
from matching.people import PeerWorker, ServiceUser
from matching.rarity import rarity_of
from matching.rules import Rules

MOST_SIDE_BY_SIDE = 5
MOST_RULED_OUT = 10


@dataclass(frozen=True, slots=True)
class Chosen:
    """A pin or a ban of this person: with whom, by whom, when, and why."""

    id: str
    kind: str
    peer: str
    by: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class UnderWay:
    """What is under way with a peer worker: a suggestion to review, or an offer."""

    id: str
    state: str
    peer: str
    peer_id: PersonId


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Everything on one person who waits; `before` are the people who wait longer.

    `made_at` is the time of the round that `candidates` come from. `is_complete` says that their
    answers are.
    """

    id: MembershipId
    name: str
    stage: str
    since: datetime
    days: int
    before: int
    made_at: datetime | None
    candidates: tuple[Candidate, ...]
    why: tuple[Text, ...]
    choices: tuple[Chosen, ...]
    under_way: tuple[UnderWay, ...]
    askable: tuple[Askable, ...]
    is_complete: bool

    @property
    def can_approve(self) -> bool:
        """Whether the person waits, and nothing beyond a suggestion is under way."""
        return self.stage == "waiting" and all(p.state == "suggested" for p in self.under_way)


@dataclass(frozen=True, slots=True)
class Everybody:
    """All peer workers beside one person: who suits, the nearest who do not, and why not."""

    suited: int
    best: tuple[Candidate, ...]
    ruled_out: tuple[Candidate, ...]
    counts: tuple[Text, ...]


async def shortlist_of(
    story: Story, where: Programme, waiting: Membership, also: Sequence[str] = ()
) -> Shortlist:
    """The person beside the peer workers that the last round found nearest, and `also` these."""
    place = await place_of(story.session, waiting.id)
    last = await round_or_none(story.session, where.id)
    wait = await wait_or_none(story.session, waiting.id)
    since = wait.began_at if wait else waiting.stage_since
    someone = await service_user_to_match(story, pack_of(story, where), waiting)
    return Shortlist(
        id=waiting.id,
        name=await name_of(story.session, await person(story.session, waiting.person_id)),
        stage=waiting.stage,
        since=since,
        days=days_waited(wait, story.now) if wait else (story.now - since).days,
        before=await place_in_line(story.session, waiting),
        made_at=last.made_at if last and place else None,
        candidates=await _nearest(story, where, someone, (*(place.near if place else ()), *also)),
        why=why_hard(place, most=10),
        choices=await _chosen(story, where, waiting),
        under_way=await _under_way(story, where, waiting),
        askable=tuple(await askable(story, waiting)),
        is_complete=someone is not None,
    )


async def everybody(story: Story, where: Programme, waiting: Membership) -> Everybody | None:
    """The person beside every peer worker as of now; None while their answers are not complete."""
    someone = await service_user_to_match(story, pack_of(story, where), waiting)
    if someone is None:
        return None
    peers = await read_peers(story, where)
    rules, today = _rules(story, where), story.now.astimezone(UTC).date()
    choices = await choices_about(story.session, where.id, waiting.person_id)
    banned = {choice.peer_worker_id for choice in choices if choice.kind == BAN}
    found = await asyncio.to_thread(_beside, someone, peers, rules, today, banned)
    by_id = {peer.id: peer for peer in peers}
    often = sorted(found.counts.items(), key=lambda one: (-one[1], one[0]))
    return Everybody(
        suited=found.suited,
        best=await _candidates(story, where, [(one, by_id[one.peer]) for one in found.best]),
        ruled_out=await _candidates(
            story, where, [(one, by_id[one.peer]) for one in found.ruled_out]
        ),
        counts=tuple(limit_text(code, n) for code, n in often),
    )


def _beside(
    someone: ServiceUser,
    peers: Sequence[PeerWorker],
    rules: Rules,
    today: date,
    banned: Collection[str],
) -> Considered:
    """All of them against one person; asks no records, and takes a while for thousands."""
    table = PeerTable(peers, rules, today, rarity_of(peers))
    return considered(table, someone, banned, best=MOST_SIDE_BY_SIDE, ruled_out=MOST_RULED_OUT)


async def _nearest(
    story: Story, where: Programme, someone: ServiceUser | None, near: Sequence[str]
) -> tuple[Candidate, ...]:
    """Those of these peer workers who still offer, best fit first, without those forbidden."""
    if someone is None or not near:
        return ()
    last = await round_or_none(story.session, where.id)
    rarity = json.loads(last.rarity) if last else {}
    choices = await choices_about(story.session, where.id, PersonId(someone.id))
    banned = {choice.peer_worker_id for choice in choices if choice.kind == BAN}
    rules, today = _rules(story, where), story.now.astimezone(UTC).date()
    wanted = [PersonId(one) for one in dict.fromkeys(near) if one not in banned]
    peers = await read_some_peers(story, where, wanted)
    found = [(explain(someone, peer, rules, today, rarity), peer) for peer in peers]
    found.sort(key=lambda one: (len(one[0].limits), -one[0].fit, one[1].id))
    return await _candidates(story, where, found)


async def _candidates(
    story: Story, where: Programme, found: Sequence[tuple[Explanation, PeerWorker]]
) -> tuple[Candidate, ...]:
    pack = pack_of(story, where)
    ids = [PersonId(peer.id) for _, peer in found]
    await read_people(story.session, ids)
    await read_memberships(story.session, where.id, ids)
    shown = []
    for explanation, peer in found:
        member = await membership_in(story.session, PersonId(peer.id), where.id, PEER_WORKER)
        shown.append(await candidate(story, pack, explanation, peer, member))
    return tuple(shown)


async def _chosen(story: Story, where: Programme, waiting: Membership) -> tuple[Chosen, ...]:
    found = []
    for choice in await choices_about(story.session, where.id, waiting.person_id):
        if choice.kind not in (PIN, BAN):
            continue
        found.append(
            Chosen(
                id=choice.id,
                kind=choice.kind,
                peer=await _name(story, choice.peer_worker_id),
                by=await _name(story, choice.by_id),
                at=choice.made_at,
                why=await reason_of(story.session, choice),
            )
        )
    return tuple(found)


async def _under_way(story: Story, where: Programme, waiting: Membership) -> tuple[UnderWay, ...]:
    return tuple(
        [
            UnderWay(
                pairing.id,
                pairing.state,
                await _name(story, pairing.peer_worker_id),
                pairing.peer_worker_id,
            )
            for pairing in await pairings_of(story.session, waiting.person_id, UNDER_WAY)
            if (pairing.programme_id, pairing.service_user_id) == (where.id, waiting.person_id)
        ]
    )


async def _name(story: Story, person_id: PersonId) -> str:
    return await name_of(story.session, await person(story.session, person_id))


def _rules(story: Story, where: Programme) -> Rules:
    return Rules.from_table(pack_of(story, where).matching)
