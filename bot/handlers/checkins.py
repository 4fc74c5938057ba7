"""Later, or not this time: the two other answers to a check-in."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.filters import Verb
from bot.keyboards import Press
from db.checkins import checkin_or_none
from db.ids import CheckinId
from flows import checkins
from flows.actor import Actor
from flows.answering import ensure_open_checkin
from flows.story import Story


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="checkins")
    router.callback_query.register(on_answer, Verb("kl", "kn"))
    return router


async def on_answer(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Put the check-in off, or leave it out."""
    del query
    found = await checkin_or_none(story.session, CheckinId(press.ref))
    checkin = ensure_open_checkin(actor, found)
    if press.verb == "kl":
        await checkins.put_off(story, actor.person, checkin)
    else:
        await checkins.leave_out(story, actor.person, checkin)
