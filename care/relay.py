"""The rules of the conversation: whom a message is for, and what of it may be passed on."""

from dataclasses import dataclass

from care.contact_details import contact_like
from care.message_text import (
    HARMLESS,
    MESSAGE_MOST,
    Entity,
    MessagePart,
    harmless_entities,
    split_text,
    storable_text,
    units,
)

__all__ = [
    "HARMLESS",
    "MESSAGE_MOST",
    "AskWho",
    "Entity",
    "MessagePart",
    "Nobody",
    "To",
    "address",
    "contact_like",
    "harmless_entities",
    "refusal_for",
    "split_text",
    "storable_text",
    "units",
]


@dataclass(frozen=True, slots=True)
class To:
    """The message is for the other person of this pairing."""

    pair: str


@dataclass(frozen=True, slots=True)
class AskWho:
    """Nothing names one person: hold the message and ask which of these it is for."""

    pairs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nobody:
    """The writer has no running pairing."""


Address = To | AskWho | Nobody


def address(*, pairs: tuple[str, ...], reply_pair: str | None, current_pair: str | None) -> Address:
    """Return whom a message is for, given the writer's running `pairs`; it never guesses.

    A reply names the pair of the message that it answers, and wins over the current one. A
    reply into a pair that no longer runs is asked about, since it was meant for that person.
    """
    if not pairs:
        return Nobody()
    if reply_pair is not None:
        return To(reply_pair) if reply_pair in pairs else AskWho(pairs)
    if len(pairs) == 1:
        return To(pairs[0])
    return To(current_pair) if current_pair is not None and current_pair in pairs else AskWho(pairs)


_REASONS = {
    "photo": "photo",
    "live_photo": "photo",
    "voice": "voice",
    "audio": "voice",
    "video_note": "voice",
    "sticker": "sticker",
    "animation": "sticker",
    "dice": "sticker",
    "video": "video",
    "paid_media": "video",
    "story": "video",
    "document": "document",
    "contact": "contact",
    "location": "location",
    "venue": "location",
    "poll": "poll",
    "checklist": "poll",
}


def refusal_for(content_type: str) -> str | None:
    """Return the key of the text that says why this content is not passed on; None for a text.

    Every type that nobody decided about is refused, so a new one of the Bot API is too.
    """
    if content_type == "text":
        return None
    return f"relay.refused.{_REASONS.get(content_type, 'other')}"
