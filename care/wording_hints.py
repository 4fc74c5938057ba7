"""Hints about a text for people: what makes it long, hard to read, or not how we talk.

Hints never stop anybody: whoever writes for their own programme knows whom they write to. The
bundled packs are held to them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["long", "questions", "sentences", "long_sentence", "hard", "word", "sign"]

MESSAGE_MOST, AGREE_MOST = 300, 700  # letters; what is agreed to is read once and with time
SENTENCES_MOST, WORDS_MOST = 3, 20  # of a paragraph, of a sentence
GRADE_MOST = 9.0  # Flesch-Kincaid, for one short text; our packs stay below it
HARD_FROM = 6  # words in a text, for its grade to say something

_BANNED = re.compile(
    r"\b(just|only|simply|don't worry|do not worry|at least|patients?|clients?|helpers?|mentors?"
    r"|admins?|service users?|symptoms?|disorders?|suffer\w*)\b",
    re.IGNORECASE,
)
_NOT_PLAIN = re.compile("[\u2014\u2013\u2018\u201c\u2026\u2600-\u27bf\U0001f300-\U0001faff]")
_VOWELS = re.compile(r"[aeiouy]+")


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint; `quoted` is the word or the sentence that it is about."""

    kind: Kind
    quoted: str = ""


def hints(text: str, *, is_agreed: bool = False) -> tuple[Hint, ...]:
    """Return what makes a text hard to take in; empty for a good one, and for none.

    `is_agreed` is a text that somebody agrees to, which may be longer.
    """
    return tuple(_hints(text, AGREE_MOST if is_agreed else MESSAGE_MOST))


def _hints(text: str, most: int) -> Iterator[Hint]:
    if len(text) > most:
        yield Hint("long")
    if text.count("?") > 1:
        yield Hint("questions")
    for paragraph in text.split("\n\n"):
        found = _sentences(paragraph)
        if len(found) > SENTENCES_MOST and ":" not in paragraph:
            yield Hint("sentences", found[0])
        long_ones = (one for one in found if len(one.split()) > WORDS_MOST)
        yield from (Hint("long_sentence", one) for one in long_ones)
    if len(text.split()) >= HARD_FROM and grade(text) > GRADE_MOST:
        yield Hint("hard")
    words = (found[0].casefold() for found in _BANNED.finditer(text))
    yield from (Hint("word", word) for word in dict.fromkeys(words))
    yield from (Hint("sign", sign) for sign in dict.fromkeys(_NOT_PLAIN.findall(text)))


def grade(text: str) -> float:
    """Return about the school year in which an English text can be read; 0 without words.

    Source of the formula: Kincaid et al. 1975, Research Branch Report 8-75. Syllables are counted
    as groups of vowels, so it is a lint and no more.
    """
    sentences = [part for part in re.split(r"[.?!:\n]+", text) if re.search("[A-Za-z]", part)]
    words = [word for part in sentences for word in re.findall(r"[A-Za-z']+", part)]
    if not words:
        return 0.0
    syllables = sum(map(_syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def _sentences(paragraph: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.?!:])\s+", paragraph) if part]


def _syllables(word: str) -> int:
    spoken = word.lower()
    bare = spoken.removesuffix("e") if not spoken.endswith("le") else spoken
    return max(1, len(_VOWELS.findall(bare)))
