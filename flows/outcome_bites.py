"""Bites of a count: the next few waits, pairings or peer workers, added to the tally.

Each says after which row the next bite begins, or None when there was nothing left.
"""

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from care.outcomes_pairings import Pairing as Counted
from care.outcomes_pairings import (
    groups_of,
    offer_figure,
    pairing_figures,
    peer_figures,
    wait_figures,
)
from care.outcomes_points import PEER_WEEKS, Total, measured, points_of
from care.outcomes_tally import Entry, Tally
from care.wall_time import local_date
from db.errors import KeyDestroyed, SealBroken
from db.ids import PairingId, PersonId
from db.outcome_rows import (
    DayTotal,
    contacts_of,
    last_days_of,
    pairings_after,
    roles_after,
    supported_by,
    totals_of,
    waits_after,
    with_voice,
)
from db.pairings import Pairing, reasons_of
from db.programmes import Programme
from db.zones import zone_of
from flows.actor import PEER_WORKER, SERVICE_USER
from flows.own_measures import measure_or_none
from flows.programmes import pack_of
from flows.story import Story

BITE = 50  # rows in one transaction: on SQLite nobody else writes meanwhile

Step = Callable[[Story, Programme, str, Tally], Awaitable[str | None]]


async def count_waits(story: Story, where: Programme, after: str, tally: Tally) -> str | None:
    """The next waits that are over, by the day on which they were."""
    rows = await waits_after(story.session, where.id, int(after or 0), BITE)
    for row in rows:
        if row.ended_at is not None:
            day = local_date(row.ended_at, zone_of(where))
            tally.add(wait_figures(row.outcome, row.waited_days), day)
    return str(rows[-1].id) if rows else None


async def count_pairings(story: Story, where: Programme, after: str, tally: Tally) -> str | None:
    """The next pairings: by the day on which they began, or on which an offer was turned down."""
    rows = await pairings_after(story.session, where.id, after, BITE)
    known = await _known_of(story, where, [row for row in rows if row.active_at is not None])
    for row in rows:
        at = row.active_at or row.ended_at
        if at is None:
            continue
        figures = [*offer_figure(row.state, row.end_reason, became_active=bool(row.active_at))]
        kind = weeks = None
        day = local_date(at, zone_of(where))
        if row.active_at is not None:
            figures += known.figures(story, where, row, day)
            kind = "voice" if row.id in known.voice else "text"
            weeks = known.weeks(row, day)
        tally.add(figures, day, groups_of(row.fit, await reasons_known(story, row), kind, weeks))
    return rows[-1].id if rows else None


async def count_peers(story: Story, where: Programme, after: str, tally: Tally) -> str | None:
    """The next peer workers who supported somebody, by the day on which their first one began."""
    rows = await roles_after(story.session, where.id, PEER_WORKER, after, BITE)
    people = [row.person_id for row in rows]
    supported = await supported_by(story.session, where.id, people)
    totals = await totals_of(story.session, where.id, PEER_WORKER, people)
    for row in rows:
        found = supported.get(row.person_id)
        if found is None:
            continue
        left_at = row.stage_since if row.stage == "left" else None
        day = local_date(found.first_at, zone_of(where))
        figures = [*peer_figures(found.first_at, left_at, found.people, story.now)]
        figures += _of_measures(story, totals[row.person_id], "peer", day, PEER_WEEKS)
        tally.add(figures, day)
    return rows[-1].id if rows else None


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the pairings of one bite besides their rows."""

    voice: set[PairingId]
    contacts: Mapping[PairingId, int]
    totals: Mapping[PersonId, Sequence[DayTotal]]
    last_days: Mapping[PairingId, date]

    def weeks(self, row: Pairing, began_on: date) -> int | None:
        """How many weeks it was to last, as the two knew it last; breaks are not counted."""
        last = self.last_days.get(row.id)
        return None if last is None else round((last - began_on).days / 7)

    def figures(self, story: Story, where: Programme, row: Pairing, day: date) -> list[Entry]:
        pack = pack_of(story, where)
        counted = Counted(
            row.active_at or story.now,
            row.first_contact_at,
            row.ended_at,
            row.end_reason == "planned",
            row.break_seconds,
            self.contacts.get(row.id),
        )
        found = pairing_figures(
            counted,
            story.now,
            first_contact_hours=pack.first_contact_hours,
            contact_every_days=pack.contact_every_days,
        )
        mine = self.totals[row.service_user_id]
        return [*found, *_of_measures(story, mine, "user", day, pack.weeks)]


async def _known_of(story: Story, where: Programme, began: Sequence[Pairing]) -> _Known:
    session, users = story.session, {row.service_user_id for row in began}
    return _Known(
        await with_voice(session, [row.id for row in began]),
        await contacts_of(session, began),
        await totals_of(session, where.id, SERVICE_USER, users),
        await last_days_of(session, [row.id for row in began]),
    )


def _of_measures(
    story: Story, totals: Sequence[DayTotal], who: str, began_on: date, weeks: int
) -> Iterator[Entry]:
    """What the totals of one person add, measure by measure; of what has no total, nothing."""
    for code in dict.fromkeys(one.measure for one in totals):
        measure = measure_or_none(story, code)
        if measure is not None and measure.has_total:
            mine = [Total(one.day, one.total) for one in totals if one.measure == code]
            yield from measured(measure, points_of(mine, began_on, weeks), who)


async def reasons_known(story: Story, pairing: Pairing) -> set[str] | None:
    """The codes of why the two were suggested; None once they cannot be read any more."""
    with suppress(KeyDestroyed, SealBroken, ValueError, TypeError, KeyError):
        found = json.loads(await reasons_of(story.session, pairing) or "[]")
        return {item["code"] for item in found} or None
    return None


STEPS: Mapping[str, Step] = {
    "waits": count_waits,
    "pairings": count_pairings,
    "peers": count_peers,
}
