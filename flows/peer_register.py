"""The register of peer workers: load, capacity, time away, and what runs out, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from care.capacity import TAKES_A_PLACE
from care.onboarding import CAPACITY
from care.vetting import Expiry, is_near
from care.wall_time import local_date
from db.expiries import Expiry as ExpiryRow
from db.ids import MembershipId, PersonId
from db.peer_standings import PeerStanding, standings_to_look_at
from db.programmes import Programme
from db.register_rows import MemberRow
from db.registers import (
    answers_to_one,
    expiries_of_many,
    members_of,
    members_page,
    places_taken_by_these,
    stages_in,
    standings_of_many,
)
from db.zones import zone_of
from flows.actor import PEER_WORKER
from flows.letters import Text, Words, say
from flows.lists import PAGE
from flows.somebody import names_of
from flows.story import Story

HERE, TO_CONFIRM, LEFT = "here", "to_confirm", "left"
FILTERS: Mapping[str, Sequence[str]] = {
    HERE: ("active", "paused"),
    TO_CONFIRM: ("to_confirm",),
    LEFT: ("left",),
}
ONBOARDING = "onboarding"
COUNTED = ("active", "paused", TO_CONFIRM, LEFT, ONBOARDING)


@dataclass(frozen=True, slots=True)
class DateLine:
    """Something of a peer worker that counts until a day; over, near, or neither."""

    what: Text
    until: date
    is_over: bool
    is_near: bool


@dataclass(frozen=True, slots=True)
class PeerLine:
    """One peer worker of the list; `capacity` is None where they have told none yet."""

    member_id: MembershipId
    person_id: PersonId
    name: Text | Words
    stage: str
    since: datetime
    taken: int
    capacity: int | None
    away_until: date | None
    waits_for_look: bool
    dates: tuple[DateLine, ...]


@dataclass(frozen=True, slots=True)
class PeerRegister:
    """A page of peer workers; `counts` tells how many each filter holds."""

    lines: tuple[PeerLine, ...]
    counts: Mapping[str, int]
    has_more: bool
    at_answers: int


async def peer_register(story: Story, where: Programme, kind: str, number: int) -> PeerRegister:
    """Page `number` (from 1) of the peer workers of this kind."""
    counted = await stages_in(story.session, where.id, PEER_WORKER, COUNTED)
    changed = await standings_to_look_at(story.session, where.id)
    counts = {name: sum(counted[stage] for stage in stages) for name, stages in FILTERS.items()}
    counts[TO_CONFIRM] += len(changed)
    found = await members_page(
        story.session,
        where.id,
        PEER_WORKER,
        FILTERS[kind],
        skip=(number - 1) * PAGE,
        most=PAGE + 1,
    )
    found, has_more = found[:PAGE], len(found) > PAGE
    if kind == TO_CONFIRM and number == 1:
        found += await _changed(story, changed)
    lines = await _lines(story, where, found)
    return PeerRegister(lines, counts, has_more, counted[ONBOARDING])


def date_lines(rows: Sequence[ExpiryRow], today: date) -> tuple[DateLine, ...]:
    """What runs out, by its kind, the nearest first."""
    return tuple(
        DateLine(
            say(f"console.peers.date.{Expiry(row.what, row.until).kind}"),
            row.until,
            row.until < today,
            is_near(row.until, today),
        )
        for row in rows
    )


async def _changed(story: Story, changed: Sequence[PeerStanding]) -> list[MemberRow]:
    return await members_of(story.session, [one.membership_id for one in changed])


async def _lines(
    story: Story, where: Programme, found: Sequence[MemberRow]
) -> tuple[PeerLine, ...]:
    ids, people = [one.id for one in found], {one.person_id for one in found}
    names = await names_of(story, people)
    taken = await places_taken_by_these(story.session, where.id, people, TAKES_A_PLACE)
    capacities = await answers_to_one(story.session, ids, CAPACITY)
    standings = await standings_of_many(story.session, ids)
    dates = await expiries_of_many(story.session, ids)
    today = local_date(story.now, zone_of(where))
    lines = []
    for one in found:
        standing, capacity = standings.get(one.id), capacities.get(one.id)
        away = standing.away_until if standing is not None else None
        lines.append(
            PeerLine(
                one.id,
                one.person_id,
                names[one.person_id],
                one.stage,
                one.stage_since,
                taken.get(one.person_id, 0),
                int(capacity) if capacity is not None and capacity.isdecimal() else None,
                away if away is not None and away >= today else None,
                one.stage == TO_CONFIRM or (standing is not None and bool(standing.look_since)),
                date_lines(dates[one.id], today) if one.stage != LEFT else (),
            )
        )
    return tuple(lines)
