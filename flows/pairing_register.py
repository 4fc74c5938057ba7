"""The register of pairings: a page of those that began, with the dose of their last weeks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from care.dose import WEEK, Day, dose_of_last
from care.wall_time import local_date
from db.contact_days import Counted
from db.ids import PairingId, PersonId
from db.pairings import RUNNING, Pairing
from db.programmes import Programme
from db.register_rows import PairingRow
from db.registers import (
    days_of_many,
    pairing_counts,
    pairings_of_these,
    pairings_page,
)
from db.zones import zone_of
from flows.letters import Text, Words
from flows.lists import PAGE
from flows.programmes import pack_of
from flows.somebody import names_of
from flows.story import Story

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
    """One pairing of the list; contacts and plan are those of its last four weeks.

    `both` are the ids of the two: a coordinator who is one of them has no way to its page.
    """

    id: PairingId
    both: tuple[PersonId, PersonId]
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
    has_more: bool


async def pairing_register(
    story: Story, where: Programme, kind: str, number: int
) -> PairingRegister:
    """Page `number` (from 1) of the pairings of this kind, those asked to hand over first."""
    counted = await pairing_counts(story.session, where.id)
    counts = {name: sum(counted[state] for state in states) for name, states in FILTERS.items()}
    counts[HANDOVER] = counted[HANDOVER]
    found = await _page(story, where, kind, (number - 1) * PAGE, counted[HANDOVER])
    lines = await lines_of(story, where, found[:PAGE])
    return PairingRegister(lines, counts, len(found) > PAGE)


async def lines_of_pairings(
    story: Story, where: Programme, pairings: Sequence[Pairing]
) -> tuple[PairingLine, ...]:
    """These pairings as lines, in their order."""
    found = await pairings_of_these(story.session, [one.id for one in pairings])
    return await lines_of(story, where, found)


async def lines_of(
    story: Story, where: Programme, found: Sequence[PairingRow]
) -> tuple[PairingLine, ...]:
    """These pairings as lines, in their order; the same few questions for all of them."""
    ids = [one.id for one in found]
    names = await names_of(
        story, {who for one in found for who in (one.service_user_id, one.peer_worker_id)}
    )
    ends = [one.ended_at for one in found if one.ended_at is not None]
    earliest = min(ends, default=story.now).date() - timedelta(days=(WEEKS + 1) * WEEK)
    days = await days_of_many(story.session, ids, earliest)
    zone, every = zone_of(where), pack_of(story, where).contact_every_days
    lines = []
    for one in found:
        contacts, planned = _dose(one, days[one.id], every, zone, story.now)
        lines.append(
            PairingLine(
                one.id,
                (one.service_user_id, one.peer_worker_id),
                names[one.service_user_id],
                names[one.peer_worker_id],
                one.state,
                one.active_at or one.created_at,
                one.ends_on,
                one.ended_at,
                one.handover_asked_at,
                one.cover_of is not None,
                contacts,
                planned,
            )
        )
    return tuple(lines)


async def _page(
    story: Story, where: Programme, kind: str, skip: int, to_hand_over: int
) -> list[PairingRow]:
    """A page of this kind and one more; what is to be handed over stands before all else."""
    states, most = FILTERS[kind], PAGE + 1
    if kind not in (RUNNING_ONES, HANDOVER):
        return await _pairings(story, where, states, asked=None, skip=skip, most=most)
    first = []
    if kind == HANDOVER or skip < to_hand_over:
        first = await _pairings(story, where, states, asked=True, skip=skip, most=most)
    if kind == HANDOVER or len(first) == most:
        return first
    skip, most = max(0, skip - to_hand_over), most - len(first)
    return first + await _pairings(story, where, states, asked=False, skip=skip, most=most)


async def _pairings(
    story: Story,
    where: Programme,
    states: Sequence[str],
    *,
    asked: bool | None,
    skip: int,
    most: int,
) -> list[PairingRow]:
    return await pairings_page(
        story.session, where.id, states, asked_to_hand_over=asked, skip=skip, most=most
    )


def _dose(
    pairing: PairingRow, counted: Sequence[Counted], every: int, zone: ZoneInfo, now: datetime
) -> tuple[int, int]:
    """Contacts and planned contacts of the last four weeks."""
    began = local_date(pairing.active_at or pairing.created_at, zone)
    until = local_date(pairing.ended_at or now, zone)
    days = [Day(one.day, one.from_service_user, one.from_peer_worker) for one in counted]
    return dose_of_last(WEEKS, began, until, every, days)
