"""Your sign-in: the ways in, and the sessions, of whoever is signed in; theirs alone."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from console.forms import Fields, Problems, read_fields
from console.one_time_codes import spaced
from console.passkeys import can_have_passkeys
from console.sign_in import ensure_fresh
from console.visits import SignedIn
from db.console_sessions import (
    console_sessions_of,
    end_console_session,
    end_console_sessions,
)
from flows.console_chat import begin_chat
from flows.console_mail import mail_line, where_they_coordinate
from flows.console_ways import remove_account, ways_of

router = APIRouter()

ME = "/console/me"


@router.get("/set-up")
async def choose_way(guest: SignedIn) -> Response:
    """The first way in, for whoever came by a link."""
    if (await ways_of(guest.story, guest.actor.person.id)).count:
        return RedirectResponse("/console/", 303)
    return await guest.page("set_up.html", **possible(guest))


@router.get("/me")
async def show_me(guest: SignedIn) -> Response:
    """Ways in and sessions."""
    return await show_ways(guest)


@router.get("/me/stay")
async def stay(_: SignedIn) -> Response:
    """Somebody is there: the session is not locked yet."""
    return Response(status_code=204)


@router.post("/me/chat")
async def link_chat(guest: SignedIn) -> Response:
    """The way to the bot, to be called there too."""
    ensure_fresh(guest)
    async with guest.changing() as (story, actor):
        secret = await begin_chat(story, actor)
    return await guest.page("chat.html", address=f"{guest.desk.bot_link}?start={secret}")


@router.post("/me/account/remove")
async def take_account_away(guest: SignedIn) -> Response:
    """Let the organisation's account open nothing."""
    ensure_fresh(guest)
    async with guest.changing() as (story, actor):
        await remove_account(story, actor, guest.session.id)
    return to_me()


@router.post("/me/sessions/end")
async def end_one_session(guest: SignedIn) -> Response:
    """End one session of one's own; the one here is ended by signing out."""
    fields = await read_fields(guest.request)
    which = fields.values.get("session", "")
    async with guest.changing(fields) as (story, actor):
        for one in await console_sessions_of(story.session, actor.person.id):
            if one.id == which:
                end_console_session(story.session, one, story.now)
    return to_me()


@router.post("/me/sessions/end-others")
async def end_other_sessions(guest: SignedIn) -> Response:
    """End all sessions but this one."""
    async with guest.changing() as (story, actor):
        here = guest.session.id
        await end_console_sessions(story.session, actor.person.id, story.now, but=here)
    return to_me()


async def show_ways(
    guest: SignedIn, wrong: Problems | None = None, fields: Fields | None = None
) -> Response:
    """The page of ways and sessions, with what is wrong in a form of it."""
    who = guest.actor.person
    ways = await ways_of(guest.story, who.id)
    return await guest.page(
        "me.html",
        status=422 if wrong else 200,
        ways=ways,
        sign_in_name=spaced(ways.codes.name) if ways.codes else "",
        sessions=await console_sessions_of(guest.story.session, who.id),
        has_chat=who.telegram_hash is not None,
        has_bot=bool(guest.desk.bot_link),
        mail=await mail_line(guest.story, guest.actor),
        coordinates=where_they_coordinate(guest.actor) is not None,
        problems=wrong.found if wrong else (),
        values=fields.values if fields else None,
        **possible(guest),
    )


def possible(guest: SignedIn) -> dict[str, Any]:
    """Which ways there can be here."""
    return {
        "has_passkeys": can_have_passkeys(guest.desk),
        "has_organisation": guest.desk.organisation is not None,
    }


def to_me() -> Response:
    """Back to the page of ways and sessions."""
    return RedirectResponse(ME, 303)
