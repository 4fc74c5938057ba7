"""A peer worker's answer to how they are after something hard: a button, or a typed reply."""

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery, Message

from bot.filters import Verb, pressed_message
from bot.keyboards import Press
from care.message_text import storable_text
from flows.actor import Actor
from flows.debrief_answers import answer_debrief, typed_debrief
from flows.story import Story


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="debriefs")
    router.callback_query.register(on_answer, Verb("dh"))
    router.message.register(on_reply, F.reply_to_message, F.text, ~F.text.startswith("/"))
    return router


async def on_answer(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Take the answer."""
    await answer_debrief(story, actor, press.ref, press.detail, pressed_message(query))


async def on_reply(message: Message, story: Story, actor: Actor) -> None:
    """Take a reply to the question; every other reply is somebody else's to handle."""
    replied = message.reply_to_message
    text = storable_text(message.text or "")
    reply_to = replied.message_id if replied is not None else None
    if not await typed_debrief(story, actor, text, reply_to):
        raise SkipHandler
