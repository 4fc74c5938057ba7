"""Pairings: who writes with whom, how much, until when, and what a coordinator can do about it."""

from datetime import date

from fastapi import APIRouter
from starlette.responses import Response

from care.brief_questions import END_DAY, END_WORDS, LETTER
from console.charts import week_bars
from console.csv_files import csv_answer
from console.errors import NotFound
from console.forms import Fields, read_fields
from console.paging import Paging, page_of
from console.questions import read_answer, today_of
from console.visits import Visit, Visiting
from db.audit import record_act
from db.pairings import Pairing
from flows.actor import Actor
from flows.end_day import give_more_time, move_last_day
from flows.letters import body, say
from flows.letters_to_people import write_to
from flows.pairing_lines import weeks_of_pairing
from flows.pairing_register import FILTERS, RUNNING_ONES, pairing_register
from flows.pairing_steps import end_for_both, go_on_for_both, pause_for_both
from flows.pairing_view import PairingView, pairing_shown, pairing_view
from flows.person_notes import MOST_LETTERS, add_note_on_pairing, notes_of_pairing
from flows.standing_in import ask_service_user
from flows.story import Story

router = APIRouter(prefix="/p/{programme_id}/pairings")


@router.get("")
async def show_pairings(visit: Visiting) -> Response:
    """The pairings of the programme in pages (`?show=ended`)."""
    asked = visit.request.query_params.get("show", "")
    kind = asked if asked in FILTERS else RUNNING_ONES
    number = page_of(visit.request)
    register = await pairing_register(visit.story, visit.programme, kind, number)
    paging = Paging(number, (("show", kind),), has_more=register.has_more)
    return await visit.page(
        "pairings.html", register=register, kinds=tuple(FILTERS), kind=kind, paging=paging
    )


@router.get("/{pairing_id}")
async def show_pairing(visit: Visiting, pairing_id: str) -> Response:
    """One pairing; each look is audited."""
    return await _show(visit, pairing_id)


@router.get("/{pairing_id}/dose.csv")
async def dose_as_file(visit: Visiting, pairing_id: str) -> Response:
    """Contacts and messages week by week, numbers only."""
    async with visit.changing() as (story, actor):
        pairing = await _pairing(visit, pairing_id, story, actor)
        await _audit(story, actor, pairing, "read.pairing")
        weeks = await weeks_of_pairing(story, pairing)
    t = visit.voice.t
    names = ("week", "first_day", "contacts", "planned", "from_service_user", "from_peer_worker")
    rows = [
        (
            week.number,
            week.first_day.isoformat(),
            week.contacts,
            week.planned,
            week.from_service_user,
            week.from_peer_worker,
        )
        for week in weeks
    ]
    return csv_answer("dose", [t(f"console.pairings.column.{name}") for name in names], rows)


@router.post("/{pairing_id}/pause")
async def pause(visit: Visiting, pairing_id: str) -> Response:
    """Pause the conversation until a coordinator lets it go on."""
    fields = await read_fields(visit.request)
    async with visit.changing(fields) as (story, actor):
        await _pairing(visit, pairing_id, story, actor)
        await pause_for_both(story, actor, pairing_id)
        await story.post(actor.person.id, body(say("console.pairings.paused")))
    return visit.go(f"pairings/{pairing_id}")


@router.post("/{pairing_id}/go-on")
async def go_on(visit: Visiting, pairing_id: str) -> Response:
    """Let the conversation go on."""
    fields = await read_fields(visit.request)
    async with visit.changing(fields) as (story, actor):
        await _pairing(visit, pairing_id, story, actor)
        runs = await go_on_for_both(story, actor, pairing_id)
        told = "console.pairings.goes_on" if runs else "console.pairings.still_stood_in"
        await story.post(actor.person.id, body(say(told)))
    return visit.go(f"pairings/{pairing_id}")


@router.post("/{pairing_id}/more-time")
async def more_time(visit: Visiting, pairing_id: str) -> Response:
    """Four weeks more."""
    fields = await read_fields(visit.request)
    async with visit.changing(fields) as (story, actor):
        await _pairing(visit, pairing_id, story, actor)
        await give_more_time(story, actor, pairing_id)
    return visit.go(f"pairings/{pairing_id}")


