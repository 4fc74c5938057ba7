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
    "split_text",
    "storable_text",
    "units",
]
