"""One pairing as its coordinators see it: who, since when, how much, what happened; no words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from care.dose import Week
from db.breaks import all_breaks_of
from db.ids import PairingId, ProgrammeId
from db.memberships import membership_in
from db.pairings import RUNNING, Pairing, pairing_or_none, pairings_of
from db.people import person
from db.registers import read_named
from db.renewals import renewals_of
from db.reports import reports_in_pairing
from db.rhythms import rhythm_or_none
from db.voice_choices import voice_choices
from flows.actor import PEER_WORKER, SERVICE_USER, Actor
from flows.ending_review import review_lines
from flows.letters import Part, Text, Words, say
from flows.moments import Moment, moments_of_pairing
from flows.pairing_lines import weeks_of_pairing
from flows.reviews import ensure_of_others
from flows.somebody import Somebody, called_by_id
from flows.standing_in import stand_in_for
from flows.story import Story


@dataclass(frozen=True, slots=True)
class BreakLine:
    """One break: whose, since when, and when it ended or is to end."""

    side: str
    began_at: datetime
    due_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReportLine:
    """That there was a report: by whom, when, its alert, and how many messages were handed over."""

    by: Text | Words
    at: datetime
    alert_id: str
    handed_over: int


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who could or does stand in: their name, until when, and the pairing where there is one."""

    name: Text | Words
    until: date | None
    pairing_id: PairingId | None


@dataclass(frozen=True, slots=True)
class PairingView:
    """All that the page of a pairing shows. Times are instants, days those of the programme."""

    pairing: Pairing
    user: Somebody
    peer: Somebody
    is_running: bool
    ends_on: date | None
    sides_on_break: frozenset[str]
    end_reason: Text | None
    weeks: tuple[Week, ...]
    voice: tuple[tuple[Text | Words, Text], ...]
    rules: tuple[tuple[Text | Words, datetime | None, datetime], ...]
    breaks: tuple[BreakLine, ...]
    cover_of: PairingId | None
    stand_in: StandIn | None
    reports: tuple[ReportLine, ...]
    reviews: tuple[Part, ...]
    moments: tuple[Moment, ...]


async def pairing_shown(
    story: Story, actor: Actor, programme_id: ProgrammeId, pairing_id: str
) -> Pairing | None:
    """A pairing of this programme that began; None where there is none.

    Raises Refused for a pairing that the actor is in.
    """
    found = await pairing_or_none(story.session, PairingId(pairing_id))
    if found is None or found.programme_id != programme_id or found.active_at is None:
        return None
    ensure_of_others(actor, found)
    return found


async def pairing_view(story: Story, pairing: Pairing) -> PairingView:
    """The page of this pairing; the look is to be audited as "read.pairing"."""
    both = {pairing.service_user_id, pairing.peer_worker_id}
    await read_named(story.session, both)
    rhythm = await rhythm_or_none(story.session, pairing.id)
    breaks = await all_breaks_of(story.session, pairing.id)
    is_running = pairing.state in RUNNING
    return PairingView(
        pairing=pairing,
        user=await _side(story, pairing, SERVICE_USER),
        peer=await _side(story, pairing, PEER_WORKER),
        is_running=is_running,
        ends_on=rhythm.ends_on if rhythm else None,
        sides_on_break=frozenset(one.side for one in breaks if one.ended_at is None),
        end_reason=_reason(pairing),
        weeks=await weeks_of_pairing(story, pairing),
        voice=await _voice(story, pairing),
        rules=await _rules(story, pairing),
        breaks=tuple(BreakLine(one.side, one.began_at, one.due_at, one.ended_at) for one in breaks),
        cover_of=pairing.cover_of,
        stand_in=await _stand_in(story, pairing) if is_running else None,
        reports=await _reports(story, pairing),
        reviews=tuple(await review_lines(story, pairing)),
        moments=await moments_of_pairing(story, pairing),
    )


async def _side(story: Story, pairing: Pairing, role: str) -> Somebody:
    person_id = pairing.service_user_id if role == SERVICE_USER else pairing.peer_worker_id
    membership = await membership_in(story.session, person_id, pairing.programme_id, role)
    name, someone = await called_by_id(story, person_id), await person(story.session, person_id)
    if membership is None:
        return Somebody(name)
    is_reached = membership.stage != "left" and someone.unreachable_since is None
    return Somebody(name, membership.id, is_reached)


REASONS: Mapping[str, str] = {  # what a row keeps -> the wording for it
    "planned": "planned",
    "changed": "changed",
    "handed_over": "handed_over",
    "coordinator_ended": "coordinator",
    "left": "left",
    "blocked": "blocked",
    "stand_in_over": "stand_in_over",
}


def _reason(pairing: Pairing) -> Text | None:
    if pairing.end_reason is None:
        return None
    return say(f"console.pairings.reason.{REASONS.get(pairing.end_reason, 'other')}")


async def _voice(story: Story, pairing: Pairing) -> tuple[tuple[Text | Words, Text], ...]:
    """What each of the two said about voice messages; the consent that a pairing has of its own."""
    said = await voice_choices(story.session, pairing.id)
    lines = [
        (
            await called_by_id(story, who),
            say(f"console.pairings.voice.{said.get(who, 'not_asked')}"),
        )
        for who in (pairing.service_user_id, pairing.peer_worker_id)
    ]
    return tuple(lines)


async def _rules(
    story: Story, pairing: Pairing
) -> tuple[tuple[Text | Words, datetime | None, datetime], ...]:
    """Who was asked to agree to the ground rules anew: when they agreed, and when they were asked.

    The last time of each of the two.
    """
    latest = {one.person_id: one for one in await renewals_of(story.session, pairing.id)}
    lines = [
        (await called_by_id(story, who), one.agreed_at, one.asked_at) for who, one in latest.items()
    ]
    return tuple(lines)


async def _stand_in(story: Story, pairing: Pairing) -> StandIn | None:
    """Who stands in now, else who could be asked to."""
    for other in await pairings_of(story.session, pairing.service_user_id, RUNNING):
        if other.cover_of == pairing.id:
            return StandIn(await called_by_id(story, other.peer_worker_id), None, other.id)
    found = await stand_in_for(story, pairing)
    if found is None:
        return None
    return StandIn(await called_by_id(story, found.by.person_id), found.until, None)


async def _reports(story: Story, pairing: Pairing) -> tuple[ReportLine, ...]:
    lines = [
        ReportLine(await called_by_id(story, one.person_id), one.at, one.alert_id, one.arrived or 0)
        for one in await reports_in_pairing(story.session, pairing.id)
    ]
    return tuple(lines)
