"""Deleting messages, within Telegram's 48 hours."""

from datetime import timedelta

from aiogram.methods import DeleteMessage, DeleteMessages

from playground.chats import Chat
from playground.desk import Desk, find_message
from playground.methods.handler import Handler
from playground.refusals import BadRequest

DELETABLE_FOR = timedelta(hours=48)
"""A message can be deleted for 48 hours (core.telegram.org/bots/api#deletemessage)."""
MOST_AT_ONCE = 100


def delete_message(desk: Desk, method: DeleteMessage) -> bool:
    """Delete one message of either side in a private chat."""
    chat = desk.reach(method.chat_id)
    held = find_message(chat, method.message_id, "message to delete not found")
    if desk.phones.now() - held.at > DELETABLE_FOR:
        raise BadRequest("message can't be deleted for everyone")
    desk.phones.remove(chat, method.message_id)
    return True


def delete_messages(desk: Desk, method: DeleteMessages) -> bool:
    """Delete what can be deleted of up to 100 messages; the rest is skipped."""
    chat = desk.reach(method.chat_id)
    if not method.message_ids:
        raise BadRequest("message identifiers are not specified")
    if len(method.message_ids) > MOST_AT_ONCE:
        raise BadRequest("too many message identifiers specified")
    for message_id in method.message_ids:
        if _is_deletable(desk, chat, message_id):
            desk.phones.remove(chat, message_id)
    return True


def _is_deletable(desk: Desk, chat: Chat, message_id: int) -> bool:
    held = chat.messages.get(message_id)
    return held is not None and desk.phones.now() - held.at <= DELETABLE_FOR


HANDLERS: dict[str, Handler] = {
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
