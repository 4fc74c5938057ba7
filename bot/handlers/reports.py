"""Reports: why, own words, and whether the last messages are handed over."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.filters import Verb, pressed_message
from bot.keyboards import Press
from flows import handing_over, reporting
from flows.actor import Actor
from flows.story import Story


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="reports")
    router.callback_query.register(on_ask, Verb("br"))
    router.callback_query.register(on_report, Verb("bf"))
    router.callback_query.register(on_words, Verb("bw"))
    router.callback_query.register(on_hand_over, Verb("bd"))
    router.callback_query.register(on_keep, Verb("bk"))
    return router


async def on_ask(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Ask for the reason."""
    del query
    await reporting.ask_why(story, actor, press.ref)


async def on_report(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Report for the reason of the button."""
    await reporting.report(story, actor, press.ref, press.detail)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))


async def on_words(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Ask for the reporter's own words."""
    del query
    await reporting.ask_for_words(story, actor, press.ref)


async def on_hand_over(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Hand over what the button spoke of."""
    await handing_over.hand_over(story, actor, press.ref, press.detail)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))


async def on_keep(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Hand nothing over."""
    await handing_over.keep_to_oneself(story, actor, press.ref)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))
