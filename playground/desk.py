"""What every method of the bot shares: reaching a chat, reading text, replies, keyboards."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiogram.methods import TelegramMethod
from aiogram.types import (
    InlineKeyboardMarkup,
    MessageEntity,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from playground.chats import Chat, Held
from playground.decoding import Upload, given
from playground.files import StoredFile
from playground.formatted import FormattedText, clean, clean_with_entities, trim
from playground.found_entities import find_entities
from playground.html_entities import parse_html
from playground.keyboards import check_keyboard
from playground.phones import Phones, quote
from playground.refusals import BadRequest, Forbidden
from playground.utf16 import cut, measure
from playground.wire import Json, to_wire

LONGEST_TEXT = 4096
"""In UTF-16 units: the strictest reading of Telegram's "4096 characters"."""
LONGEST_CAPTION = 1024

_UNSUPPORTED = frozenset(
    {
        "business_connection_id",
        "direct_messages_topic_id",
        "message_effect_id",
        "suggested_post_parameters",
        "ephemeral_message_parameters",
        "receiver_user_id",
        "inline_message_id",
        "rich_message",
    }
)


@dataclass(frozen=True, slots=True)
class Desk:
    """One request's view of the world: the phones and the files that came with it."""

    phones: Phones
    uploads: Mapping[str, Upload]

    def reach(self, chat_id: int | str) -> Chat:
        """Return a chat the bot may write to. Raises BadRequest or Forbidden as Telegram does."""
        chat = self.find(chat_id)
        if chat.blocked:
            raise Forbidden("bot was blocked by the user")
        if not chat.started:
            raise Forbidden("bot can't initiate conversation with a user")
        return chat

    def find(self, chat_id: int | str) -> Chat:
        """Return a chat the bot knows of, writable or not. Raises BadRequest."""
        number = int(chat_id) if str(chat_id).isdecimal() else 0
        chat = self.phones.chats.get(number)
        if chat is None or not (chat.started or chat.known_to_bot):
            raise BadRequest("chat not found")
        return chat

    def send(self, method: TelegramMethod[Any], chat: Chat, content: Json) -> Json:
        """Put the bot's message into the chat with what every sending method may add."""
        check_supported(method)
        common = self.read_common(method, chat)
        held = self.phones.hold(
            chat,
            {**content, **common},
            by_bot=True,
            silent=bool(_get(method, "disable_notification")),
        )
        return held.content

    def read_common(self, method: TelegramMethod[Any], chat: Chat) -> Json:
        """Return reply, keyboard and protection of a message to be sent."""
        content: Json = _read_thread(method, chat)
        if quoted := _read_reply(method, chat):
            content.update(quoted)
        markup = read_markup(_get(method, "reply_markup"))
        if markup:
            content["reply_markup"] = markup
        if _get(method, "protect_content"):
            content["has_protected_content"] = True
        return content

    def read_text(
        self, text: str, parse_mode: Any, entities: list[MessageEntity] | None
    ) -> FormattedText:
        """Return a message's text, parsed, cleaned and trimmed, with found links.

        A parse mode wins over entities, as with Telegram.
        """
        mode = given(parse_mode)
        if mode:
            check_parse_mode(mode)
            formatted = parse_html(clean(text))
        else:
            formatted = clean_with_entities(text, [to_wire(entity) for entity in entities or ()])
        formatted = trim(formatted)
        named = tuple(self._name(entity) for entity in formatted.entities)
        return FormattedText(formatted.text, find_entities(formatted.text, named))

    def read_body(self, method: Any) -> Json:
        """Return `text` and `entities` of a message. Raises BadRequest when empty or too long."""
        formatted = self.read_text(method.text, method.parse_mode, method.entities)
        if not formatted.text:
            raise BadRequest("message text is empty")
        if measure(formatted.text) > LONGEST_TEXT:
            raise BadRequest("message is too long")
        return _fields("text", "entities", formatted)

    def read_caption(self, method: Any) -> Json:
        """Return `caption` and its entities. Raises BadRequest when too long."""
        if not method.caption:
            return {}
        formatted = self.read_text(method.caption, method.parse_mode, method.caption_entities)
        if measure(formatted.text) > LONGEST_CAPTION:
            raise BadRequest("message caption is too long")
        return _fields("caption", "caption_entities", formatted) if formatted.text else {}

    def take_file(self, value: Any, kind: str) -> StoredFile:
        """Return the file a request names or brings. Fetches nothing from outside."""
        if value.startswith(("http://", "https://")):
            raise BadRequest("not supported by the playground: it fetches nothing from outside")
        if not value.startswith("attach://"):
            return self.phones.files.find(value)
        upload = self.uploads.get(value.removeprefix("attach://"))
        if upload is None or not upload.data:
            raise BadRequest("file must be non-empty")
        return self.phones.files.store(kind, upload.data, upload.name, upload.mime_type)

    def _name(self, entity: Json) -> Json:
        """Fill in the person whom a mention by id names."""
        if "user_id" not in entity:
            return entity
        chat = self.phones.chats.get(entity["user_id"])
        rest = {key: value for key, value in entity.items() if key != "user_id"}
        if chat is None or not (chat.started or chat.known_to_bot):
            return {**rest, "type": "text_link", "url": f"tg://user?id={entity['user_id']}"}
        return {**rest, "user": chat.account.as_user()}


