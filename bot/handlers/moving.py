"""Going on at the worker bot, for peer workers who were at the main bot before."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.filters import Verb
from flows.actor import Actor
from flows.moving import move_here
from flows.story import Story


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="moving")
    router.callback_query.register(on_move, Verb("tv"))
    return router


async def on_move(query: CallbackQuery, story: Story, actor: Actor) -> None:
    """Bring the person with all their rows to this bot."""
    del query
    await move_here(story, actor)
