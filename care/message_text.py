"""The text of a message as it may be passed on: harmless formats, and parts of a lawful length.

Telegram counts offsets, lengths and its limit in UTF-16 units, so everything here does.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

MESSAGE_MOST = 4096  # units in one message, core.telegram.org/bots/api#sendmessage
CAPTION_MOST = 1024  # units below a picture or voice message, core.telegram.org/bots/api#sendphoto

# Formats that carry no account, address or picture. All others are left out, new ones too.
HARMLESS = frozenset(
    {
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
    }
)
_JOINERS = frozenset("\u200d\ufe0e\ufe0f\u20e3")
_BACK_OFF_MOST = 40  # characters given up to keep one visible sign whole
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Entity:
    """A format of a stretch of text: its Telegram name, and offset and length in units.

    `language` is that of a block of code. It is free text, so it is never passed on.
    """

    type: str
    offset: int
    length: int
    language: str | None = None


@dataclass(frozen=True, slots=True)
class MessagePart:
    """A text that fits into one message, with its formats."""

    text: str
    entities: tuple[Entity, ...]


def storable_text(text: str) -> str:
    """Return `text` without what no database holds, NUL and lone surrogates; offsets stay true."""
    return _UNSTORABLE.sub("\ufffd", text)


def units(text: str) -> int:
    """Return the length of `text` in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def harmless_entities(text: str, entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Return the harmless formats, clipped to the text and never through half a character."""
    starts = _starts(text)
    clipped = (
        _clip(entity, 0, starts[-1], starts) for entity in entities if entity.type in HARMLESS
    )
    return tuple(replace(entity, language=None) for entity in clipped if entity is not None)


def split_text(
    header: str, text: str, entities: Iterable[Entity] = (), limit: int = MESSAGE_MOST
) -> tuple[MessagePart, ...]:
    """Return the parts in which `text` is sent, each of at most `limit` units, in order.

    A `header` stands in bold on a line of its own before every part, so that none is taken for
    somebody else's. Without it, joined together, the parts are the text itself. A cut falls after
    a space, outside every format, where the last half of a part has such a place; otherwise the
    format goes on in the next part. Raises ValueError where the header leaves too little room.
    """
    head = f"{header}\n" if header else ""
    room = limit - units(head)
    if room < 2 * _BACK_OFF_MOST:
        message = f"limit is {limit}; at least {limit - room + 2 * _BACK_OFF_MOST} is needed"
        raise ValueError(message)
    return tuple(_headed(head, part) for part in _parts(text, tuple(entities), room))


def _headed(head: str, part: MessagePart) -> MessagePart:
    if not head:
        return part
    shift = units(head)
    moved = (replace(entity, offset=entity.offset + shift) for entity in part.entities)
    return MessagePart(head + part.text, (Entity("bold", 0, shift - 1), *moved))


def _parts(text: str, entities: tuple[Entity, ...], limit: int) -> Iterator[MessagePart]:
    starts = _starts(text)
    begin = 0
    while begin < len(text) or begin == 0:
        end = _cut(text, starts, entities, begin, limit)
        inside = (_clip(entity, starts[begin], starts[end], starts) for entity in entities)
        yield MessagePart(text[begin:end], tuple(entity for entity in inside if entity))
        if end == len(text):
            return
        begin = end


def _cut(text: str, starts: list[int], entities: tuple[Entity, ...], begin: int, limit: int) -> int:
    """Return the index after the last character of the part that begins at `begin`."""
    end = _last_within(starts, starts[begin] + limit)
    if end == len(text):
        return end
    half = begin + (end - begin) // 2
    spaces = [n for n in range(end, half, -1) if text[n - 1].isspace()]
    outside = (n for n in spaces if not any(_covers(entity, starts[n]) for entity in entities))
    return next(outside, None) or next(iter(spaces), None) or _whole_sign(text, end)


def _whole_sign(text: str, end: int) -> int:
    """Return `end`, moved back so that no mark or joined emoji is torn from its base."""
    for cut in range(end, end - _BACK_OFF_MOST, -1):
        torn = text[cut] in _JOINERS or unicodedata.combining(text[cut]) > 0
        if not torn and text[cut - 1] != "\u200d":
            return cut
    return end


def _clip(entity: Entity, begin: int, end: int, starts: list[int]) -> Entity | None:
    """Return what of the format lies from unit `begin` to `end`, counted from `begin`."""
    first = max(entity.offset, begin)
    last = min(entity.offset + entity.length, end)
    if last <= first:
        return None
    first, last = (starts[_last_within(starts, unit)] for unit in (first, last))
    return replace(entity, offset=first - begin, length=last - first) if last > first else None


def _covers(entity: Entity, unit: int) -> bool:
    return entity.offset < unit < entity.offset + entity.length


def _starts(text: str) -> list[int]:
    """Return the unit at which each character starts, and the end of the text."""
    starts = [0]
    for character in text:
        starts.append(starts[-1] + (2 if character > "\uffff" else 1))
    return starts


def _last_within(starts: list[int], unit: int) -> int:
    """Return the index of the last start that is not after `unit`."""
    return bisect_right(starts, unit) - 1
