"""Outcomes: what came of the programme's work, without a number that shows single people."""

import secrets

from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from care.outcomes_hiding import SMALLEST
from care.outcomes_intervals import FEWEST_VALUES
from care.outcomes_lines import YEARS
from care.outcomes_points import AFTER_WEEKS, PEER_WEEKS
from console.csv_files import csv_answer
from console.forms import Fields, read_fields
from console.outcome_tables import NUMBERS, numbers, tell
from console.outcome_words import choice_of
from console.research_zip import archive
from console.visits import Visit, Visiting
from flows.outcome_counting import ask_to_count
from flows.outcomes import Outcomes, outcomes_of, way_in
from flows.research import PURPOSE_MOST, note_export, research_of
from flows.research_files import Export

router = APIRouter(prefix="/p/{programme_id}/outcomes")


@router.get("")
async def show_outcomes(visit: Visiting) -> Response:
    """The figures by years, or by what `?by=` says, in all years or that of `?year=`."""
    return await _show(visit, "outcomes.html")


@router.get("/print")
async def show_on_paper(visit: Visiting) -> Response:
    """The same for a funder: what was counted, how, of how many, and what is missing."""
    return await _show(visit, "outcomes_print.html")


@router.get("/csv")
async def keep_as_file(visit: Visiting) -> Response:
    """The numbers of one figure (`?figure=`), or of all; what is hidden is hidden here too."""
    found = await _outcomes(visit)
    t = visit.voice.t
    header = [t(f"console.outcomes.file.{name}") for name in NUMBERS]
    asked = visit.request.query_params.get("figure", "")
    return csv_answer(f"outcomes-{found.by}", header, numbers(t, found, asked))


@router.post("/count")
async def count_anew(visit: Visiting) -> Response:
    """Let the figures be counted soon."""
    fields = await read_fields(visit.request)
    async with visit.changing(fields) as (story, actor):
        await ask_to_count(story, actor, visit.programme.id)
    return visit.go("outcomes")


@router.get("/research")
async def show_research(visit: Visiting) -> Response:
    """What an export for research holds, who said yes to it, and what was exported before."""
    return await _show_research(visit)


@router.post("/research")
async def export_for_research(visit: Visiting) -> Response:
    """An archive for a stated purpose; that it was made, by whom and for what is kept.

    A file leaves the page as it was, so the form holds no `once`: a download that failed can be
    asked for again from there.
    """
    fields = await read_fields(visit.request)
    purpose = fields.text("purpose", longest=PURPOSE_MOST)
    if fields.found:
        return await _show_research(visit, fields)
    async with visit.changing() as (story, actor):
        await note_export(story, actor, visit.programme, purpose)
    now = visit.desk.now()
    export = Export(visit.desk.database, visit.programme, now, secrets.token_bytes(32))
    return StreamingResponse(
        archive(export.pieces(), now),
        media_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="research.zip"'},
    )


async def _show_research(visit: Visit, fields: Fields | None = None) -> Response:
    return await visit.page(
        "outcomes_research.html",
        form=fields,
        research=await research_of(visit.story, visit.programme),
        most=PURPOSE_MOST,
        smallest=SMALLEST,
    )


async def _show(visit: Visit, template: str) -> Response:
    found = await _outcomes(visit)
    t = visit.voice.t
    return await visit.page(
        template,
        outcomes=found,
        figures=tell(t, found),
        ways=[(way, choice_of(t, way)) for way in found.ways],
        by=choice_of(t, found.by),
        smallest=SMALLEST,
        fewest=FEWEST_VALUES,
        after_weeks=AFTER_WEEKS,
        peer_weeks=PEER_WEEKS,
    )


async def _outcomes(visit: Visit) -> Outcomes:
    asked = visit.request.query_params
    by = way_in(asked.get("by", YEARS), asked.get("year", ""))
    return await outcomes_of(visit.story, visit.actor, visit.programme, by)
