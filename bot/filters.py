"""What a handler looks at: the verb of a press, or one of our commands."""

from typing import Any

from aiogram.filters import BaseFilter, Command
from aiogram.types import CallbackQuery

from bot.keyboards import read_press


def typed_command(*names: str) -> Command:
    """One of these commands, in whatever case, and with the name of the bot behind it or not.

    In a private chat there is no other bot that it could be for, and Telegram is not asked.
    """
    return Command(*names, ignore_case=True, ignore_mention=True)


class Verb(BaseFilter):
    """A press of a button with one of these verbs; the handler gets it as `press`."""

    def __init__(self, *verbs: str) -> None:
        self._verbs = frozenset(verbs)

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, Any]:
        """Whether the press has one of the verbs."""
        press = read_press(query.data)
        return {"press": press} if press is not None and press.verb in self._verbs else False


def pressed_message(query: CallbackQuery) -> int | None:
    """The id of the message whose button was pressed, while Telegram still names it."""
    return query.message.message_id if query.message is not None else None
