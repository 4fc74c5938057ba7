"""The way from the bot into the console."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.filters import Verb
from bot.keyboards import Press
from flows.actor import Actor
from flows.console_links import send_console_link
from flows.story import Story


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="console")
    router.callback_query.register(on_console, Verb("cl"))
    return router


async def on_console(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Send a link that opens the console once."""
    del query
    await send_console_link(story, actor, press.ref)
