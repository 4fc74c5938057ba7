"""What a person is asked and when: their own screens, and those of their coordinators."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.filters import Verb, pressed_message
from bot.keyboards import Press
from flows import plan_changes, plan_screens
from flows.actor import Actor
from flows.story import Story

_CHANGES = {
    "kf": plan_changes.ask_less_often,
    "kb": plan_changes.ask_as_planned,
    "ko": plan_changes.turn_off,
    "ky": plan_changes.turn_on,
}


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="plans")
    router.callback_query.register(on_list, Verb("ke"))
    router.callback_query.register(on_theirs, Verb("kp"))
    router.callback_query.register(on_plan, Verb("kc"))
    router.callback_query.register(on_change, Verb(*_CHANGES))
    router.callback_query.register(on_time, Verb("kt"))
    router.callback_query.register(on_rest, Verb("ku"))
    router.callback_query.register(on_rest_over, Verb("kx"))
    return router


async def on_list(query: CallbackQuery, story: Story, actor: Actor) -> None:
    """Show all that the person is asked."""
    await plan_screens.show_own_plans(story, actor, pressed_message(query))


async def on_theirs(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Show a coordinator what somebody is asked."""
    await plan_screens.show_plans_of(story, actor, press.ref, pressed_message(query))


async def on_plan(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Show one plan in a new message, so that a check-in keeps its buttons."""
    del query
    opened = await plan_screens.open_plan(story, actor, press.ref)
    await plan_screens.show_plan(story, actor, opened)


async def on_change(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Change how often one plan asks, or whether."""
    await _CHANGES[press.verb](story, actor, press.ref, pressed_message(query))


async def on_time(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Ask for another time of day."""
    del query
    await plan_changes.ask_other_time(story, actor, press.ref)


async def on_rest(query: CallbackQuery, story: Story, actor: Actor) -> None:
    """Ask from which day on to ask again."""
    del query
    await plan_changes.ask_rest(story, actor)


async def on_rest_over(query: CallbackQuery, story: Story, actor: Actor) -> None:
    """Ask again from now on."""
    await plan_changes.end_rest(story, actor, pressed_message(query))
