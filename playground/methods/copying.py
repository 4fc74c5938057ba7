"""copyMessage: the same content in another chat, without a link to where it came from."""

from aiogram.methods import CopyMessage

from playground.desk import Desk, find_message
from playground.methods.handler import Handler
from playground.wire import Json

_COPIED = (
    "text",
    "entities",
    "caption",
    "caption_entities",
    "photo",
    "voice",
    "sticker",
    "document",
    "has_media_spoiler",
    "link_preview_options",
)


def copy_message(desk: Desk, method: CopyMessage) -> Json:
    """Copy one message; only its new id is told. Protected ones are copied too, for all we know.

    core.telegram.org/bots/api#copymessage says nothing of protected content: a test that wants a
    refusal asks for a fault.
    """
    chat = desk.reach(method.chat_id)
    source = desk.find(method.from_chat_id)
    held = find_message(source, method.message_id, "message to copy not found")
    content = {name: held.content[name] for name in _COPIED if name in held.content}
    return {"message_id": desk.send(method, chat, content)["message_id"]}


HANDLERS: dict[str, Handler] = {"copyMessage": copy_message}
