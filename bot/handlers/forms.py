"""Buttons of forms: one runner serves onboarding and measures alike."""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.filters import Verb, pressed_message
from bot.keyboards import Press
from flows import form_screens as screens
from flows import forms
from flows.actor import Actor
from flows.answering import filling_of
from flows.brief_forms import drop
from flows.filling import Filling
from flows.resuming import stop_for_now
from flows.story import Story

Act = Callable[[Filling, str], Awaitable[None]]


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="forms")
    router.callback_query.register(on_press, Verb(*_ACTS))
    return router


async def on_press(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Do in the form what the button says."""
    filling = await filling_of(story, actor, press.ref, pressed_message(query))
    if filling.notices:
        await forms.begin(filling)
        return
    await _ACTS[press.verb](filling, press.detail)


async def _press_option(filling: Filling, detail: str) -> None:
    question, _, option = detail.partition(".")
    await forms.press_option(filling, question, option)


async def _show(filling: Filling, _detail: str) -> None:
    await forms.begin(filling)


async def _back(filling: Filling, _detail: str) -> None:
    await forms.go_back(filling)


async def _stop_for_now(filling: Filling, _detail: str) -> None:
    await stop_for_now(filling)


async def _choose_change(filling: Filling, _detail: str) -> None:
    await forms.choose_change(filling)


async def _preview(filling: Filling, _detail: str) -> None:
    await forms.preview(filling)


async def _drop(filling: Filling, _detail: str) -> None:
    await drop(filling)


async def _finish(filling: Filling, _detail: str) -> None:
    await forms.finish(filling)


_ACTS: dict[str, Act] = {
    screens.OPTION: _press_option,
    screens.DONE: forms.press_done,
    screens.SKIP: forms.skip,
    screens.BACK: _back,
    screens.LATER: _stop_for_now,
    screens.RESUME: _show,
    screens.SEND: _finish,
    screens.CHANGE_LIST: _choose_change,
    screens.CHANGE: forms.change,
    screens.PREVIEW: _preview,
    screens.DROP: _drop,
}
