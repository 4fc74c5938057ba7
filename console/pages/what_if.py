"""What if: what a round would do with one thing changed; nothing is kept."""

from collections.abc import Callable

from fastapi import APIRouter
from starlette.responses import Response

from care.forms import Option, Question
from care.onboarding import LANGUAGES, WISH
from care.setting_pack import SettingPack
from console.apart import worked_out
from console.forms import Fields, Problems, read_fields
from console.pages.shortlist import waiting_in
from console.visits import Visit, Visiting
from flows.labels import labels_of
from flows.letters import Text, Words, say
from flows.matching_list import MatchingList, read_list
from flows.programmes import pack_of
from flows.staff import name_in, record
from flows.story import Story
from flows.what_helps import advice_for, helped
from flows.what_if import (
    Newcomer,
    compare,
    relaxable_of,
    to_show,
    weights_of,
    with_newcomer,
    with_relaxed,
    with_weights,
)

router = APIRouter(prefix="/p/{programme_id}/waiting")

MOST_PLACES, MOST_WEIGHT = 10, 100
Options = tuple[Option, ...]


@router.get("/what-if")
async def ask_what_if(visit: Visiting) -> Response:
    """The forms: one more peer worker, other weights."""
    return await _ask(visit)


@router.post("/what-if/peer")
async def with_one_more(visit: Visiting) -> Response:
    """The round with one more peer worker like this."""
    fields = await read_fields(visit.request)
    pack = pack_of(visit.story, visit.programme)
    traits = {
        question.code: fields.choice(
            f"trait-{question.code}", _codes(question.options), required=False
        )
        for question in _traits(pack)
    }
    given = Newcomer(
        languages=tuple(fields.choices("languages", _codes(_languages(pack)))),
        stages=tuple(fields.choices("stages", _codes(pack.stages))),
        experiences=tuple(fields.choices("experiences", _codes(pack.experiences))),
        traits={code: value for code, value in traits.items() if value},
        places=fields.number("places", lowest=1, highest=MOST_PLACES),
    )
    if not given.languages:
        fields.refuse("languages", "form.choose")
    try:
        fields.check()
    except Problems as wrong:
        return await _ask(visit, wrong, fields)
    return await _answer(
        visit,
        lambda listed: with_newcomer(listed, visit.programme, pack, given),
        say("console.what_if.asked.peer"),
        Words(_described(pack, given)),
        say("console.what_if.asked.places", n=given.places),
    )


@router.post("/what-if/weights")
async def with_other_weights(visit: Visiting) -> Response:
    """The round with other weights of the fit."""
    fields = await read_fields(visit.request)
    pack = pack_of(visit.story, visit.programme)
    weights = {
        term: fields.number(f"weight-{term}", lowest=0, highest=MOST_WEIGHT)
        for term, _ in weights_of(pack)
    }
    if not fields.found and not any(weights.values()):
        fields.refuse(f"weight-{next(iter(weights))}", "what_if.all_nothing")
    try:
        fields.check()
    except Problems as wrong:
        return await _ask(visit, wrong, fields)
    voice = visit.voice
    told = ", ".join(f"{voice.t(f'console.fit.{term}')}: {n}" for term, n in weights.items())
    return await _answer(
        visit,
        lambda listed: with_weights(listed, weights),
        say("console.what_if.asked.weights"),
        Words(told),
    )


@router.post("/{waiting_id}/what-if")
async def with_one_wish_less(visit: Visiting, waiting_id: str) -> Response:
    """The round in which one person asks for less; the look is audited."""
    fields = await read_fields(visit.request)
    async with visit.changing() as (story, actor):
        actor.ensure_coordinator(visit.programme.id)
        waiting = await waiting_in(story, visit, waiting_id)
        name = await name_in(story, waiting)
        known = dict(await relaxable_of(story, visit.programme, waiting))
        await record(story, actor, waiting, "read.what_if")
    what = fields.choice("relax", tuple(known))
    try:
        fields.check()
    except Problems:
        return visit.go(f"waiting/{waiting_id}")
    asked = say("console.what_if.asked.relax", name=name)
    return await _answer(
        visit,
        lambda listed: with_relaxed(listed, waiting.person_id, what),
        asked,
        known[what],
    )


@router.post("/{waiting_id}/what-helps")
async def show_what_helps(visit: Visiting, waiting_id: str) -> Response:
    """Which limits would have to give for this person to have a place; the look is audited."""
    async with visit.changing() as (story, actor):
        actor.ensure_coordinator(visit.programme.id)
        waiting = await waiting_in(story, visit, waiting_id)
        name = await name_in(story, waiting)
        await record(story, actor, waiting, "read.what_if")
    async with visit.desk.database.reading() as session:
        story = Story(session, visit.desk.now(), "console:what-helps")
        listed = await read_list(story, visit.programme)
        advice = await worked_out(advice_for, listed, waiting.person_id)
        shown = await helped(story, visit.programme, advice)
    return await visit.page("what_helps.html", shown=shown, name=name, waiting_id=waiting.id)


async def _answer(
    visit: Visit, change: Callable[[MatchingList], MatchingList], *asked: Text | Words
) -> Response:
    """Read the list, make both rounds apart, and show what differs."""
    async with visit.desk.database.reading() as session:
        story = Story(session, visit.desk.now(), "console:what-if")
        listed = await read_list(story, visit.programme)
        found = await worked_out(compare, listed, change(listed))
        shown = await to_show(story, listed, found)
    return await visit.page("what_if_shown.html", shown=shown, asked=asked)


async def _ask(
    visit: Visit, wrong: Problems | None = None, fields: Fields | None = None
) -> Response:
    pack = pack_of(visit.story, visit.programme)
    return await visit.page(
        "what_if.html",
        status=422 if wrong else 200,
        languages=_shown(_languages(pack)),
        stages=_shown(pack.stages),
        experiences=_shown(pack.experiences),
        traits=_traits(pack),
        trait_names=_trait_names(pack),
        weights=weights_of(pack),
        problems=wrong.found if wrong else None,
        values=fields.values if fields else None,
        raw=fields.raw if fields else {},
    )


def _languages(pack: SettingPack) -> Options:
    question = pack.peer_worker.question(LANGUAGES)
    return tuple(question.options) if question else ()


def _described(pack: SettingPack, given: Newcomer) -> str:
    """The traits that were chosen, in the pack's words."""
    labels = labels_of(pack)
    codes = (*given.languages, *given.stages, *given.experiences, *given.traits.values())
    return ", ".join(labels.get(code, code) for code in codes)


def _trait_names(pack: SettingPack) -> dict[str, str]:
    """What each trait is called where it is wished for."""
    return {wish.code: wish.label for wish in pack.wishes}


def _traits(pack: SettingPack) -> list[Question]:
    """What a peer worker may tell of themselves, one answer to each."""
    asked = [question for question in pack.peer_worker.questions if question.kind == "one"]
    return [question for question in asked if not question.code.startswith(WISH)]


def _shown(options: Options) -> list[tuple[str, str]]:
    return [(option.code, option.label) for option in options]


def _codes(options: Options) -> tuple[str, ...]:
    return tuple(option.code for option in options)
