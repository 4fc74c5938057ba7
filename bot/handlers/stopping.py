"""Block and unblock: at one press, and never told to the other one."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.filters import Verb, pressed_message
from bot.keyboards import Press
from flows import blocking
from flows.actor import Actor
from flows.story import Story


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="stopping")
    router.callback_query.register(on_block, Verb("bb"))
    router.callback_query.register(on_list, Verb("bl"))
    router.callback_query.register(on_unblock, Verb("bu"))
    return router


async def on_block(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Block the other person of the pairing."""
    await blocking.block(story, actor, press.ref)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))


async def on_list(query: CallbackQuery, story: Story, actor: Actor) -> None:
    """Show whom the person blocked."""
    del query
    await blocking.show_blocked(story, actor)


async def on_unblock(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Lift one block."""
    await blocking.unblock(story, actor, press.ref)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))
