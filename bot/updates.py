"""What an update tells before anybody handles it: who sent it, and whether it was a press.

Reads the raw dictionary, since an update that nobody can parse must not stop the others.
"""

from collections.abc import Mapping
from typing import Any

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")

Raw = Mapping[str, Any]


def sender_of(raw: Raw) -> int | None:
    """The Telegram id of who sent the update; None when it cannot be told."""
    sender = _part(_content(raw), "from").get("id")
    return sender if isinstance(sender, int) and not isinstance(sender, bool) else None


def private_chat_of(raw: Raw) -> int | None:
    """The private chat that the update came from, which an answer can go to."""
    content = _content(raw)
    chat = _part(content, "chat") or _part(_part(content, "message"), "chat")
    chat_id = chat.get("id")
    if chat.get("type") != "private" or not isinstance(chat_id, int):
        return None
    return chat_id


def press_of(raw: Raw) -> str | None:
    """The id of the button press that waits for an answer, if the update is one."""
    press = _part(raw, "callback_query").get("id")
    return press if isinstance(press, str) else None


def pressed_data(raw: Raw) -> str:
    """The data of the pressed button; empty when the update is no press."""
    return _text(_part(raw, "callback_query").get("data"))


def typed_text(raw: Raw) -> str:
    """What was typed; empty when the update is no text."""
    return _text(_part(raw, "message").get("text"))


def words_in(raw: Raw) -> str:
    """The text or caption of a message, new or edited; empty when the update is none."""
    message = _part(raw, "message") or _part(raw, "edited_message")
    return _text(message.get("text")) or _text(message.get("caption"))


def _content(raw: Raw) -> Raw:
    for kind in KINDS:
        if content := _part(raw, kind):
            return content
    return {}


def _part(raw: Raw, name: str) -> Raw:
    part = raw.get(name)
    return part if isinstance(part, Mapping) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
