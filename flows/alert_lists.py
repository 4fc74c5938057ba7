"""Alerts as a list: whom each is about, since when, who has it, and when somebody is called next.

A list says nothing of why; that stands on the page of each, where every look is audited.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from db.alert_lists import AlertKind, alerts_to_list, count_alerts
from db.alerts import Alert
from db.engine import vault_of
from db.ids import AlertId, PersonId, ProgrammeId
from db.people import name_of, person, read_people
from flows.story import Story

KINDS: tuple[AlertKind, ...] = ("open", "taken", "later", "closed")


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


async def lines_of_alerts(story: Story, found: Iterable[Alert]) -> list[AlertLine]:
    """A line for each of these alerts; all names are read at once."""
    alerts = list(found)
    people = {alert.person_id for alert in alerts}
    people |= {alert.acknowledged_by for alert in alerts if alert.acknowledged_by}
    await read_people(story.session, people)
    await vault_of(story.session).read_keys(story.session, people)
    return [await _line(story, alert) for alert in alerts]


async def _line(story: Story, alert: Alert) -> AlertLine:
    taker = alert.acknowledged_by
    return AlertLine(
        id=alert.id,
        name=await _name(story, alert.person_id),
        state=alert.state,
        is_urgent=alert.urgent,
        times=alert.times,
        raised_at=alert.raised_at,
        taken_by=await _name(story, taker) if taker else "",
        call_at=alert.next_step_at if alert.state == "open" else alert.owner_call_at,
        look_on=alert.follow_up_on,
        closed_at=alert.closed_at,
        outcome=alert.outcome or "",
    )


async def _name(story: Story, person_id: PersonId) -> str:
    return await name_of(story.session, await person(story.session, person_id))
