"""One peer worker as their coordinators see them: answers, load, dates, log, cover, hours."""

from dataclasses import dataclass
from datetime import date, datetime

from care.capacity import TAKES_A_PLACE
from care.questions import path
from care.wall_time import local_date
from db.answers import form_of_membership
from db.covers import cover_for, covers_naming
from db.ids import AlertId, MembershipId, ProgrammeId
from db.measure_shares import shared_measures
from db.memberships import Membership, membership_or_none
from db.pairings import RUNNING, Pairing, pairings_of
from db.peer_standings import sent_back_words, standing_or_none
from db.people import Person, person
from db.programmes import programme
from db.registers import expiries_of_many
from db.zones import zone_of
from flows.actor import PEER_WORKER, Actor
from flows.answer_lines import answer_lines
from flows.confirming import shown_code, waits_for_look
from flows.errors import Refused
from flows.filling import read_answers
from flows.letters import Lines, Text, Words, say
from flows.matching_people import facts_of_peer_worker, places_taken
from flows.measure_series import MeasureSeries, series_of
from flows.moments import Moment, moments_of_person
from flows.open_alerts import open_alerts
from flows.pairing_register import PairingLine, lines_of_pairings
from flows.peer_register import DateLine, date_lines
from flows.plans_shown import PlansShown, plans_shown
from flows.programmes import pack_of
from flows.somebody import Somebody, called, somebody
from flows.story import Story
from flows.supervision_log import TalkLine, talks_with
from flows.vetting import stops_of

BEGAN = ("active", "paused", "ended")
HERE = ("active", "paused")
LEFT = "left"
MOST_PAIRINGS = 50


@dataclass(frozen=True, slots=True)
class CoverLine:
    """Whom this peer worker named, or who named them; `is_by` where the other one covers."""

    other: Somebody
    state: str
    is_by: bool


@dataclass(frozen=True, slots=True)
class PeerView:
    """All that the page of a peer worker shows.

    `series` are the measures that they share. `shown` tells what was looked at, for confirming;
    empty where nothing waits for a look. `stops` say what keeps new offers away.
    """

    membership: Membership
    name: Text | Words
    is_deleted: bool
    can_write: bool
    unreachable_since: datetime | None
    alerts: tuple[AlertId, ...]
    answers: Lines | None
    shown: str
    sent_back: str
    taken: int
    capacity: int | None
    stops: tuple[Text, ...]
    away_until: date | None
    dates: tuple[DateLine, ...]
    covers: tuple[CoverLine, ...]
    series: tuple[MeasureSeries, ...]
    plans: PlansShown
    talks: tuple[TalkLine, ...]
    pairings: tuple[PairingLine, ...]
    moments: tuple[Moment, ...]

    @property
    def is_here(self) -> bool:
        """Whether they were confirmed and did not leave."""
        return self.membership.stage in HERE


async def peer_shown(
    story: Story, actor: Actor, programme_id: ProgrammeId, peer_id: str
) -> Membership | None:
    """A peer worker of this programme who sent their answers, or left; None where there is none.

    Raises Refused for the actor's own role.
    """
    found = await membership_or_none(story.session, MembershipId(peer_id))
    if found is None or (found.programme_id, found.role) != (programme_id, PEER_WORKER):
        return None
    if found.stage == "onboarding":
        return None
    if found.person_id == actor.person.id:
        raise Refused("note.about_you")
    return found


async def peer_view(story: Story, membership: Membership, reader: Person) -> PeerView:
    """The page of this peer worker; the look is to be audited as "peer_worker.read"."""
    someone = await person(story.session, membership.person_id)
    where = await programme(story.session, membership.programme_id)
    is_here, is_there = membership.stage in HERE, membership.stage != LEFT
    today = local_date(story.now, zone_of(where))
    standing = await standing_or_none(story.session, membership.id)
    dates = (await expiries_of_many(story.session, [membership.id]))[membership.id]
    away = standing.away_until if standing is not None else None
    looks = is_there and await waits_for_look(story, membership)
    capacity, stops = await _standing(story, membership) if is_here else (None, ())
    shared = await shared_measures(story.session, membership.id) if is_here else []
    return PeerView(
        membership=membership,
        name=await called(story, someone),
        is_deleted=someone.erased_at is not None,
        can_write=is_there and someone.unreachable_since is None,
        unreachable_since=someone.unreachable_since,
        alerts=await open_alerts(story, membership),
        answers=await _answers(story, membership) if is_there else None,
        shown=await shown_code(story, membership) if looks else "",
        sent_back=await sent_back_words(story.session, standing) if standing and is_there else "",
        taken=len(await places_taken(story, membership, TAKES_A_PLACE)),
        capacity=capacity,
        stops=stops,
        away_until=away if away is not None and away >= today else None,
        dates=date_lines(dates, today) if is_there else (),
        covers=await _covers(story, membership),
        series=await series_of(story, membership, shared, reader, singles=True),
        plans=await plans_shown(story, membership, reader) if is_here else PlansShown((), (), None),
        talks=await talks_with(story, membership),
        pairings=await lines_of_pairings(story, where, await _pairings(story, membership)),
        moments=await moments_of_person(story, someone.id, where.id, ()),
    )


async def _answers(story: Story, membership: Membership) -> Lines | None:
    form_session = await form_of_membership(story.session, membership.id)
    if form_session is None:
        return None
    form = pack_of(story, await programme(story.session, membership.programme_id)).peer_worker
    answers = await read_answers(story, form, form_session)
    return answer_lines((q for q in path(form, answers) if q.kind != "agree"), answers)


async def _standing(story: Story, membership: Membership) -> tuple[int | None, tuple[Text, ...]]:
    """How many people they offer to take, and what keeps new offers away."""
    pack = pack_of(story, await programme(story.session, membership.programme_id))
    facts = await facts_of_peer_worker(story, pack, membership)
    if facts is None:
        return None, (say("peers.incomplete"),)
    stops = await stops_of(story, pack, membership, facts)
    resting = [say("peers.takes_a_break")] if membership.stage == "paused" else []
    told = [say(f"console.peers.stop.{stop}") for stop in stops]
    return facts.capacity, (*resting, *told)


async def _covers(story: Story, membership: Membership) -> tuple[CoverLine, ...]:
    lines = []
    mine = await cover_for(story.session, membership.id)
    for cover in await covers_naming(story.session, membership.id):
        is_by = mine is not None and cover.id == mine.id
        other_id = cover.cover_membership_id if is_by else cover.membership_id
        other = await membership_or_none(story.session, other_id)
        if other is not None and other.id != membership.id:
            lines.append(CoverLine(await somebody(story, other), cover.state, is_by))
    return tuple(lines)


async def _pairings(story: Story, membership: Membership) -> list[Pairing]:
    """Those that run, then those that ended, the latest first."""
    found = await pairings_of(story.session, membership.person_id, BEGAN)
    mine = (membership.programme_id, membership.person_id)
    began = [p for p in found[::-1] if (p.programme_id, p.peer_worker_id) == mine and p.active_at]
    return sorted(began, key=lambda p: p.state not in RUNNING)[:MOST_PAIRINGS]
