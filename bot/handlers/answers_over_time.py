"""My answers over time: which measures there are, and the picture of one with its words."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.filters import Verb, pressed_message
from bot.keyboards import Press
from flows import answers_over_time, sharing
from flows.actor import Actor
from flows.story import Story


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="answers_over_time")
    router.callback_query.register(on_list, Verb(answers_over_time.LIST))
    router.callback_query.register(on_show, Verb(answers_over_time.SHOW))
    router.callback_query.register(on_share, Verb(sharing.SHARE))
    return router


async def on_list(query: CallbackQuery, story: Story, actor: Actor) -> None:
    """Show which measures the person answered."""
    shown = pressed_message(query) if query.message and not _has_picture(query) else None
    await answers_over_time.show_measures(story, actor, shown)


async def on_show(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Show the answers to one measure."""
    del query
    await answers_over_time.show_answers(story, actor, press.detail)


async def on_share(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Share a measure with coordinators, or no longer."""
    await sharing.choose_sharing(story, actor, press.detail, press.ref)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))


def _has_picture(query: CallbackQuery) -> bool:
    """A picture cannot become a text: the list is a message of its own then."""
    return bool(getattr(query.message, "photo", None))
