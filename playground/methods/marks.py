"""Pins and the bot's reactions."""

from aiogram.methods import (
    PinChatMessage,
    SetMessageReaction,
    UnpinAllChatMessages,
    UnpinChatMessage,
)

from playground.desk import Desk, find_message
from playground.methods.handler import Handler
from playground.refusals import BadRequest
from playground.wire import to_wire


def pin_message(desk: Desk, method: PinChatMessage) -> bool:
    """Pin a message; the newest pin shows."""
    chat = desk.reach(method.chat_id)
    find_message(chat, method.message_id, "message to pin not found")
    if method.message_id in chat.pinned:
        chat.pinned.remove(method.message_id)
    chat.pinned.append(method.message_id)
    desk.phones.tell("pinned", chat, list(chat.pinned))
    return True


def unpin_message(desk: Desk, method: UnpinChatMessage) -> bool:
    """Unpin a message, or the newest pin when none is named."""
    chat = desk.reach(method.chat_id)
    message_id = method.message_id or (chat.pinned[-1] if chat.pinned else None)
    if message_id not in chat.pinned:
        raise BadRequest("message to unpin not found")
    chat.pinned.remove(message_id)
    desk.phones.tell("pinned", chat, list(chat.pinned))
    return True


def unpin_all(desk: Desk, method: UnpinAllChatMessages) -> bool:
    """Unpin everything in the chat."""
    chat = desk.reach(method.chat_id)
    chat.pinned.clear()
    desk.phones.tell("pinned", chat, [])
    return True


def set_reaction(desk: Desk, method: SetMessageReaction) -> bool:
    """Set the bot's one reaction on a message, or take it back."""
    chat = desk.reach(method.chat_id)
    held = find_message(chat, method.message_id, "message to react not found")
    reactions = [to_wire(reaction) for reaction in method.reaction or []]
    if len(reactions) > 1 or any(reaction["type"] == "paid" for reaction in reactions):
        raise BadRequest("REACTION_INVALID")
    held.reactions["bot"] = reactions
    desk.phones.note("edited", chat, held)
    return True


HANDLERS: dict[str, Handler] = {
    "pinChatMessage": pin_message,
    "unpinChatMessage": unpin_message,
    "unpinAllChatMessages": unpin_all,
    "setMessageReaction": set_reaction,
}
