"""Yes and no to an offer: the peer worker first, then the service user."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.filters import Verb, pressed_message
from bot.keyboards import Press
from flows import offers
from flows.actor import Actor
from flows.story import Story


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="offers")
    router.callback_query.register(on_answer, Verb("oy", "on", "my", "mn"))
    router.callback_query.register(on_room_again, Verb("pr"))
    return router


async def on_answer(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Take the answer, and the buttons away."""
    if press.verb == "oy":
        await offers.peer_worker_accepts(story, actor, press.ref)
    elif press.verb == "on":
        await offers.peer_worker_declines(story, actor, press.ref, press.detail)
    elif press.verb == "my":
        await offers.service_user_accepts(story, actor, press.ref)
    else:
        await offers.service_user_declines(story, actor, press.ref)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))


async def on_room_again(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """A peer worker who was full takes offers again."""
    await offers.has_room_again(story, actor, press.ref)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))
