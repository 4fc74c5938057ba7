"""The commands that everybody has."""

from aiogram import Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message

from bot.filters import Verb, typed_command
from flows.actor import Actor
from flows.console_chat import chat_linked
from flows.help import give_help
from flows.home import go_home
from flows.invitations import open_invitation
from flows.story import Story


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="commands")
    router.message.register(on_start, CommandStart(ignore_case=True, ignore_mention=True))
    router.message.register(on_menu, typed_command("menu"))
    router.message.register(on_help, typed_command("help"))
    router.callback_query.register(on_home, Verb("h"))
    return router


async def on_start(message: Message, command: CommandObject, story: Story, actor: Actor) -> None:
    """Open an invitation, link a coordinator's chat, or show where the person is."""
    del message
    if command.args and await chat_linked(story, actor, command.args):
        return
    if command.args:
        await open_invitation(story, actor, command.args)
    else:
        await go_home(story, actor)


async def on_menu(message: Message, story: Story, actor: Actor) -> None:
    """Show where the person is."""
    del message
    await go_home(story, actor)


async def on_home(query: CallbackQuery, story: Story, actor: Actor) -> None:
    """Show where the person is."""
    del query
    await go_home(story, actor)


async def on_help(message: Message, story: Story, actor: Actor) -> None:
    """Say what can be done here."""
    del message
    await give_help(story, actor)
