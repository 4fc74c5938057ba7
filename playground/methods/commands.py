"""The bot's commands menu, names and descriptions."""

import re
from collections.abc import Callable
from typing import Any

from aiogram.methods import (
    DeleteMyCommands,
    GetChatMenuButton,
    GetMyCommands,
    SetChatMenuButton,
    SetMyCommands,
)

from playground.command_book import ProfileTexts
from playground.desk import Desk
from playground.methods.handler import Handler
from playground.phones import Phones
from playground.refusals import BadRequest
from playground.wire import Json, to_wire

MOST_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LENGTHS = {"name": 64, "description": 512, "short_description": 120}
"""Most characters of each text (core.telegram.org/bots/api#setmyname and its neighbours)."""


def set_commands(desk: Desk, method: SetMyCommands) -> bool:
    """Set the menu of a scope and language."""
    if len(method.commands) > MOST_COMMANDS:
        raise BadRequest("BOT_COMMANDS_TOO_MUCH")
    for command in method.commands:
        if not _COMMAND.fullmatch(command.command.removeprefix("/")):
            raise BadRequest("BOT_COMMAND_INVALID")
        if not 1 <= len(command.description) <= 256:
            raise BadRequest("BOT_COMMAND_DESCRIPTION_INVALID")
    commands = [
        {"command": item.command.removeprefix("/"), "description": item.description}
        for item in method.commands
    ]
    desk.phones.commands.put(_scope(desk, method), method.language_code or "", commands)
    desk.phones.journal.write("commands")
    return True


def get_commands(desk: Desk, method: GetMyCommands) -> list[Json]:
    """Return the menu set for exactly this scope and language."""
    return desk.phones.commands.get(_scope(desk, method), method.language_code or "")


def delete_commands(desk: Desk, method: DeleteMyCommands) -> bool:
    """Remove the menu of a scope and language."""
    desk.phones.commands.put(_scope(desk, method), method.language_code or "", [])
    desk.phones.journal.write("commands")
    return True


def set_menu_button(desk: Desk, method: SetChatMenuButton) -> bool:
    """Set the menu button of one chat, or of all."""
    button = to_wire(method.menu_button) if method.menu_button else {"type": "default"}
    if method.chat_id is None:
        desk.phones.menu_button = button
    else:
        desk.reach(method.chat_id).menu_button = button
    return True


def get_menu_button(desk: Desk, method: GetChatMenuButton) -> Json:
    """Return the menu button of one chat, or that of all."""
    if method.chat_id is None:
        return desk.phones.menu_button
    return desk.reach(method.chat_id).menu_button


def _scope(desk: Desk, method: Any) -> Json:
    scope = to_wire(method.scope) if method.scope else {"type": "default"}
    if scope["type"] == "chat":
        desk.reach(method.scope.chat_id)
    elif scope["type"] not in {"default", "all_private_chats"}:
        raise BadRequest(f"not supported by the playground: scope {scope['type']}")
    return scope


def _text_handlers(field: str, pick: Callable[[Phones], ProfileTexts]) -> tuple[Handler, Handler]:
    def put(desk: Desk, method: Any) -> bool:
        text = getattr(method, field) or ""
        if len(text) > _LENGTHS[field]:
            raise BadRequest(f"{field} is too long")
        pick(desk.phones).put(method.language_code or "", text)
        return True

    def get(desk: Desk, method: Any) -> Json:
        return {field: pick(desk.phones).get(method.language_code)}

    return put, get


_set_name, _get_name = _text_handlers("name", lambda phones: phones.name)
_set_text, _get_text = _text_handlers("description", lambda phones: phones.description)
_set_short, _get_short = _text_handlers(
    "short_description", lambda phones: phones.short_description
)

HANDLERS: dict[str, Handler] = {
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "deleteMyCommands": delete_commands,
    "setChatMenuButton": set_menu_button,
    "getChatMenuButton": get_menu_button,
    "setMyName": _set_name,
    "getMyName": _get_name,
    "setMyDescription": _set_text,
    "getMyDescription": _get_text,
    "setMyShortDescription": _set_short,
    "getMyShortDescription": _get_short,
}
