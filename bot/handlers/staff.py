"""What coordinators press: invite, review pairs, confirm peer workers, see who waits."""

from typing import get_args

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.filters import Verb, pressed_message
from bot.keyboards import Press
from care.setting_pack import Role
from flows import confirming, coordinating, offers, peer_overview
from flows.actor import SERVICE_USER, Actor
from flows.errors import Refused
from flows.invitations import invite
from flows.open_invitations import SIZES
from flows.story import Story

_SCREENS = {
    "rv": coordinating.show_pairs,
    "rp": coordinating.show_pair,
    "wl": coordinating.show_waiting,
    "pl": confirming.show_to_confirm,
    "pw": confirming.show_peer_worker,
    "pb": confirming.ask_what_to_mend,
    "ps": peer_overview.show_peer_workers,
}
_DECISIONS = {"ra": offers.approve, "rn": offers.turn_down}


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="staff")
    router.callback_query.register(on_screen, Verb(*_SCREENS))
    router.callback_query.register(on_confirm, Verb("pc"))
    router.callback_query.register(on_decision, Verb(*_DECISIONS))
    router.callback_query.register(on_invite, Verb("iv"))
    return router


async def on_screen(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Show what the button names."""
    await _SCREENS[press.verb](story, actor, press.ref, pressed_message(query))


async def on_confirm(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Confirm a peer worker, if their answers are still those that were shown."""
    await confirming.confirm(story, actor, press.ref, press.detail, pressed_message(query))


async def on_decision(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Decide about a suggested pair."""
    await _DECISIONS[press.verb](story, actor, press.ref)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))


async def on_invite(
    query: CallbackQuery, press: Press, story: Story, actor: Actor, bot_username: str
) -> None:
    """Make an invitation for one person, or for as many service users as the button says."""
    del query
    named, _, count = press.detail.partition(".")
    role: Role | None = next((r for r in get_args(Role) if r == named), None)
    uses = int(count) if count in {str(size) for size in SIZES} else 1
    if role is None or (uses > 1 and role != SERVICE_USER):
        raise Refused("refused.not_now")
    await invite(story, actor, press.ref, role, bot_username, uses=uses)
