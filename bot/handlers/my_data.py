"""My data: see it, change answers, leave, and delete everything."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.filters import Verb, pressed_message, typed_command
from bot.keyboards import Press
from flows import leaving, my_copy, my_data
from flows.actor import Actor
from flows.story import Story


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="my_data")
    router.message.register(on_my_data, typed_command("mydata"))
    router.message.register(on_stop, typed_command("stop"))
    router.callback_query.register(on_change, Verb("hm"))
    router.callback_query.register(on_copy, Verb("ex"))
    router.callback_query.register(on_confirmed, Verb("xl", "xe", "xq", "xk"))
    return router


async def on_my_data(message: Message, story: Story, actor: Actor) -> None:
    """Show what is held about the person."""
    del message
    await my_data.show_my_data(story, actor)


async def on_stop(message: Message, story: Story, actor: Actor) -> None:
    """Ask once whether the person wants to leave."""
    del message
    await leaving.ask_to_leave(story, actor)


async def on_change(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Open the answers of the role that the button names for changes."""
    del query
    await my_data.change_answers(story, actor, press.ref)


async def on_copy(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Say what a copy is, or send it once that was read."""
    if press.detail != "send":
        await my_copy.offer_copy(story, actor)
        return
    await my_copy.send_copy(story, actor)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))


async def on_confirmed(query: CallbackQuery, story: Story, actor: Actor) -> None:
    """Leave, delete, ask before deleting, or stay after all."""
    verb = (query.data or "").partition(":")[0]
    if verb == "xl":
        await leaving.leave(story, actor)
    elif verb == "xe":
        await leaving.erase(story, actor)
    elif verb == "xq":
        await leaving.ask_to_erase(story, actor)
    else:
        await leaving.stay(story, actor)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))
