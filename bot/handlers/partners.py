"""Partner organisations: the counts of their invitation links."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.filters import Verb, pressed_message
from bot.keyboards import Press
from flows.actor import Actor
from flows.partners import show_partners
from flows.story import Story


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="partners")
    router.callback_query.register(on_list, Verb("ip"))
    return router


async def on_list(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Show the counts to a coordinator."""
    await show_partners(story, actor, press.ref, pressed_message(query))
