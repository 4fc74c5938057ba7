"""Self-referral: a stranger begins without an invitation."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.filters import Verb, pressed_message
from bot.keyboards import Press
from flows.actor import Actor
from flows.self_referral import refer_oneself
from flows.story import Story


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="self_referral")
    router.callback_query.register(on_begin, Verb("sr"))
    return router


async def on_begin(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Begin to look for a peer in the programme of the button."""
    await refer_oneself(story, actor, press.ref)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))
