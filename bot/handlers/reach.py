"""How alerts reach coordinators: the rota, who responds, e-mail, the summary of the day."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.filters import Verb, pressed_message
from bot.keyboards import Press
from flows import days_off, mail_address, reach, response, rota
from flows.actor import Actor
from flows.digest import show_digest
from flows.story import Story

_SCREENS = {
    "as": reach.show_reach,
    "ar": rota.show_rota,
    "ax": rota.show_hours_to_take,
    "az": rota.take_hours_away,
    "aw": days_off.show_days_to_take,
    "ak": days_off.take_days_off_away,
}
_ASKS = {
    "am": rota.ask_for_hours,
    "av": days_off.ask_for_days_off,
    "ap": response.ask_for_response,
    "aq": mail_address.take_mail_away,
}
_DETAILED = {"ae": mail_address.show_mail, "ag": show_digest}


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="reach")
    router.callback_query.register(on_screen, Verb(*_SCREENS))
    router.callback_query.register(on_ask, Verb(*_ASKS))
    router.callback_query.register(on_detailed, Verb(*_DETAILED))
    return router


async def on_screen(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Show what the button names."""
    await _SCREENS[press.verb](story, actor, press.ref, pressed_message(query))


async def on_ask(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Ask what the button is for."""
    del query
    await _ASKS[press.verb](story, actor, press.ref)


async def on_detailed(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Show or change what the button names, by its detail."""
    del query
    await _DETAILED[press.verb](story, actor, press.ref, press.detail)
