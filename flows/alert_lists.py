"""Alerts as a list: whom each is about, since when, who has it, and when somebody is called next.

A list says nothing of why; that stands on the page of each, where every look is audited.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from db.alert_lists import (
    KINDS,
    AlertKind,
    AlertRow,
    alerts_to_list,
    count_alerts,
    first_alerts,
)
from db.alerts import Alert
from db.ids import AlertId, PersonId, ProgrammeId
from db.people import names_by_id
from flows.story import Story


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One alert without its reasons; names are empty once somebody was erased.

    `call_at` is when somebody is called next: whoever is on duty, or the one who has it.
    """

    id: AlertId
    name: str
    state: str
    is_urgent: bool
    times: int
    raised_at: datetime
    taken_by: str
    call_at: datetime | None
    look_on: date | None
    closed_at: datetime | None
    outcome: str


@dataclass(frozen=True, slots=True)
class AlertList:
    """Alerts of one kind: how many there are, and those that are shown."""

    kind: AlertKind
    n: int
    lines: tuple[AlertLine, ...]


async def list_of_alerts(
    story: Story,
    reader: PersonId,
    where: ProgrammeId,
    kind: AlertKind,
    *,
    most: int,
    after: int = 0,
) -> AlertList:
    """Up to `most` alerts of one kind, without the first `after`."""
    n = await count_alerts(story.session, where, reader, kind)
    found = (
        await alerts_to_list(story.session, where, reader, kind, most=most, after=after)
        if n
        else []
    )
    return AlertList(kind, n, tuple(await lines_of_alerts(story, found)))


async def alerts_in_short(
    story: Story, reader: PersonId, where: ProgrammeId, most: Mapping[AlertKind, int]
) -> tuple[AlertList, ...]:
    """The first of every kind, up to `most` of each; all of them by one question."""
    asked = {kind: n + 1 for kind, n in most.items()}
    found = await first_alerts(story.session, where, reader, asked)
    shown = {kind: found[kind][: most[kind]] for kind in KINDS}
    lines = await lines_of_alerts(story, (one for rows in shown.values() for one in rows))
    of = {line.id: line for line in lines}
    lists = []
    for kind, rows in shown.items():
        has_more = len(found[kind]) > len(rows)
        n = await count_alerts(story.session, where, reader, kind) if has_more else len(rows)
        lists.append(AlertList(kind, n, tuple(of[one.id] for one in rows)))
    return tuple(lists)


async def lines_of_alerts(story: Story, found: Iterable[Alert | AlertRow]) -> list[AlertLine]:
    """A line for each of these alerts; all names are read at once."""
    alerts = list(found)
    people = {alert.person_id for alert in alerts}
    people |= {alert.acknowledged_by for alert in alerts if alert.acknowledged_by}
    names = await names_by_id(story.session, people)
    known = {who: name or "" for who, name in names.items()}
    return [_line(alert, known) for alert in alerts]


def _line(alert: Alert | AlertRow, names: Mapping[PersonId, str]) -> AlertLine:
    taker = alert.acknowledged_by
    return AlertLine(
        id=alert.id,
        name=names[alert.person_id],
        state=alert.state,
        is_urgent=alert.urgent,
        times=alert.times,
        raised_at=alert.raised_at,
        taken_by=names[taker] if taker else "",
        call_at=alert.next_step_at if alert.state == "open" else alert.owner_call_at,
        look_on=alert.follow_up_on,
        closed_at=alert.closed_at,
        outcome=alert.outcome or "",
    )
