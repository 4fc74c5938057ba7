"""Alerts in the chat: look, take, close; and "I'm worried" for peer workers."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.filters import Verb, pressed_message, typed_command
from bot.keyboards import Press
from flows import alert_follow_ups, alert_notes, alerts
from flows.actor import Actor
from flows.help_at_once import SAFE_NOW
from flows.safe_now import answer_safe_now
from flows.story import Story
from flows.worry import say_worried

_ASKS = {
    "an": alert_notes.ask_for_note,
    "af": alert_follow_ups.ask_for_day,
    "ad": alert_follow_ups.looked_again,
}


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="alerts")
    router.callback_query.register(on_press, Verb("al", "ao", "aa", "at", "ac"))
    router.callback_query.register(on_ask, Verb(*_ASKS))
    router.callback_query.register(on_worried, Verb("wo"))
    router.callback_query.register(on_safe_now, Verb(SAFE_NOW))
    router.message.register(on_worried_typed, typed_command("worried"))
    return router


async def on_press(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Show, take, take over or close an alert."""
    pressed = pressed_message(query)
    if press.verb == "al":
        await alerts.show_alerts(story, actor, press.ref, pressed)
    elif press.verb == "ao":
        await alerts.open_alert(story, actor, press.ref, pressed)
    elif press.verb == "aa":
        await alerts.acknowledge(story, actor, press.ref, pressed)
    elif press.verb == "at":
        await alerts.take_over(story, actor, press.ref, pressed)
    else:
        await alerts.close(story, actor, press.ref, press.detail, pressed)


async def on_ask(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Ask for a note or a day, or end that day."""
    del query
    await _ASKS[press.verb](story, actor, press.ref)


async def on_worried(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """A peer worker is worried about somebody."""
    del query
    await say_worried(story, actor, press.ref)


async def on_safe_now(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Somebody tells whether they are safe now."""
    del query
    await answer_safe_now(story, actor, press.ref, press.detail)


async def on_worried_typed(message: Message, story: Story, actor: Actor) -> None:
    """A peer worker is worried about somebody."""
    del message
    await say_worried(story, actor, "")
