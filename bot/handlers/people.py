"""A person's page for their coordinators, and letters between the two."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.filters import Verb, pressed_message, typed_command
from bot.keyboards import Press
from flows import letters_to_people, people_pages, talking
from flows.actor import Actor
from flows.story import Story


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="people")
    router.message.register(on_talk_typed, typed_command("talk"))
    router.callback_query.register(on_talk, Verb("tw"))
    router.callback_query.register(on_list, Verb("pe"))
    router.callback_query.register(on_page, Verb("pp"))
    router.callback_query.register(on_write, Verb("lw"))
    return router


async def on_talk_typed(message: Message, story: Story, actor: Actor) -> None:
    """Ask what the coordinators are to read."""
    del message
    await talking.ask_to_talk(story, actor, "")


async def on_talk(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Ask what the coordinators, or the one who wrote, are to read."""
    del query
    await talking.ask_to_talk(story, actor, press.ref)


async def on_list(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Show who is in the programme."""
    await people_pages.show_people(story, actor, press.ref, pressed_message(query))


async def on_page(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Show the page of one person."""
    del query
    await people_pages.show_page(story, actor, press.ref)


async def on_write(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Ask the coordinator for the words of a letter."""
    del query
    await letters_to_people.ask_letter(story, actor, press.ref)
