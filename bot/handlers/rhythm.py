"""The rhythm of a pairing: the first talk, ground rules, looking back, and the last day."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.filters import Verb, pressed_message
from bot.keyboards import Press
from flows import end_day, ending_review, first_talk, ground_rules, looking_again
from flows.actor import Actor
from flows.story import Story

_ACTS = {
    "gr": ending_review.open_review,
    "gl": looking_again.look_for_another,
    "gm": end_day.give_more_time,
    "gt": end_day.ask_other_day,
}
_SCREENS = {"gh": first_talk.said_hello, "ga": ground_rules.agree_to_rules}


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="rhythm")
    router.callback_query.register(on_step, Verb("gs"))
    router.callback_query.register(on_act, Verb(*_ACTS))
    router.callback_query.register(on_screen, Verb(*_SCREENS))
    return router


async def on_step(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Show one step of the first talk."""
    pressed = pressed_message(query)
    await first_talk.show_step(story, actor, press.ref, press.detail, pressed)


async def on_act(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Do what the button says, and answer in a new message."""
    del query
    await _ACTS[press.verb](story, actor, press.ref)


async def on_screen(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Do what the button says, in the message that it stands below."""
    await _SCREENS[press.verb](story, actor, press.ref, pressed_message(query))
