"""More about somebody's peer: the screen, breaks and somebody else; by button or typed."""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.filters import Verb, pressed_message, typed_command
from bot.keyboards import Press
from flows import about_peer, changing_peer, peer_breaks, reporting
from flows.actor import PEER_WORKER, SERVICE_USER, Actor
from flows.story import Story

Ask = Callable[[Story, Actor, str], Awaitable[None]]

_SCREENS: dict[str, Ask] = {
    "bm": about_peer.show_more,
    "bp": peer_breaks.ask_how_long,
    "bs": changing_peer.ask_for_someone_else,
}
_TYPED: dict[str, tuple[str, Ask]] = {
    "report": ("br", reporting.ask_why),
    "block": ("bm", about_peer.show_more),
    "change": ("bs", changing_peer.ask_for_someone_else),
}


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="about_peer")
    router.message.register(on_more, typed_command("more"))
    router.message.register(on_pause, typed_command("pause"), _is_peer_worker_alone)
    router.message.register(on_typed, typed_command(*_TYPED))
    router.callback_query.register(on_screen, Verb(*_SCREENS))
    router.callback_query.register(on_break, Verb("by"))
    router.callback_query.register(on_go_on, Verb("bg"))
    router.callback_query.register(on_change, Verb("bx"))
    return router


async def on_more(message: Message, story: Story, actor: Actor) -> None:
    """Show what can be done about the person's peer."""
    del message
    await about_peer.show_more(story, actor, "")


async def on_pause(message: Message, story: Story, actor: Actor) -> None:
    """Ask a peer worker which conversation shall rest, and for how long."""
    del message
    chosen = await about_peer.choose_about_whom(story, actor, "bp")
    if chosen is not None:
        await peer_breaks.ask_how_long(story, actor, chosen)


async def on_typed(message: Message, story: Story, actor: Actor) -> None:
    """Ask about the only pairing, or about which."""
    command = (message.text or "").split()[0].removeprefix("/").partition("@")[0].lower()
    verb, ask = _TYPED[command]
    chosen = await about_peer.choose_about_whom(story, actor, verb)
    if chosen is not None:
        await ask(story, actor, chosen)


async def on_screen(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Show the screen, or the question, that the button names."""
    del query
    await _SCREENS[press.verb](story, actor, press.ref)


async def on_break(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Begin a peer worker's break."""
    await peer_breaks.take_break(story, actor, press.ref, press.detail)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))


async def on_go_on(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """End one's own break."""
    await peer_breaks.end_own_break(story, actor, press.ref)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))


async def on_change(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Somebody else, please: for a service user at once, for a peer worker by a coordinator."""
    await changing_peer.ask_for_change(story, actor, press.ref)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))


async def _is_peer_worker_alone(message: Message, actor: Actor) -> bool:
    del message
    return actor.role(SERVICE_USER) is None and actor.role(PEER_WORKER) is not None
