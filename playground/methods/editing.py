"""Editing the bot's own messages."""

from typing import Any

from aiogram.methods import EditMessageCaption, EditMessageReplyMarkup, EditMessageText

from playground.chats import Chat, Held
from playground.desk import Desk, check_supported, find_message, read_markup
from playground.methods.handler import Handler
from playground.refusals import BadRequest
from playground.wire import Json

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)


def edit_text(desk: Desk, method: EditMessageText) -> Json:
    """Replace text and keyboard; a keyboard left out is removed."""
    chat, held = _find(desk, method)
    if method.text is None:
        raise BadRequest("message text is empty")
    if "text" not in held.content:
        raise BadRequest("there is no text in the message to edit")
    body = desk.read_body(method)
    return _change(desk, chat, held, {"entities": None, **body, **_markup(method)})


def edit_caption(desk: Desk, method: EditMessageCaption) -> Json:
    """Replace caption and keyboard of a photo, document or voice note."""
    chat, held = _find(desk, method)
    if not {"photo", "document", "voice"} & held.content.keys():
        raise BadRequest("there is no caption in the message to edit")
    caption = {"caption": None, "caption_entities": None, **desk.read_caption(method)}
    return _change(desk, chat, held, {**caption, **_markup(method)})


def edit_markup(desk: Desk, method: EditMessageReplyMarkup) -> Json:
    """Replace or remove the keyboard alone."""
    chat, held = _find(desk, method)
    return _change(desk, chat, held, _markup(method))


def _find(desk: Desk, method: Any) -> tuple[Chat, Held]:
    check_supported(method)
    if method.chat_id is None:
        raise BadRequest("chat_id is empty")
    chat = desk.reach(method.chat_id)
    held = find_message(chat, method.message_id, "message to edit not found")
    if not held.by_bot:
        raise BadRequest("message can't be edited")
    return chat, held


def _markup(method: Any) -> Json:
    return {"reply_markup": read_markup(method.reply_markup)}


def _change(desk: Desk, chat: Chat, held: Held, changes: Json) -> Json:
    if all(held.content.get(key) == value for key, value in changes.items()):
        raise BadRequest(NOT_MODIFIED)
    desk.phones.change(chat, held, changes)
    return held.content


HANDLERS: dict[str, Handler] = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageReplyMarkup": edit_markup,
}