def find_message(chat: Chat, message_id: int | None, lack: str) -> Held:
    """Return the message, or raise BadRequest with the reason `lack`."""
    held = chat.messages.get(message_id or 0)
    if held is None:
        raise BadRequest(lack)
    return held


def read_markup(markup: Any) -> Json | None:
    """Return an inline keyboard for the message, None without one."""
    if markup is None or isinstance(markup, ReplyKeyboardRemove):
        return None
    if not isinstance(markup, InlineKeyboardMarkup):
        raise BadRequest("not supported by the playground: keyboards other than inline ones")
    check_keyboard(markup)
    rows = [[to_wire(button) for button in row] for row in markup.inline_keyboard if row]
    return {"inline_keyboard": rows} if rows else None


def check_supported(method: TelegramMethod[Any]) -> None:
    """Raise BadRequest for parameters whose effect the playground does not play."""
    for name in _UNSUPPORTED & method.model_fields_set:
        if _get(method, name):
            raise BadRequest(f"not supported by the playground: {name}")


def _get(method: TelegramMethod[Any], name: str) -> Any:
    return given(getattr(method, name, None))


def check_parse_mode(mode: str) -> None:
    """Raise BadRequest for every parse mode but HTML; Markdown is told to be ours to lack."""
    if mode.lower() in {"markdown", "markdownv2"}:
        raise BadRequest(f"not supported by the playground: {mode}; use HTML or entities")
    if mode.lower() != "html":
        raise BadRequest("unsupported parse_mode")


def _fields(text_key: str, entity_key: str, formatted: FormattedText) -> Json:
    fields: Json = {text_key: formatted.text}
    if formatted.entities:
        fields[entity_key] = list(formatted.entities)
    return fields


def _read_thread(method: TelegramMethod[Any], chat: Chat) -> Json:
    """Return the topic that the message goes into; none for the main chat."""
    thread = _get(method, "message_thread_id")
    if thread is None:
        return {}
    if thread not in chat.topics:
        raise BadRequest("message thread not found")
    return {"message_thread_id": thread, "is_topic_message": True}


def _read_reply(method: TelegramMethod[Any], chat: Chat) -> Json | None:
    reply = _get(method, "reply_parameters")
    if reply is None:
        old_id = _get(method, "reply_to_message_id")
        if old_id is None:
            return None
        lenient = bool(_get(method, "allow_sending_without_reply"))
        reply = ReplyParameters(message_id=old_id, allow_sending_without_reply=lenient)
    quoted = chat.messages.get(reply.message_id or 0)
    if quoted is None:
        if given(reply.allow_sending_without_reply):
            return None
        raise BadRequest("message to be replied not found")
    content: Json = {"reply_to_message": quote(quoted)}
    if reply.quote:
        content["quote"] = _read_quote(reply, quoted)
    return content


def _read_quote(reply: ReplyParameters, quoted: Held) -> Json:
    words = quoted.content.get("text") or quoted.content.get("caption") or ""
    position = reply.quote_position or 0
    wanted = str(reply.quote)
    if cut(words, position, measure(wanted)) != wanted:
        position = measure(words.partition(wanted)[0])
    if wanted not in words:
        raise BadRequest("QUOTE_TEXT_INVALID")
    return {"text": wanted, "position": position, "is_manual": True}
