"""The setting pack that a programme works by, its parts in words, and the choice of another."""

from fastapi import APIRouter
from starlette.responses import Response

from care.packs import pack_codes
from care.setting_pack import ROLES
from console.errors import NotFound
from console.forms import Problem, Problems, read_fields
from console.pages.settings import keep_setting
from console.visits import Visit, Visiting
from flows.errors import Refused
from flows.letters import Text
from flows.own_settings import PACK, may_choose_pack
from flows.own_view import pack_choices, usable_pack
from flows.plan_words import title_of
from flows.programmes import pack_of, packs_folder, rules_of
from flows.setting import mark_of
from matching.rules import TERMS

router = APIRouter(prefix="/p/{programme_id}/settings/pack")


@router.get("")
async def show_pack(visit: Visiting) -> Response:
    """The pack as this programme uses it; `?look=` shows another one that could be chosen."""
    look = visit.request.query_params.get("look", "")
    if look and usable_pack(visit.story, look) is None:
        raise NotFound
    return await _show(visit, look)


@router.post("")
async def choose_pack(visit: Visiting) -> Response:
    """Work by another pack, while nobody but coordinators is there."""
    fields = await read_fields(visit.request)
    code = fields.choice("pack", pack_codes(packs_folder(visit.story)))
    try:
        fields.check()
        async with visit.changing(fields) as (story, actor):
            await keep_setting(visit, story, actor, PACK, code, fields.values.get("seen", ""))
    except Problems as wrong:
        return await _show(visit, "", wrong.found, 422)
    except Refused as refused:
        told = Problem("pack", Text(refused.key, refused.params or None))
        return await _show(visit, "", (told,), 409)
    return visit.go("settings/pack")


async def _show(
    visit: Visit, look: str, problems: tuple[Problem, ...] = (), status: int = 200
) -> Response:
    story, where = visit.story, visit.programme
    other = usable_pack(story, look) if look and look != where.pack else None
    pack = other or pack_of(story, where)
    rules = rules_of(pack)
    return await visit.page(
        "settings_pack.html",
        status=status,
        problems=problems,
        pack=pack,
        rules=rules,
        weights={term: rules.weight(term) for term in TERMS},
        forms=[(role, pack.form(role)) for role in ROLES],
        titles={one.measure: title_of(story, one.measure) for one in pack.checkins},
        is_other=other is not None,
        choices=pack_choices(story),
        may_choose=await may_choose_pack(story, where),
        seen=mark_of(where.pack),
    )
