"""Everything that no other handler knows: old or foreign buttons, mostly."""

from aiogram import Router
from aiogram.types import CallbackQuery

from flows.actor import Actor
from flows.home import go_home
from flows.story import Story


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="unknown")
    router.callback_query.register(on_press)
    return router


async def on_press(query: CallbackQuery, story: Story, actor: Actor) -> None:
    """Show where the person is."""
    del query
    await go_home(story, actor)
