"""Voice messages: asked about, agreed to, and stopped, each for one person's own pairing."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.filters import Verb, pressed_message
from bot.keyboards import Press
from flows import voice_choices
from flows.actor import Actor
from flows.story import Story


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="voices")
    router.callback_query.register(on_ask, Verb("vo"))
    router.callback_query.register(on_yes, Verb("vy"))
    router.callback_query.register(on_no, Verb("vn"))
    return router


async def on_ask(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Warn, and ask whether voice messages may pass."""
    del query
    await voice_choices.ask_voice(story, actor, press.ref)


async def on_yes(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Agree to voice messages."""
    await voice_choices.agree_to_voice(story, actor, press.ref)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))


async def on_no(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Say no to voice messages, or stop them."""
    await voice_choices.stop_voice(story, actor, press.ref)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))
