"""What was kept: a form that was sent when the session was locked, to be sent on or thrown away."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from console.kept_forms import open_kept
from console.visits import SignedIn
from db.console_kept_forms import forget_form, kept_form_of

router = APIRouter(prefix="/kept")


@router.get("")
async def show_kept(guest: SignedIn) -> Response:
    """What was typed, and a button that sends it to where it was going."""
    session, who = guest.story.session, guest.actor.person.id
    form = await kept_form_of(session, who, guest.story.now)
    if form is None:
        return RedirectResponse("/console/", 303)
    return await guest.page("kept.html", kept=await open_kept(session, form))


@router.post("/send")
async def send_on(guest: SignedIn) -> Response:
    """Let the browser send the same fields to the page that they were for."""
    async with guest.changing() as (story, actor):
        form = await kept_form_of(story.session, actor.person.id, story.now)
        if form is not None:
            await forget_form(story.session, form)
    return RedirectResponse(form.path if form else "/console/", 307 if form else 303)


@router.post("/drop")
async def throw_away(guest: SignedIn) -> Response:
    """Forget what was typed."""
    async with guest.changing() as (story, actor):
        form = await kept_form_of(story.session, actor.person.id, story.now)
        if form is not None:
            await forget_form(story.session, form)
    return RedirectResponse("/console/", 303)
