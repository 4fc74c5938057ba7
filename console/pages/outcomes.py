"""Outcomes: what came of the programme's work, without a number that shows single people."""

from fastapi import APIRouter
from starlette.responses import Response

from care.outcomes_hiding import SMALLEST
from care.outcomes_intervals import FEWEST_VALUES
from care.outcomes_points import AFTER_WEEKS, PEER_WEEKS
from care.outcomes_tables import YEARS
from console.csv_files import csv_answer
from console.forms import read_fields
from console.outcome_tables import NUMBERS, numbers, tell
from console.outcome_words import choice_of
from console.visits import Visit, Visiting
from flows.outcome_counting import ask_to_count
from flows.outcomes import Outcomes, outcomes_of

router = APIRouter(prefix="/p/{programme_id}/outcomes")


@router.get("")
async def show_outcomes(visit: Visiting) -> Response:
    """The figures by years, or by what `?by=` says."""
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


async def _show(visit: Visit, template: str) -> Response:
    found = await _outcomes(visit)
    t = visit.voice.t
    return await visit.page(
        template,
        outcomes=found,
        figures=tell(t, found),
        choices=[(by, choice_of(t, by)) for by in found.choices],
        by=choice_of(t, found.by),
        smallest=SMALLEST,
        fewest=FEWEST_VALUES,
        after_weeks=AFTER_WEEKS,
        peer_weeks=PEER_WEEKS,
    )


async def _outcomes(visit: Visit) -> Outcomes:
    asked = visit.request.query_params.get("by", YEARS)
    return await outcomes_of(visit.story, visit.actor, visit.programme, asked)
