"""Texts that people read: the programme's own words beside those of its pack, tried and kept."""

from fastapi import APIRouter
from starlette.responses import Response

from care.own_parts import HOURS, OWN_TEXTS, PROMPTS_MOST
from console.errors import NotFound
from console.forms import Fields, Problem, Problems, read_fields
from console.pages.settings import go_on_from, keep_setting
from console.visits import Visit, Visiting
from flows.errors import Refused
from flows.letters import Text
from flows.own_settings import TEXT
from flows.own_view import look_at, own_text, own_texts
from flows.programmes import pack_of

router = APIRouter(prefix="/p/{programme_id}/settings/words")

FIELD_MOST = 100_000  # letters of the field; how long the text may be is told by its own rule
SHOW = "show"


@router.get("")
async def show_words(visit: Visiting) -> Response:
    """Every text as the bot shows it, and whose words it is in."""
    return await visit.page("settings_words.html", texts=own_texts(visit.story, visit.programme))


@router.get("/change")
async def show_text(visit: Visiting) -> Response:
    """One text, to be written anew; `?text=` names it."""
    return await _show(visit, _named(visit.request.query_params.get("text", "")))


@router.post("/change")
async def change_text(visit: Visiting) -> Response:
    """Show how a text would look, or keep it."""
    fields = await read_fields(visit.request)
    name = _named(fields.text("text", required=False))
    words = fields.text("words", longest=FIELD_MOST)
    if fields.values.get("act") == SHOW and words:
        return await _show(visit, name, fields, shown=True)
    faults = look_at(visit.story, visit.programme, name, words).faults
    fields.found += [Problem("words", fault) for fault in faults]
    return await _keep(visit, fields, name, words)


@router.post("/pack-words")
async def forget_text(visit: Visiting) -> Response:
    """Let people read the words of the pack again."""
    fields = await read_fields(visit.request)
    return await _keep(visit, fields, _named(fields.text("text", required=False)), "")


async def _keep(visit: Visit, fields: Fields, name: str, words: str) -> Response:
    try:
        fields.check()
        async with visit.changing(fields) as (story, actor):
            seen = fields.values.get("seen", "")
            await keep_setting(visit, story, actor, f"{TEXT}{name}", words, seen)
    except Problems as wrong:
        return await _show(visit, name, fields, wrong.found, 422)
    except Refused as refused:
        told = Problem("words", Text(refused.key, refused.params or None))
        return await _show(visit, name, fields, (told,), 409)
    return visit.go("settings/rhythm" if name == HOURS else "settings/words")


async def _show(
    visit: Visit,
    name: str,
    fields: Fields | None = None,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
    *,
    shown: bool = False,
) -> Response:
    found = own_text(visit.story, visit.programme, name)
    typed = fields.values.get("words", "").replace("\r\n", "\n") if fields else ""
    pack = pack_of(visit.story, visit.programme)
    return await visit.page(
        "settings_text.html",
        status=status,
        problems=problems,
        found=found,
        values={"words": typed if fields else found.words},
        looked=look_at(visit.story, visit.programme, name, typed) if shown else None,
        seen=go_on_from(found.own, fields, status),
        pack=pack,
        most_prompts=PROMPTS_MOST,
    )


def _named(name: str) -> str:
    """The text of this name, the first for none; raises NotFound for what is no text."""
    if name and name not in OWN_TEXTS:
        raise NotFound
    return name or next(iter(OWN_TEXTS))
