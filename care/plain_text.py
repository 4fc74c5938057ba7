"""Typed text as the rules keep it and as they compare it."""

import re
import unicodedata

# Overrides and isolates can make a name read as another one; LRM and RLM only help to read.
_DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
# Letters by category that show nothing: Hangul fillers and the empty Braille cell.
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_MOST_MARKS = 8  # stacked on one letter; more is a tower that covers other lines


def clean_text(text: str, *, one_line: bool = False) -> str:
    """Return `text` in NFC without NUL, control, lone surrogate and direction characters.

    Spaces at the ends go, three or more line ends become two; with `one_line` every run of
    space becomes one space. Empty where nothing visible is left.
    """
    lines = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    kept = _limit_marks(unicodedata.normalize("NFC", "".join(filter(_is_kept, lines))))
    kept = re.sub(r"\s+", " ", kept) if one_line else re.sub(r"\n(?:[^\S\n]*\n){2,}", "\n\n", kept)
    return kept.strip() if any(map(_is_visible, kept)) else ""


def fold(text: str) -> str:
    """Return `text` as it is compared: no case, no punctuation, single spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("'", "").replace("\u2019", "")
    spaced = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in folded)
    return " ".join(spaced.split())


def without_accents(text: str) -> str:
    """Return `text` with plain base letters: "São Paulo" becomes "Sao Paulo"."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parts if not unicodedata.combining(c))


def _is_kept(character: str) -> bool:
    if character == "\n":
        return True
    hidden = unicodedata.category(character) in {"Cc", "Cs"}
    return not hidden and character not in _DIRECTION_CONTROLS


def _is_visible(character: str) -> bool:
    return character not in _BLANK_LETTERS and unicodedata.category(character)[0] not in "CMZ"


def _limit_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)
