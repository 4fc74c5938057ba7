"""People: service users by stage and by name, and the page of each; every look is audited."""

from fastapi import APIRouter
from starlette.responses import Response

from care.brief_questions import LETTER
from console.charts import line_chart
from console.csv_files import csv_answer
from console.errors import NotFound
from console.forms import Fields, read_fields
from console.paging import Paging, page_of
from console.visits import Visit, Visiting
from db.memberships import Membership
from flows.actor import Actor
from flows.letters import Body, say
from flows.letters_to_people import write_to
from flows.measure_series import total_of
from flows.people_register import ALL, FILTERS, people_called, people_register
from flows.person_notes import MOST_LETTERS, add_note
from flows.person_view import measures_of, person_shown, person_view
from flows.plan_changes import ask_as_planned, ask_less_often, turn_off, turn_on
from flows.plans_shown import LESS, OFF, ON, USUAL, WAYS, plans_shown
from flows.staff import record
from flows.story import Story

router = APIRouter(prefix="/p/{programme_id}/people")

MOST_NAME = 40
CHANGES = {LESS: ask_less_often, USUAL: ask_as_planned, OFF: turn_off, ON: turn_on}


@router.get("")
async def show_people(visit: Visiting) -> Response:
    """The service users of the programme in pages (`?show=waiting`)."""
    asked = visit.request.query_params.get("show", "")
    kind = asked if asked in FILTERS else ALL
    number = page_of(visit.request)
    register = await people_register(visit.story, visit.programme, kind, number)
    paging = Paging(number, (("show", kind),), has_more=register.has_more)
    return await visit.page(
        "people.html", register=register, kinds=tuple(FILTERS), kind=kind, paging=paging
    )


@router.post("/search")
async def search(visit: Visiting) -> Response:
    """Whose name holds what was typed. It is sent as a form: a name stands in no address."""
    fields = await read_fields(visit.request)
    typed = fields.text("name", longest=MOST_NAME)
    found = None
    if not fields.found:
        async with visit.desk.database.reading() as session:  # it may take longer than a glance
            story = Story(session, visit.story.now, visit.story.cause)
            found = await people_called(story, visit.programme, typed)
    return await visit.page("people_found.html", form=fields, found=found)


@router.get("/{member_id}")
async def show_person(visit: Visiting, member_id: str) -> Response:
    """One person; each look is audited."""
    return await _show(visit, member_id)


@router.get("/{member_id}/measures.csv")
async def measures_as_file(visit: Visiting, member_id: str) -> Response:
    """What they answered over time; days without an answer have no total."""
    async with visit.changing() as (story, actor):
        membership = await _person(visit, member_id, story, actor)
        await record(story, actor, membership, "measures.exported")
        series = await measures_of(story, membership, actor.person)
    t = visit.voice.t
    rows = [
        (one.title, entry.day.isoformat(), total_of(entry))
        for one in series
        for entry in one.entries
    ]
    columns = [t(f"console.people.column.{name}") for name in ("measure", "day", "total")]
    return csv_answer("measures", columns, rows)


@router.post("/{member_id}/note")
async def note(visit: Visiting, member_id: str) -> Response:
    """Keep a note, sealed with the person's key."""
    fields = await read_fields(visit.request)
    words = fields.text("note", longest=MOST_LETTERS)
    if fields.found:
        return await _show(visit, member_id, fields)
    async with visit.changing(fields) as (story, actor):
        await _person(visit, member_id, story, actor)
        await add_note(story, actor, member_id, words)
    return visit.go(f"people/{member_id}")


@router.post("/{member_id}/write")
async def write(visit: Visiting, member_id: str) -> Response:
    """Write to them; the words are not kept."""
    fields = await read_fields(visit.request)
    words = fields.text("letter", longest=LETTER.most or 0)
    if fields.found:
        return await _show(visit, member_id, fields)
    async with visit.changing(fields) as (story, actor):
        await _person(visit, member_id, story, actor)
        await write_to(story, actor, member_id, words)
    return visit.go(f"people/{member_id}")


@router.post("/{member_id}/plan")
async def change_plan(visit: Visiting, member_id: str) -> Response:
    """Ask less often, as planned, not at all or again; the person is told."""
    fields = await read_fields(visit.request)
    change = fields.choice("change", WAYS)
    plan_id = fields.text("plan")
    if fields.found:
        return await _show(visit, member_id, fields)
    async with visit.changing(fields) as (story, actor):
        membership = await _person(visit, member_id, story, actor)
        await change_one_plan(story, actor, membership, plan_id, change)
    return visit.go(f"people/{member_id}")


async def change_one_plan(
    story: Story, actor: Actor, membership: Membership, plan_id: str, change: str
) -> None:
    """Change a plan of this role; NotFound for any other. What it says leads to the chat: left."""
    shown = await plans_shown(story, membership, actor.person)
    if plan_id not in {one.id for one in shown.plans}:
        raise NotFound
    await CHANGES[change](story, actor, plan_id, None)
    story.told[:] = [Body((say("console.people.plan_changed"),))]


async def _person(visit: Visit, member_id: str, story: Story, actor: Actor) -> Membership:
    """A service user of this programme who sent their answers, or left; else NotFound."""
    found = await person_shown(story, actor, visit.programme.id, member_id)
    if found is None:
        raise NotFound
    return found


async def _show(visit: Visit, member_id: str, fields: Fields | None = None) -> Response:
    async with visit.changing() as (story, actor):
        membership = await _person(visit, member_id, story, actor)
        await record(story, actor, membership, "person.read")
        view = await person_view(story, membership, actor.person)
        if view.plans.plans:
            await record(story, actor, membership, "checkins.read")
        if view.notes:
            await record(story, actor, membership, "read.notes")
    charts = [(one, line_chart(one.least, one.most, one.runs)) for one in view.series]
    return await visit.page(
        "person.html",
        form=fields,
        view=view,
        charts=charts,
        total_of=total_of,
    )
