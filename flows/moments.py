"""Moments: who did what when, about a pairing or a person; never what anybody said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from db.audit import SYSTEM
from db.ids import PersonId, ProgrammeId
from db.pairing_history import Done, done_about
from db.pairings import Pairing
from flows.letters import Text, Words, say
from flows.somebody import names_of
from flows.story import Story

MOST = 60
BEGINNINGS: Mapping[str, str] = {  # how an act begins -> what it is called, the longest first
    "pairing.declined.coordinator": "turned_down",
    "pairing.paused.away": "stood_in",
    "pairing.handover_asked": "handover",
    "pairing.ended.": "ended",
    "pairing.declined.": "declined",
    "pairing.paused.": "paused",
    "pairing.approved": "approved",
    "pairing.accepted": "accepted",
    "pairing.offered": "offered",
    "pairing.expired": "expired",
    "pairing.active": "began",
    "pairing.resumed": "resumed",
    "pairing.end_moved": "end_moved",
    "report.made": "reported",
    "report.handed_over": "handed_over",
    "person.blocked": "blocked",
    "person.unblocked": "unblocked",
    "note.added": "note",
    "role.started.": "came",
    "role.left.": "left",
    "stage.waiting": "waiting",
    "stage.matched": "matched",
    "stage.paused": "on_break",
    "stage.to_confirm": "sent_answers",
    "checkins.changed": "checkins",
    "letter.to_person": "letter",
    "letter.to_coordinator": "letter_back",
    "alert.raised.": "alert",
    "alert.acknowledged": "alert_taken",
    "alert.closed.": "alert_closed",
    "alert.note": "alert_note",
    "person.copy_sent": "copy",
    "person.erasure_asked": "erasure",
    "person.erased": "erased",
    "peer_worker.away": "away",
    "peer_worker.back": "back",
    "peer_worker.confirmed": "confirmed",
    "peer_worker.sent_back": "sent_back",
    "peer_worker.changed": "changed",
    "peer_worker.capacity": "capacity",
    "peer_worker.supervision": "supervision",
    "supervision.recorded": "talk",
    "work_time.added": "hours",
    "work_time.taken_away": "hours_gone",
    "cover.asked": "cover_asked",
    "cover.agreed": "cover_agreed",
    "cover.": "cover_over",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a timeline; `by` is None for what the service did by itself."""

    at: datetime
    by: Text | Words | None
    what: Text


async def moments_of_pairing(story: Story, pairing: Pairing) -> tuple[Moment, ...]:
    """The last moments of a pairing, the newest first."""
    return await _moments(
        story, await done_about(story.session, pairing.id, pairing.programme_id, MOST)
    )


async def moments_of_person(
    story: Story, person_id: PersonId, programme_id: ProgrammeId, pairings: Iterable[Pairing]
) -> tuple[Moment, ...]:
    """The last moments of a person in a programme and of these pairings, the newest first."""
    done = await done_about(story.session, person_id, programme_id, MOST)
    for pairing in pairings:
        done += await done_about(story.session, pairing.id, programme_id, MOST)
    return await _moments(story, sorted(done, key=lambda one: one.at, reverse=True)[:MOST])


async def _moments(story: Story, done: list[Done]) -> tuple[Moment, ...]:
    told = [(one, what) for one in done if (what := _what(one.act))]
    people = {PersonId(one.actor) for one, _ in told if one.actor != SYSTEM}
    names = await names_of(story, people)
    return tuple(
        Moment(one.at, names.get(PersonId(one.actor)), say(f"console.moment.{what}"))
        for one, what in told
    )


def _what(act: str) -> str:
    return next((what for begins, what in BEGINNINGS.items() if act.startswith(begins)), "")
