"""When messages come, and to whom words go: hours, what is kept, sound at night, who is chosen."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.filters import Verb, pressed_message, typed_command
from bot.keyboards import Press
from flows import kept, night_sound, outside_hours, people_to_write_to
from flows.actor import Actor
from flows.story import Story


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="hours")
    router.message.register(on_people, typed_command("people"))
    router.callback_query.register(on_outside_hours, Verb("yh"))
    router.callback_query.register(on_show_kept, Verb("yw"))
    router.callback_query.register(on_night_sound, Verb("yn"))
    return router


async def on_people(message: Message, story: Story, actor: Actor) -> None:
    """Show whom the person can write to."""
    del message
    await people_to_write_to.show_people(story, actor)


async def on_outside_hours(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Keep what the button chose for outside the hours, or ask about it."""
    if not press.detail:
        await outside_hours.ask_outside_hours(story, actor, press.ref)
        return
    await outside_hours.choose_outside_hours(story, actor, press.ref, press.detail)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))


async def on_show_kept(query: CallbackQuery, story: Story, actor: Actor) -> None:
    """Show what is kept, at once."""
    del query
    await kept.show_kept_now(story, actor)


async def on_night_sound(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Turn the sound at night on or off."""
    await night_sound.set_night_sound(story, actor, press.detail)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))
