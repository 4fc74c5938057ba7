"""What I agreed to: see it, agree, take it back."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.filters import Verb, pressed_message
from bot.keyboards import Press
from flows import consents
from flows.actor import Actor
from flows.story import Story

_ACTS = {
    "eo": consents.open_consent,
    "ey": consents.agree,
    "en": consents.take_back,
    "el": consents.take_back_and_leave,
}


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="consents")
    router.callback_query.register(on_list, Verb("ec"))
    router.callback_query.register(on_press, Verb(*_ACTS))
    return router


async def on_list(query: CallbackQuery, story: Story, actor: Actor) -> None:
    """Show all that the person was asked to agree to."""
    await consents.show_consents(story, actor, pressed_message(query))


async def on_press(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Open, give or take back the consent that the button names."""
    await _ACTS[press.verb](story, actor, press.ref, press.detail, pressed_message(query))
