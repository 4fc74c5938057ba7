"""Reading a message of Telegram: what of it may be passed on, and why not where nothing may.

Whether it passes is decided by the fields of the update as it came, since a field of a newer
Bot API is in no model of ours.
"""

from typing import Any

from aiogram.types import Message

from bot.updates import Raw
from care.message_fields import FILE_MOST, NoMessage, NotPassed, judge_fields
from care.message_text import Entity, harmless_entities, storable_text
from db.bots import MAIN, BotName
from flows.media import Media, Photo, Voice
from flows.written import Unpassable, Written

TOO_BIG = "too_big"


def read_message(message: Message, raw: Raw, bot: BotName = MAIN) -> Written | Unpassable | None:
    """What the person wrote, or why it is not passed on; None for a notice of Telegram's own.

    `raw` is the update that brought the message, new or edited, to this bot.
    """
    fields: Any = raw.get("edited_message" if "edited_message" in raw else "message") or {}
    verdict = judge_fields({name for name, value in fields.items() if value is not None})
    if isinstance(verdict, NoMessage):
        return None
    if isinstance(verdict, NotPassed):
        return _unpassable(message, _told_apart(message, verdict.reason))
    reason = _unfit(message)
    return _unpassable(message, reason) if reason else _written(message, bot)


def thread_of(message: Message) -> int | None:
    """The topic that the message was written in; Telegram names threads outside of topics too."""
    return message.message_thread_id if message.is_topic_message else None


def words_of(message: Message) -> str:
    """The text or caption, as a database can hold it."""
    return storable_text(message.text or message.caption or "")


def _written(message: Message, bot: BotName) -> Written:
    text = words_of(message)
    entities = message.entities or message.caption_entities or ()
    if message.sticker is not None:
        text, entities = storable_text(message.sticker.emoji or ""), ()
    return Written(
        message_id=message.message_id,
        text=text,
        entities=harmless_entities(text, [Entity(e.type, e.offset, e.length) for e in entities]),
        reply_to=_reply_to(message),
        media=_media(message, bot),
        album=message.media_group_id,
        thread=thread_of(message),
    )


def _reply_to(message: Message) -> int | None:
    """The message that this one answers; what only opens a topic is answered by all of it."""
    reply = message.reply_to_message
    if reply is None or reply.forum_topic_created is not None:
        return None
    return None if reply.message_id == thread_of(message) else reply.message_id


def _media(message: Message, bot: BotName = MAIN) -> Media | None:
    if message.voice is not None:
        voice = message.voice
        return Voice(voice.file_id, voice.file_size or 0, voice.duration, bot)
    sizes = [size for size in message.photo or () if (size.file_size or 0) <= FILE_MOST]
    if not sizes:
        return None
    largest = max(sizes, key=lambda size: size.width * size.height)
    is_covered = bool(message.has_media_spoiler)
    return Photo(largest.file_id, largest.file_size or 0, is_covered, bot)


def _unfit(message: Message) -> str | None:
    """Why a message of a kind that passes does not pass all the same, or None."""
    if message.sticker is not None:
        emoji = message.sticker.emoji or ""
        return None if emoji and not any(map(str.isalpha, emoji)) else "sticker"
    if message.voice is not None:
        return TOO_BIG if (message.voice.file_size or 0) > FILE_MOST else None
    if message.photo is not None:
        return None if _media(message) else TOO_BIG
    return None if (message.text or "").strip() else "other"


def _told_apart(message: Message, reason: str) -> str:
    """A picture that was sent as a file can be sent as a photo, which other files cannot."""
    kind = message.document.mime_type if message.document else None
    is_picture = reason == "document" and (kind or "").startswith("image/")
    return "picture_file" if is_picture else reason


def _unpassable(message: Message, reason: str) -> Unpassable:
    return Unpassable(reason, words_of(message), message.media_group_id)
