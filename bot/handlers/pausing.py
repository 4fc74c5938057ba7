"""A break for service users: ask, begin, and come back."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.filters import Verb, pressed_message, typed_command
from bot.keyboards import Press
from flows import pausing
from flows.actor import SERVICE_USER, Actor
from flows.story import Story


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="pausing")
    router.message.register(on_pause, typed_command("pause"), _is_service_user)
    router.callback_query.register(on_press, Verb("za", "zy", "zr"))
    return router


async def on_pause(message: Message, story: Story, actor: Actor) -> None:
    """Ask whether the person would like a break, or show that they are on one."""
    del message
    await pausing.ask_to_pause(story, actor, "")


async def on_press(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Ask, begin the break, or end it."""
    if press.verb == "za":
        await pausing.ask_to_pause(story, actor, press.ref)
        return
    if press.verb == "zy":
        await pausing.pause(story, actor, press.ref)
    else:
        await pausing.come_back(story, actor, press.ref)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))


async def _is_service_user(message: Message, actor: Actor) -> bool:
    del message
    return actor.role(SERVICE_USER) is not None
