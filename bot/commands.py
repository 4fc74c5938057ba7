"""The commands that Telegram shows in its menu: for everybody, and by role for those with one."""

from aiogram import Bot
from aiogram.methods import DeleteMyCommands, SetMyCommands
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from flows.actor import COORDINATOR, PEER_WORKER, SERVICE_USER
from wording.catalogue import Catalogue

MOST = 7  # commands in a menu, so that it is read at a glance
EVERYONE = ("urgent", "menu", "mydata", "stop", "help")
BY_ROLE = {
    SERVICE_USER: ("urgent", "menu", "talk", "pause", "mydata", "stop", "help"),
    PEER_WORKER: ("worried", "urgent", "menu", "away", "mydata", "stop", "help"),
    COORDINATOR: EVERYONE,
}


async def set_common_commands(bot: Bot, catalogue: Catalogue) -> None:
    """Show the common commands to everybody, in every language that there is wording for."""
    for language in catalogue.languages:
        await bot.set_my_commands(
            _commands(EVERYONE, catalogue, language),
            scope=BotCommandScopeAllPrivateChats(),
            language_code=None if language == "en" else language[:2],
        )


def commands_of(
    catalogue: Catalogue, chat_id: int, role: str, language: str
) -> SetMyCommands | DeleteMyCommands:
    """The request that shows somebody the commands of their role, or takes them away again.

    What is shown is no right: every command looks at the rows.
    """
    scope = BotCommandScopeChat(chat_id=chat_id)
    if role not in BY_ROLE:
        return DeleteMyCommands(scope=scope)
    return SetMyCommands(commands=_commands(BY_ROLE[role], catalogue, language), scope=scope)


def _commands(names: tuple[str, ...], catalogue: Catalogue, language: str) -> list[BotCommand]:
    """The commands with what they do; the language too, where there is a choice.

    A menu that is full has no room for /help then, which works all the same.
    """
    if len(catalogue.languages) > 1:
        names = (*names[:-1], "language", names[-1])[:MOST]
    return [
        BotCommand(command=name, description=catalogue.say(f"command.{name}", None, language))
        for name in names
    ]
