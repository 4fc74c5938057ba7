"""What coordinators press: invite, review pairs, confirm peer workers, see who waits."""

from typing import get_args

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.filters import Verb, pressed_message
from bot.keyboards import Press
from care.setting_pack import Role
from flows import coordinating, offers
from flows.actor import Actor
from flows.errors import Refused
from flows.invitations import invite
from flows.story import Story

_SCREENS = {
    "rv": coordinating.show_pairs,
    "rp": coordinating.show_pair,
    "wl": coordinating.show_waiting,
    "pl": coordinating.show_to_confirm,
    "pw": coordinating.show_peer_worker,
    "pc": coordinating.confirm,
    "pb": coordinating.send_back,
}
_DECISIONS = {"ra": offers.approve, "rn": offers.turn_down}


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="staff")
    router.callback_query.register(on_screen, Verb(*_SCREENS))
    router.callback_query.register(on_decision, Verb(*_DECISIONS))
    router.callback_query.register(on_invite, Verb("iv"))
    return router


async def on_screen(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Show what the button names."""
    await _SCREENS[press.verb](story, actor, press.ref, pressed_message(query))


async def on_decision(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Decide about a suggested pair."""
    await _DECISIONS[press.verb](story, actor, press.ref)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))


async def on_invite(
    query: CallbackQuery, press: Press, story: Story, actor: Actor, bot_username: str
) -> None:
    """Make an invitation for one person."""
    del query
    role: Role | None = next((r for r in get_args(Role) if r == press.detail), None)
    if role is None:
        raise Refused("refused.not_now")
    await invite(story, actor, press.ref, role, bot_username)
