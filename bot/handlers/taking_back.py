"""Taking back: /unsend, and the buttons that do the same."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.filters import Verb, pressed_message, typed_command
from bot.keyboards import Press
from flows.actor import Actor
from flows.story import Story
from flows.undoing import undo
from flows.unsending import ask_what, unsend, unsend_pressed


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="taking_back")
    router.message.register(on_unsend, typed_command("unsend"))
    router.callback_query.register(on_take_back, Verb("uy"))
    router.callback_query.register(on_undo, Verb("un"))
    return router


async def on_unsend(message: Message, story: Story, actor: Actor) -> None:
    """Take back the message that this answers; say how it works where it answers none."""
    if message.reply_to_message is None:
        await ask_what(story, actor)
    else:
        await unsend(story, actor, message.reply_to_message.message_id)


async def on_take_back(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Take back the message that the button names."""
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))
    await unsend_pressed(story, actor, press.ref)


async def on_undo(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Take back the newest message of a conversation."""
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))
    await undo(story, actor, press.ref)
