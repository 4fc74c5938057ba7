"""Settings: what a programme decides for itself, who changed it, and how it is put back."""

from fastapi import APIRouter
from starlette.responses import Response

from console.forms import Fields, Problem, Problems, read_fields
from console.visits import Visit, Visiting
from db.programmes import programme
from flows.actor import Actor
from flows.errors import Refused
from flows.letters import Text, body, say
from flows.programme_settings import (
    MONTHS,
    MOST_WEIGHT,
    NEVER,
    OFF,
    ON,
    change_setting,
    undo_change,
    write_weights,
)
from flows.regions import regions_in
from flows.setting import mark_of
from flows.settings_view import latest_changes, settings_now, weights_of
from flows.story import Story
from matching.rules import TERMS

router = APIRouter(prefix="/p/{programme_id}/settings")

FIELD_OF = {"weights": f"weight_{TERMS[0]}", "erase_after_months": "months"}
"""Beside which field it is told that a setting cannot be so, where that has another name."""


@router.get("")
async def show_settings(visit: Visiting) -> Response:
    """The parts of the settings, and the latest changes."""
    return await visit.page(
        "settings.html",
        now=await settings_now(visit.story, visit.programme),
        changes=await latest_changes(visit.story, visit.programme),
    )


@router.post("/undo")
async def undo(visit: Visiting) -> Response:
    """Put a setting back to what it was before a change."""
    fields = await read_fields(visit.request)
    async with visit.changing(fields) as (story, actor):
        where = await programme(story.session, visit.programme.id)
        await undo_change(story, actor, where, fields.text("change", required=False))
        await story.post(actor.person.id, body(say("console.settings.undone")))
    return visit.go("settings")


@router.get("/programme")
async def show_programme(visit: Visiting) -> Response:
    """Who may come in, whose numbers are shown, what a match counts, how long people are kept."""
    return await _show(visit)


@router.post("/programme/self-referral")
async def change_self_referral(visit: Visiting) -> Response:
    """Let people come in without an invitation, or not."""
    fields = await read_fields(visit.request)
    return await _keep(visit, fields, "self_referral", fields.choice("self_referral", (ON, OFF)))


@router.post("/programme/region")
async def change_region(visit: Visiting) -> Response:
    """Choose whose numbers for urgent help people are given."""
    fields = await read_fields(visit.request)
    codes = regions_in(visit.story.session.info).codes()
    return await _keep(visit, fields, "region", fields.choice("region", codes))


@router.post("/programme/retention")
async def change_retention(visit: Visiting) -> Response:
    """Choose after how many months whoever left is forgotten."""
    fields = await read_fields(visit.request)
    chosen = fields.choice("months", (NEVER, *MONTHS))
    return await _keep(visit, fields, "erase_after_months", chosen)


@router.post("/programme/weights")
async def change_weights(visit: Visiting) -> Response:
    """Choose how much each part of a match counts."""
    fields = await read_fields(visit.request)
    given = {term: fields.number(f"weight_{term}", lowest=0, highest=MOST_WEIGHT) for term in TERMS}
    if not any(given.values()) and not fields.found:
        fields.refuse(f"weight_{TERMS[0]}", "settings.some_weight")
    return await _keep(visit, fields, "weights", write_weights(given))


@router.post("/programme/weights-of-the-pack")
async def forget_weights(visit: Visiting) -> Response:
    """Let the weights of the pack count again."""
    return await _keep(visit, await read_fields(visit.request), "weights", "")


async def _keep(visit: Visit, fields: Fields, name: str, value: str) -> Response:
    try:
        fields.check()
        async with visit.changing(fields) as (story, actor):
            await keep_setting(visit, story, actor, name, value, fields.values.get("seen", ""))
    except Problems as wrong:
        return await _show(visit, fields, name, wrong.found, 422)
    except Refused as refused:
        told = Problem(FIELD_OF.get(name, name), Text(refused.key, refused.params or None))
        return await _show(visit, fields, name, (told,), 409)
    return visit.go("settings/programme")


async def keep_setting(
    visit: Visit, story: Story, actor: Actor, name: str, value: str, seen: str = ""
) -> None:
    """Change the setting of the programme in this transaction, and say what came of it.

    `seen` is the mark of the value that the form was filled in from; raises Refused where somebody
    else changed it since.
    """
    where = await programme(story.session, visit.programme.id)
    mine = actor.ensure_coordinator(where.id)
    changed = await change_setting(story, where, name, value, by=mine.person_id, seen=seen)
    told = say("console.settings.kept" if changed else "console.settings.as_before")
    await story.post(actor.person.id, body(told))


def go_on_from(standing: str, fields: Fields | None, status: int) -> str:
    """The mark for `seen` of a form that is drawn, where the setting is `standing` now.

    A form that comes again stays by what it was filled in from, so that a change by somebody else
    is still told when it is kept. Once that is told, by status 409, it goes on from what is now.
    """
    if fields is None or status == 409:
        return mark_of(standing)
    return fields.values.get("seen", "")


async def _show(
    visit: Visit,
    fields: Fields | None = None,
    name: str = "",
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> Response:
    story, where = visit.story, visit.programme
    now = await settings_now(story, where)
    regions = regions_in(story.session.info)
    return await visit.page(
        "settings_programme.html",
        status=status,
        problems=problems,
        values=fields.values if fields else {},
        now=now,
        marks={
            one: go_on_from(value, fields if one == name else None, status)
            for one, value in now.items()
        },
        months=(NEVER, *MONTHS),
        regions=[(code, regions.pack(code).title) for code in regions.codes()],
        weights=weights_of(story, where),
    )
