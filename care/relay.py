"""The rules of the conversation: whom a message is for, and what of it may be passed on."""

from care.addressing import Address, AskWho, Chosen, Nobody, To, address
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
    "Address",
    "AskWho",
    "Chosen",
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
