"""Urgent help: the first handler of all."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.filters import Verb, typed_command
from bot.handlers.conversation import write_read
from bot.message_reading import read_message
from bot.updates import Raw
from bot.urgent import is_urgent_request
from flows.actor import Actor
from flows.conversation import running_pairings
from flows.story import Story
from flows.urgent_help import PERSON_NOW, call_person, give_urgent_help


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="urgent_help")
    router.message.register(on_asked, typed_command("urgent"))
    router.message.register(on_asked_in_words, _asks_in_words)
    router.callback_query.register(on_pressed, Verb("u"))
    router.callback_query.register(on_person_wanted, Verb(PERSON_NOW))
    return router


async def on_asked(message: Message, story: Story, actor: Actor) -> None:
    """Give urgent help to whoever types for it."""
    del message
    await give_urgent_help(story, actor)


async def on_asked_in_words(message: Message, story: Story, actor: Actor, raw: Raw) -> None:
    """Give urgent help; words such as "help me" still go on to the peer they were written to."""
    await give_urgent_help(story, actor)
    running = await running_pairings(story, actor)
    if running:
        await write_read(story, actor, read_message(message, raw, actor.person.bot), running)


async def on_pressed(query: CallbackQuery, story: Story, actor: Actor) -> None:
    """Give urgent help to whoever presses for it."""
    del query
    await give_urgent_help(story, actor)


async def on_person_wanted(query: CallbackQuery, story: Story, actor: Actor) -> None:
    """Call a coordinator for whoever wants a person now."""
    del query
    await call_person(story, actor)


async def _asks_in_words(message: Message, raw: Raw) -> bool:
    del message
    return is_urgent_request(raw)
