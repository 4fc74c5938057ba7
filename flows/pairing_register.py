"""The register of pairings: a page of those that began, with the dose of their last weeks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from care.dose import WEEK, Day, weeks_of
from care.wall_time import local_date
from db.contact_days import Counted
from db.ids import PairingId
from db.pairings import RUNNING, Pairing
from db.programmes import Programme
from db.registers import (
    days_of_many,
    handovers_in,
    pairing_counts,
    pairings_page,
    rhythms_of,
)
from flows.letters import Text, Words
from flows.programmes import pack_of
from flows.somebody import names_of
from flows.story import Story

PAGE = 50
WEEKS = 4
RUNNING_ONES, HANDOVER, ENDED = "running", "handover", "ended"
FILTERS: Mapping[str, Sequence[str]] = {
    RUNNING_ONES: RUNNING,
    "active": ("active",),
    "paused": ("paused",),
    HANDOVER: RUNNING,
    ENDED: ("ended",),
}


@dataclass(frozen=True, slots=True)
class PairingLine:
    """One pairing of the list; contacts and plan are those of its last four weeks."""

    id: PairingId
    name: Text | Words
    peer: Text | Words
    state: str
    began_at: datetime
    ends_on: date | None
    ended_at: datetime | None
    handover_asked_at: datetime | None
    stands_in: bool
    contacts: int
    planned: int


@dataclass(frozen=True, slots=True)
class PairingRegister:
    """A page of pairings; `counts` tells how many each filter holds."""

    lines: tuple[PairingLine, ...]
    counts: Mapping[str, int]
    total: int


async def pairing_register(
    story: Story, where: Programme, kind: str, number: int
) -> PairingRegister:
    """Page `number` (from 1) of the pairings of this kind, those asked to hand over first."""
    counted = await pairing_counts(story.session, where.id)
    counts = {
        name: sum(counted.get(state, 0) for state in states) for name, states in FILTERS.items()
    } | {HANDOVER: await handovers_in(story.session, where.id, RUNNING)}
    found = await _page(story, where, kind, (number - 1) * PAGE)
    return PairingRegister(await lines_of(story, where, found), counts, counts[kind])


async def lines_of(
    story: Story, where: Programme, found: Sequence[Pairing]
) -> tuple[PairingLine, ...]:
    """These pairings as lines, in their order; the same few questions for all of them."""
    ids = [one.id for one in found]
    names = await names_of(
        story, {who for one in found for who in (one.service_user_id, one.peer_worker_id)}
    )
    rhythms = await rhythms_of(story.session, ids)
    ends = [one.ended_at for one in found if one.ended_at is not None]
    earliest = min(ends, default=story.now).date() - timedelta(days=(WEEKS + 1) * WEEK)
    days = await days_of_many(story.session, ids, earliest)
    lines = []
    for one in found:
        contacts, planned = _dose(story, where, one, days[one.id])
        rhythm = rhythms.get(one.id)
        lines.append(
            PairingLine(
                one.id,
                names[one.service_user_id],
                names[one.peer_worker_id],
                one.state,
                one.active_at or one.created_at,
                rhythm.ends_on if rhythm else None,
                one.ended_at,
                one.handover_asked_at,
                one.cover_of is not None,
                contacts,
                planned,
            )
        )
    return tuple(lines)


async def _page(story: Story, where: Programme, kind: str, skip: int) -> list[Pairing]:
    """A page of this kind; what a peer worker asked to hand over stands before all else."""
    states = FILTERS[kind]
    if kind == ENDED:
        return await _pairings(story, where, states, asked=None, skip=skip, most=PAGE)
    first = await _pairings(story, where, states, asked=True, skip=skip, most=PAGE)
    if kind == HANDOVER or len(first) == PAGE:
        return first
    skip = max(0, skip - await handovers_in(story.session, where.id, states))
    most = PAGE - len(first)
    return first + await _pairings(story, where, states, asked=False, skip=skip, most=most)


async def _pairings(
    story: Story,
    where: Programme,
    states: Sequence[str],
    *,
    asked: bool | None,
    skip: int,
    most: int,
) -> list[Pairing]:
    return await pairings_page(
        story.session, where.id, states, asked_to_hand_over=asked, skip=skip, most=most
    )


def _dose(
    story: Story, where: Programme, pairing: Pairing, counted: Sequence[Counted]
) -> tuple[int, int]:
    """Contacts and planned contacts of the last four weeks."""
    zone = ZoneInfo(where.time_zone)
    began = local_date(pairing.active_at or pairing.created_at, zone)
    until = local_date(pairing.ended_at or story.now, zone)
    days = [Day(one.day, one.from_service_user, one.from_peer_worker) for one in counted]
    weeks = weeks_of(began, until, pack_of(story, where).contact_every_days, days)[-WEEKS:]
    return sum(week.contacts for week in weeks), sum(week.planned for week in weeks)
