"""Your codes: an app that shows six figures, and recovery codes on paper."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from console.forms import Fields, read_fields
from console.one_time_codes import (
    new_recovery_codes,
    new_secret_text,
    new_sign_in_name,
    picture_of,
    spaced,
    step_of,
)
from console.pages.me import ME, to_me
from console.sign_in import ensure_fresh
from console.visits import SignedIn
from db.console_codes import (
    begin_codes,
    codes_of,
    confirm_codes,
    keep_recovery_codes,
    pending_secret,
    sign_in_name,
)
from flows.console_ways import remove_codes, way_added, ways_of

router = APIRouter(prefix="/me/codes")


@router.post("/begin")
async def begin_new_codes(guest: SignedIn) -> Response:
    """A new secret for an app; the one before works until a code of this one was typed."""
    ensure_fresh(guest)
    async with guest.changing() as (story, actor):
        name, secret = new_sign_in_name(), new_secret_text()
        await begin_codes(story.session, actor.person.id, name, secret)
    return RedirectResponse(f"{ME}/codes", 303)


@router.get("")
async def show_new_codes(guest: SignedIn) -> Response:
    """The secret as a picture and as text, until a code of it was typed."""
    ensure_fresh(guest)
    return await _new_codes(guest)


@router.post("")
async def confirm_new_codes(guest: SignedIn) -> Response:
    """A code of the app shows that it has the secret; the recovery codes are shown this once."""
    ensure_fresh(guest)
    fields = await read_fields(guest.request)
    typed = "".join(one for one in fields.text("code") if one.isdigit())
    codes = new_recovery_codes()
    async with guest.changing(fields) as (story, actor):
        row = await codes_of(story.session, actor.person.id)
        secret = await pending_secret(story.session, row) if row else ""
        step = step_of(secret, typed, story.now) if secret else None
        if row is not None and step is not None:
            await confirm_codes(story.session, row, secret, step, story.now)
            await keep_recovery_codes(story.session, actor.person.id, codes, story.now)
            await way_added(story, actor, "console.codes_added")
    if row is None or not secret:
        return to_me()
    if step is None:
        fields.refuse("code", "codes.wrong")
        return await _new_codes(guest, fields)
    name = spaced(await sign_in_name(guest.story.session, row))
    return await guest.page("recovery_codes.html", codes=map(spaced, codes), name=name)


@router.post("/recovery")
async def make_recovery_codes(guest: SignedIn) -> Response:
    """Ten new recovery codes; the ones before open nothing any more."""
    ensure_fresh(guest)
    if (ways := await ways_of(guest.story, guest.actor.person.id)).codes is None:
        return to_me()
    codes = new_recovery_codes()
    async with guest.changing() as (story, actor):
        await keep_recovery_codes(story.session, actor.person.id, codes, story.now)
        await way_added(story, actor, "console.recovery_codes_made")
    name = spaced(ways.codes.name)
    return await guest.page("recovery_codes.html", codes=map(spaced, codes), name=name)


@router.post("/remove")
async def take_codes_away(guest: SignedIn) -> Response:
    """Let no code of the app, and no recovery code, open anything."""
    ensure_fresh(guest)
    async with guest.changing() as (story, actor):
        await remove_codes(story, actor, guest.session.id)
    return to_me()


async def _new_codes(guest: SignedIn, fields: Fields | None = None) -> Response:
    row = await codes_of(guest.story.session, guest.actor.person.id)
    secret = await pending_secret(guest.story.session, row) if row else ""
    if row is None or not secret:
        return to_me()
    name = spaced(await sign_in_name(guest.story.session, row))
    return await guest.page(
        "codes.html",
        status=422 if fields else 200,
        name=name,
        secret=secret,
        picture=picture_of(secret, name),
        problems=fields.found if fields else (),
        values={},
    )
