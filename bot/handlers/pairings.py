"""What coordinators press about a running pairing, and what somebody says about a stand-in."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.filters import Verb, pressed_message
from bot.keyboards import Press
from flows import pairing_page, pairing_steps, standing_in
from flows.actor import Actor
from flows.story import Story

_ACTS = {
    "jp": pairing_page.show_pairing,
    "jl": pairing_page.show_pairings,
    "ja": pairing_steps.pause,
    "jr": pairing_steps.let_go_on,
    "je": pairing_steps.ask_to_end,
    "jy": pairing_steps.end,
    "jw": pairing_steps.ask_for_a_word,
}


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="pairings")
    router.callback_query.register(on_act, Verb(*_ACTS))
    router.callback_query.register(on_ask_for_stand_in, Verb("js"))
    router.callback_query.register(on_stand_in_answer, Verb("ji"))
    return router


async def on_act(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Show the page, or do what the button says and show it again."""
    await _ACTS[press.verb](story, actor, press.ref, pressed_message(query))


async def on_ask_for_stand_in(
    query: CallbackQuery, press: Press, story: Story, actor: Actor
) -> None:
    """A coordinator lets somebody stand in, if the service user says yes."""
    await standing_in.ask_service_user(story, actor, press.ref)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))


async def on_stand_in_answer(
    query: CallbackQuery, press: Press, story: Story, actor: Actor
) -> None:
    """The service user says yes, or waits."""
    await standing_in.answer(story, actor, press.ref, press.detail)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))
