"""Buttons: what they carry, and how a press is read back.

A button carries a verb, an opaque reference and a detail. It is never a right: who presses, and
what state the row is in, are looked at again at every press.
"""

import re
from dataclasses import dataclass

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.errors import BadButton
from flows.letters import Button, Rows, Text, Words
from wording.catalogue import Catalogue

_REFERENCE = re.compile("[A-Za-z0-9_-]*")
MOST_BYTES = 64  # callback_data: core.telegram.org/bots/api#inlinekeyboardbutton


@dataclass(frozen=True, slots=True)
class Press:
    """What a pressed button said."""

    verb: str
    ref: str
    detail: str


def read_press(data: str | None) -> Press | None:
    """What a press says, or None when it is not from a button of ours.

    A changed app can send any data, so a reference that no row can have is not looked up.
    """
    parts = (data or "").split(":", 2)
    if len(parts) != 3 or not parts[0] or not _REFERENCE.fullmatch(parts[1]):
        return None
    return Press(*parts)


def write_press(verb: str, ref: str = "", detail: str = "") -> str:
    """The data of a button; raises BadButton when it could not be read back or is too long."""
    data = f"{verb}:{ref}:{detail}"
    if not verb or ":" in verb or ":" in ref or len(data.encode()) > MOST_BYTES:
        raise BadButton(f"The button {verb!r} needs a verb, no colons, and at most 64 bytes.")
    return data


def draw_keyboard(rows: Rows, catalogue: Catalogue, language: str) -> InlineKeyboardMarkup | None:
    """The buttons below a message, in the reader's language; None when there are none."""
    drawn = [[_draw(button, catalogue, language) for button in row] for row in rows if row]
    return InlineKeyboardMarkup(inline_keyboard=drawn) if drawn else None


def _draw(button: Button, catalogue: Catalogue, language: str) -> InlineKeyboardButton:
    label = _label(button.label, catalogue, language)
    if button.url:
        return InlineKeyboardButton(text=label, url=button.url)
    data = write_press(button.verb, button.ref, button.detail)
    return InlineKeyboardButton(text=label, callback_data=data)


def _label(label: Text | Words, catalogue: Catalogue, language: str) -> str:
    if isinstance(label, Text):
        return catalogue.say(label.key, label.params, language)
    return catalogue.say_words(label.text, language)