@router.post("/{pairing_id}/last-day")
async def last_day(visit: Visiting, pairing_id: str) -> Response:
    """Another last day."""
    fields = await read_fields(visit.request)
    day = read_answer(fields, "day", END_DAY, _today(visit))
    if fields.found:
        return await _show(visit, pairing_id, fields)
    async with visit.changing(fields) as (story, actor):
        await _pairing(visit, pairing_id, story, actor)
        if isinstance(day, date):
            await move_last_day(story, actor, pairing_id, day)
    return visit.go(f"pairings/{pairing_id}")


@router.post("/{pairing_id}/end")
async def end(visit: Visiting, pairing_id: str) -> Response:
    """End the pairing, with a word for both where there is one; the person waits again."""
    fields = await read_fields(visit.request)
    words = fields.text("words", longest=END_WORDS.most or 0, required=False)
    if fields.found:
        return await _show(visit, pairing_id, fields)
    async with visit.changing(fields) as (story, actor):
        await _pairing(visit, pairing_id, story, actor)
        await end_for_both(story, actor, pairing_id, words)
        await story.post(actor.person.id, body(say("console.pairings.ended")))
    return visit.go(f"pairings/{pairing_id}")


@router.post("/{pairing_id}/stand-in")
async def ask_about_stand_in(visit: Visiting, pairing_id: str) -> Response:
    """Ask the service user whether the one who covers may write meanwhile."""
    fields = await read_fields(visit.request)
    async with visit.changing(fields) as (story, actor):
        await _pairing(visit, pairing_id, story, actor)
        await ask_service_user(story, actor, pairing_id)
    return visit.go(f"pairings/{pairing_id}")


@router.post("/{pairing_id}/note")
async def note(visit: Visiting, pairing_id: str) -> Response:
    """Keep a note on the pairing, sealed with the service user's key."""
    fields = await read_fields(visit.request)
    words = fields.text("note", longest=MOST_LETTERS)
    if fields.found:
        return await _show(visit, pairing_id, fields)
    async with visit.changing(fields) as (story, actor):
        await _pairing(visit, pairing_id, story, actor)
        await add_note_on_pairing(story, actor, pairing_id, words)
    return visit.go(f"pairings/{pairing_id}")


@router.post("/{pairing_id}/write")
async def write(visit: Visiting, pairing_id: str) -> Response:
    """Write to one of the two; the words are not kept."""
    fields = await read_fields(visit.request)
    async with visit.changing() as (story, actor):
        pairing = await _pairing(visit, pairing_id, story, actor)
        view = await pairing_view(story, pairing)
    both = (view.user, view.peer)
    roles = [one.member_id for one in both if one.member_id is not None and one.can_write]
    to = fields.choice("to", roles)
    words = fields.text("letter", longest=LETTER.most or 0)
    if fields.found:
        return await _show(visit, pairing_id, fields)
    async with visit.changing(fields) as (story, actor):
        await _pairing(visit, pairing_id, story, actor)
        await write_to(story, actor, to, words)
    return visit.go(f"pairings/{pairing_id}")


async def _pairing(visit: Visit, pairing_id: str, story: Story, actor: Actor) -> Pairing:
    """A pairing of this programme that began; NotFound for any other."""
    found = await pairing_shown(story, actor, visit.programme.id, pairing_id)
    if found is None:
        raise NotFound
    return found


async def _show(visit: Visit, pairing_id: str, fields: Fields | None = None) -> Response:
    async with visit.changing() as (story, actor):
        pairing = await _pairing(visit, pairing_id, story, actor)
        await _audit(story, actor, pairing, "read.pairing")
        view: PairingView = await pairing_view(story, pairing)
        notes = await notes_of_pairing(story, pairing)
        if notes:
            await _audit(story, actor, pairing, "read.notes")
    return await visit.page(
        "pairing.html",
        form=fields,
        view=view,
        notes=notes,
        chart=week_bars(view.weeks),
        earliest=_today(visit),
    )


async def _audit(story: Story, actor: Actor, pairing: Pairing, act: str) -> None:
    await record_act(
        story.session,
        actor.person.id,
        act,
        about=pairing.id,
        programme_id=pairing.programme_id,
        now=story.now,
    )


def _today(visit: Visit) -> date:
    return today_of(visit.actor.person, visit.story.now)
