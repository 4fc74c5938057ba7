"""The audit: who saw and did what; whether its chain is whole; and all of it as a file."""

from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.responses import Response

from care.wall_time import to_utc
from console.csv_files import Row, csv_stream
from console.forms import read_fields
from console.paging import Paging, page_of
from console.visits import Visit, Visiting
from db.audit import check_audit, record_act
from db.audit_lists import Wanted
from db.zones import zone_of
from flows.audit_acts import GROUPS
from flows.audit_lists import (
    AuditLine,
    Named,
    audit_page,
    coordinators_of,
    person_in,
    whole_audit,
)
from flows.letters import body, say
from flows.lists import PAGE
from flows.story import Story

router = APIRouter(prefix="/p/{programme_id}/audit")

FILTERS = ("person", "actor", "group", "since", "until")
COLUMNS = ("number", "at", "by", "what", "about", "act")


@router.get("")
async def show_audit(visit: Visiting) -> Response:
    """Rows of the programme in pages, as the filters in the address want them."""
    asked = {name: visit.request.query_params.get(name, "") for name in FILTERS}
    story, where = visit.story, visit.programme.id
    person = await person_in(story, where, asked["person"]) if asked["person"] else None
    actors = await coordinators_of(story, where)
    unused = _unused(asked, person, {who for who, _ in actors})
    chosen = {name: "" if name in unused else value for name, value in asked.items()}
    number = page_of(visit.request)
    found = await audit_page(
        story,
        visit.actor.person.id,
        where,
        _wanted(visit, chosen, person),
        most=PAGE,
        after=Paging(number).after,
    )
    kept = tuple((name, value) for name, value in chosen.items() if value)
    return await visit.page(
        "audit.html",
        lines=found.lines,
        paging=Paging(number, kept, has_more=found.has_more),
        chosen=chosen,
        unused=unused,
        person=person,
        actors=actors,
        groups=tuple(GROUPS),
    )


@router.post("/check")
async def check(visit: Visiting) -> Response:
    """Go along the whole chain, and say whether it holds; that it was done is in it too."""
    async with visit.desk.database.reading() as session:
        found = await check_audit(session)
    async with visit.changing() as (story, actor):
        actor.ensure_coordinator(visit.programme.id)
        await _record(story, visit, "audit.checked")
        if found.broken_at is None:
            told = say("console.audit.whole", n=found.whole)
        else:
            at = visit.voice.when(found.broken_at)
            told = say("console.audit.broken", n=found.broken_id or 0, at=at)
        await story.post(actor.person.id, body(told))
    return visit.go("audit")


@router.post("/export")
async def export(visit: Visiting) -> Response:
    """All rows that the filters want, as a file; the export is in the audit itself."""
    values = (await read_fields(visit.request)).values
    chosen = {name: values.get(name, "") for name in FILTERS}
    async with visit.changing() as (story, actor):
        actor.ensure_coordinator(visit.programme.id)
        person = await person_in(story, visit.programme.id, chosen["person"])
        await _record(story, visit, "audit.exported")
    wanted = _wanted(visit, chosen, person)
    header = [visit.voice.t(f"console.audit.column.{name}") for name in COLUMNS]
    name = f"audit-{visit.story.now:%Y-%m-%d}"
    return csv_stream(name, header, _batches(visit, wanted))


async def _batches(visit: Visit, wanted: Wanted) -> AsyncIterator[Iterable[Row]]:
    """The file leaves after the page's own questions are over, so it asks its own."""
    async with visit.desk.database.reading() as session:
        story = Story(session, visit.story.now, "console")
        async for lines in whole_audit(story, visit.actor.person.id, visit.programme.id, wanted):
            yield [_row(visit, line) for line in lines]


def _row(visit: Visit, line: AuditLine) -> Row:
    speak = visit.voice.say
    about = ", ".join(speak(one.name) for one in line.about)
    at = line.at.isoformat(timespec="seconds")
    return (line.id, at, speak(line.by.name), speak(line.what), about, line.act)


def _wanted(visit: Visit, chosen: Mapping[str, str], person: Named | None) -> Wanted:
    zone = zone_of(visit.actor.person, visit.programme)
    until = _day(chosen["until"])
    return Wanted(
        person=person.person_id if person is not None else None,
        actor=chosen["actor"],
        acts=GROUPS.get(chosen["group"], ()),
        since=_begin(_day(chosen["since"]), zone),
        until=_begin(until + timedelta(days=1) if until else None, zone),
    )


def _unused(asked: Mapping[str, str], person: Named | None, actors: set[str]) -> tuple[str, ...]:
    """Filters of the address by which nothing can be chosen, such as a person who is not here."""
    usable = {
        "person": person is not None,
        "actor": asked["actor"] in actors,
        "group": asked["group"] in GROUPS,
        "since": _day(asked["since"]) is not None,
        "until": _day(asked["until"]) is not None,
    }
    return tuple(name for name in FILTERS if asked[name] and not usable[name])


def _day(given: str) -> date | None:
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return None
    return day if 1970 < day.year < 3000 else None  # near the ends of time no zone can be counted


def _begin(day: date | None, zone: ZoneInfo) -> datetime | None:
    return None if day is None else to_utc(day, time(0), zone)


async def _record(story: Story, visit: Visit, act: str) -> None:
    where, me = visit.programme.id, visit.actor.person.id
    await record_act(story.session, me, act, about=where, programme_id=where, now=story.now)
