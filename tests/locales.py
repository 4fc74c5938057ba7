"""Two made-up translations of all wording: one with accents, one from right to left.

Every letter of ours is replaced by one of its own and every wording stands in brackets, so that
what was cut off, forgotten or put together from pieces is seen. Both can be read back.
"""

import dataclasses
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from care import alert_questions, brief_questions, work_questions
from care.measures import all_measures, as_form
from care.packs import bundled_codes, load_pack
from care.questions import Question
from tests.stage import wording
from wording.catalogue import Catalogue, Language, Wording

ACCENTED, RIGHT_TO_LEFT = "en-xa", "ar"
OPEN, CLOSE = "\u27e6", "\u27e7"
LOWER, UPPER = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
STARTS = {ACCENTED: (0x0250, 0x1D00), RIGHT_TO_LEFT: (0x0671, 0x06A0)}  # of 26 letters each
PLACE = re.compile(r"(\{\w+\})")


@cache
def catalogue() -> Catalogue:
    """English beside the two made-up translations of it."""
    english = wording()._languages["en"]
    made = {code: _translated(english, code) for code in STARTS}
    return Catalogue({"en": english, **made}, fallback="?", strict=True)


def told(text: str, code: str) -> str:
    """The wording in the made-up language; places stay as they are."""
    pieces = PLACE.split(text)
    table = _table(code)
    return OPEN + "".join(p if PLACE.fullmatch(p) else p.translate(table) for p in pieces) + CLOSE


def read_back(text: str, code: str) -> str:
    """What a text in the made-up language says in English."""
    if code not in STARTS:
        return text
    back = {theirs: ours for ours, theirs in _table(code).items()}
    marks = dict.fromkeys(map(ord, f"{OPEN}{CLOSE}\u2068\u2069"))
    return text.translate({**back, **marks})


def untold(text: str) -> str:
    """What of a text is no wording of ours: what stands outside of all brackets."""
    left, depth = [], 0
    for letter in text:
        depth += (letter == OPEN) - (letter == CLOSE)
        if depth == 0 and letter != CLOSE:
            left.append(letter)
    return "".join(left)


def is_whole(text: str) -> bool:
    """Whether every wording in the text has its beginning and its end."""
    return text.count(OPEN) == text.count(CLOSE)


def _table(code: str) -> dict[int, int]:
    lower, upper = STARTS[code]
    return {ord(ours): start + n for start, letters in ((lower, LOWER), (upper, UPPER))
            for n, ours in enumerate(letters)}  # fmt: skip


def _translated(english: Language, code: str) -> Language:
    entries = {
        key: Wording(tuple(told(form, code) for form in said.forms), said.is_safety)
        for key, said in english.entries.items()
    }
    for words in set(_pack_words()):
        entries[words] = Wording((told(words, code),))
    return Language(entries, english.plural)


def _pack_words() -> Iterator[str]:
    """Everything that packs and measures say, as stories put it into letters."""
    for code in bundled_codes():
        yield from _texts_of(load_pack(code))
    for one in all_measures():
        yield from _texts_of(as_form(one))
    topics = (brief_questions, alert_questions, work_questions)
    for asked in (one for topic in topics for one in vars(topic).values()):
        yield from _texts_of(asked) if isinstance(asked, Question) else ()


def _texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from {value, value.strip()}
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts_of(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _texts_of(getattr(value, field.name))
