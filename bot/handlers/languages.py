"""The language to read in."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.filters import Verb, pressed_message, typed_command
from bot.keyboards import Press
from flows.actor import Actor
from flows.languages import ask_language, choose_language
from flows.story import Story


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="languages")
    router.message.register(on_language, typed_command("language"))
    router.callback_query.register(on_chosen, Verb("lg"))
    return router


async def on_language(message: Message, story: Story, actor: Actor) -> None:
    """Ask which language the person would like to read."""
    del message
    await ask_language(story, actor)


async def on_chosen(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Speak the chosen language from now on."""
    await choose_language(story, actor, press.ref)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))
