"""Entities that Telegram finds by itself: links, usernames, commands, addresses, numbers."""

import re

from playground.utf16 import measure
from playground.wire import Json

_PATTERN = re.compile(
    r"""
      (?P<url>(?:https?://|www\.)[^\s<>"]+
            |(?<![\w@.])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|me|uk|eu|info|io)\b(?:/[^\s<>"]*)?)
    | (?P<email>(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)
    | (?P<mention>(?<!\w)@[a-z]\w{3,31}\b)
    | (?P<bot_command>(?<![\w/<>])/[a-z0-9_]{1,32}(?:@\w+)?\b)
    | (?P<hashtag>(?<!\w)\#\w+)
    | (?P<phone_number>(?<!\w)\+\d[\d\s()-]{6,}\d\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MAY_HOLD = re.compile(r"[@/.#+]")


def find_entities(text: str, present: tuple[Json, ...] = ()) -> tuple[Json, ...]:
    """Return `present` with what was found outside links and code, in order."""
    if not _MAY_HOLD.search(text):
        return present
    found = [_describe(text, match) for match in _PATTERN.finditer(text)]
    fresh = [entity for entity in found if not any(_clashes(entity, old) for old in present)]
    both = [*present, *fresh]
    return tuple(sorted(both, key=lambda entity: (entity["offset"], -entity["length"])))


def _describe(text: str, match: re.Match[str]) -> Json:
    kind = str(match.lastgroup)
    words = match[0].rstrip(".,;:!?)'\"") if kind == "url" else match[0]
    return {"type": kind, "offset": measure(text[: match.start()]), "length": measure(words)}


def _clashes(entity: Json, old: Json) -> bool:
    if old["type"] not in {"text_link", "text_mention", "code", "pre"}:
        return False
    return bool(
        entity["offset"] < old["offset"] + old["length"]
        and old["offset"] < entity["offset"] + entity["length"]
    )
