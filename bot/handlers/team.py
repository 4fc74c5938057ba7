"""What coordinators press about each other and about open invitations."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.filters import Verb, pressed_message
from bot.keyboards import Press
from flows import open_invitations, team
from flows.actor import Actor
from flows.story import Story

_SCREENS = {
    "tm": team.show_team,
    "il": open_invitations.show_invitations,
    "ir": open_invitations.revoke,
    "in": open_invitations.ask_for_how_many,
}
_DECISIONS = {
    "tc": team.confirm_coordinator,
    "tr": team.refuse_coordinator,
    "te": team.ask_to_end,
    "ty": team.agree_to_end,
    "tn": team.disagree_to_end,
}


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="team")
    router.callback_query.register(on_screen, Verb(*_SCREENS))
    router.callback_query.register(on_decision, Verb(*_DECISIONS))
    return router


async def on_screen(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Show what the button names."""
    await _SCREENS[press.verb](story, actor, press.ref, pressed_message(query))


async def on_decision(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Decide about a coordinator's role, and take the buttons away."""
    await _DECISIONS[press.verb](story, actor, press.ref)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))
