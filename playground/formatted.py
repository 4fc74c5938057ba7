"""Text with entities, cleaned and trimmed as Telegram's servers do it."""

from dataclasses import dataclass

from playground.utf16 import measure
from playground.wire import Json

_SPACED = {code: " " for code in range(32) if chr(code) not in "\n\r"}
_REMOVED = {ord("\r"): None, **dict.fromkeys(range(0x2028, 0x202F))}
_CLEANED: dict[int, str | None] = {**_SPACED, **_REMOVED}
"""Control characters become spaces; line and direction controls vanish."""


@dataclass(frozen=True, slots=True)
class FormattedText:
    """A text and the entities over it; offsets in UTF-16 code units."""

    text: str
    entities: tuple[Json, ...] = ()


def clean(text: str) -> str:
    """Return the text without the control characters that Telegram removes."""
    return text.translate(_CLEANED)


def trim(formatted: FormattedText) -> FormattedText:
    """Return it without outer white space; entities are moved, cut or dropped to fit."""
    trimmed = formatted.text.strip()
    lead = measure(formatted.text[: len(formatted.text) - len(formatted.text.lstrip())])
    size = measure(trimmed)
    moved = (_clip(entity, lead, size) for entity in formatted.entities)
    return FormattedText(trimmed, tuple(entity for entity in moved if entity is not None))


def clean_with_entities(text: str, entities: list[Json]) -> FormattedText:
    """Return cleaned text with the entities moved to where their words now stand."""
    if not entities:
        return FormattedText(clean(text))
    places, place = [], 0
    for character in text:
        kept = measure(clean(character))
        places.extend([place] * measure(character))
        place += kept
    places.append(place)
    moved = (_move(entity, places) for entity in entities)
    return FormattedText(clean(text), tuple(entity for entity in moved if entity is not None))


def _move(entity: Json, places: list[int]) -> Json | None:
    last = len(places) - 1
    start = min(max(entity["offset"], 0), last)
    end = min(max(entity["offset"] + entity["length"], start), last)
    if places[start] == places[end]:
        return None
    return {**entity, "offset": places[start], "length": places[end] - places[start]}


def _clip(entity: Json, lead: int, size: int) -> Json | None:
    start = max(entity["offset"] - lead, 0)
    end = min(entity["offset"] - lead + entity["length"], size)
    return {**entity, "offset": start, "length": end - start} if end > start else None
