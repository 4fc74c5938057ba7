"""Your passkeys: made, named and removed by their owner."""

from fastapi import APIRouter
from starlette.responses import Response

from console.forms import Problems, read_fields
from console.pages.me import possible, show_ways, to_me
from console.passkeys import PasskeyRefused, ask_for_new, check_new
from console.sign_in import ensure_fresh, let_in, welcome
from console.visits import LINK, SignedIn
from db.console_passkeys import add_passkey
from db.people import name_of
from flows.console_ways import remove_passkey, rename_passkey, way_added

router = APIRouter(prefix="/me/passkey")

LONGEST_NAME, LONGEST_ANSWER = 40, 16_000


@router.get("")
async def show_new_passkey(guest: SignedIn) -> Response:
    """Where a passkey is made."""
    ensure_fresh(guest)
    return await guest.page("passkey.html", **possible(guest))


@router.post("/ask")
async def ask_new_passkey(guest: SignedIn) -> Response:
    """What the browser asks an authenticator, for a script."""
    ensure_fresh(guest)
    name = await name_of(guest.story.session, guest.actor.person)
    async with guest.changing() as (story, actor):
        asked = await ask_for_new(story.session, guest.desk, actor.person.id, name, story.now)
    return Response(asked, media_type="application/json")


@router.post("")
async def keep_new_passkey(guest: SignedIn) -> Response:
    """Keep the passkey that the browser made."""
    ensure_fresh(guest)
    fields = await read_fields(guest.request)
    name = fields.text("name", longest=LONGEST_NAME)
    answer = fields.text("credential", longest=LONGEST_ANSWER, required=False)
    try:
        fields.check()
        async with guest.changing(fields) as (story, actor):
            made = await check_new(story.session, guest.desk, actor.person.id, answer, story.now)
            count = made.sign_count
            await add_passkey(
                story.session,
                actor.person.id,
                made.credential,
                name=name,
                sign_count=count,
                now=story.now,
            )
            await way_added(story, actor, "console.passkey_added")
    except (Problems, PasskeyRefused) as wrong:
        if isinstance(wrong, PasskeyRefused):
            fields.refuse("name", "passkey.refused")
        return await guest.page(
            "passkey.html",
            status=422,
            problems=fields.found,
            values=fields.values,
            **possible(guest),
        )
    return await _renewed(guest, "passkey")


@router.post("/name")
async def change_name(guest: SignedIn) -> Response:
    """Call a passkey something else."""
    fields = await read_fields(guest.request)
    name = fields.text("name", longest=LONGEST_NAME)
    try:
        fields.check()
    except Problems as wrong:
        return await show_ways(guest, wrong, fields)
    async with guest.changing(fields) as (story, actor):
        await rename_passkey(story, actor, fields.values.get("passkey", ""), name)
    return to_me()


@router.post("/remove")
async def take_passkey_away(guest: SignedIn) -> Response:
    """Let a passkey open nothing any more."""
    ensure_fresh(guest)
    fields = await read_fields(guest.request)
    async with guest.changing(fields) as (story, actor):
        which = fields.values.get("passkey", "")
        await remove_passkey(story, actor, which, guest.session.id)
    return to_me()


async def _renewed(guest: SignedIn, way: str) -> Response:
    """On with a session of its own, once somebody who came by a link has a way in."""
    if guest.session.way != LINK:
        return to_me()
    async with guest.desk.database.transaction() as session:
        token, page = await let_in(session, guest.request, guest.actor.person.id, way)
    return welcome(guest.desk, token, page)
