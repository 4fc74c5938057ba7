"""What peer workers press about their own work: away, breaks, how many people, cover, updates."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.filters import Verb, pressed_message, typed_command
from bot.keyboards import Press
from flows import away, covers, own_hours, peer_changes, peer_home
from flows.actor import Actor
from flows.story import Story

_ASKS = {"ya": away.ask_away, "yo": covers.ask_for_cover, "yt": own_hours.ask_hours}
_ACTS = {"yb": away.come_back, "yp": peer_changes.take_a_break, "ye": covers.end_cover}


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="peer_work")
    router.message.register(on_away, typed_command("away"))
    router.callback_query.register(on_more, Verb("ym"))
    router.callback_query.register(on_update, Verb("yu"))
    router.callback_query.register(on_ask, Verb(*_ASKS))
    router.callback_query.register(on_act, Verb(*_ACTS))
    router.callback_query.register(on_cover, Verb("yk"))
    return router


async def on_away(message: Message, story: Story, actor: Actor) -> None:
    """Ask until when the peer worker is away."""
    del message
    await away.ask_away(story, actor, "")


async def on_more(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Show what can be changed."""
    await peer_home.show_what_can_change(story, actor, press.ref, pressed_message(query))


async def on_update(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Open the question, or the answers, that the button names."""
    del query
    await peer_changes.update(story, actor, press.ref, press.detail)


async def on_ask(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Ask one question about it."""
    del query
    await _ASKS[press.verb](story, actor, press.ref)


async def on_act(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Do it, and take the buttons away."""
    await _ACTS[press.verb](story, actor, press.ref)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))


async def on_cover(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Take the answer of whoever was asked to cover."""
    await covers.answer_cover(story, actor, press.ref, press.detail)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))
