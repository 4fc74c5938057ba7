"""Words that may mean danger: a net with holes, which never holds a message back.

It misses most of what people say in their own way, and catches some who are safe. What it finds
shows urgent help and calls a human; what it misses says nothing about anybody.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from care.errors import CareError

NOT_REVIEWED = "not yet reviewed"
_GAP = "~"  # in a phrase: up to three words may stand here
_GAP_PATTERN = r"(?: \w+){0,3}"
_REST = r"\w*"  # any end of a word
_WORD = re.compile(r"\w+")
_KEY = 3  # letters by which a phrase is found; a word with `*` has as many at least


class UrgentWordsUnknownError(CareError):
    """There are no urgent words in this language: say so to whoever runs the programme."""


@dataclass(frozen=True, slots=True)
class WordGroup:
    """What a set of phrases is about.

    `~` stands for up to three words, `*` for a word's rest, `|` between words that may stand in
    one place, and `_` holds the words of one of those together.
    """

    code: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UrgentWords:
    """The net for one language. `sayings` are taken out of a text first ("dying to see you").

    `spoken` is how the forms of packs name the language. `reviewer` is the person who answers for
    the list, or "not yet reviewed".
    """

    language: str
    title: str
    spoken: str
    version: int
    reviewer: str
    changed_on: date
    groups: tuple[WordGroup, ...]
    sayings: tuple[str, ...]

    @property
    def is_reviewed(self) -> bool:
        """Whether a named person answers for this list."""
        return self.reviewer != NOT_REVIEWED


@cache
def urgent_words(language: str) -> UrgentWords:
    """The bundled net for a language code. Raises UrgentWordsUnknownError."""
    source = files("care") / "urgent_words" / f"{language}.toml"
    if not re.fullmatch(r"[a-z]{2,3}", language) or not source.is_file():
        raise UrgentWordsUnknownError(f'There are no urgent words for "{language[:20]}".')
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return UrgentWords(
        language=table["language"],
        title=table["title"],
        spoken=table["spoken"],
        version=table["version"],
        reviewer=table["reviewer"],
        changed_on=table["changed_on"],
        groups=tuple(WordGroup(code, tuple(words)) for code, words in table["groups"].items()),
        sayings=tuple(table["sayings"]),
    )


def all_urgent_words() -> tuple[UrgentWords, ...]:
    """Every list that there is, by language code."""
    found = (entry.name for entry in (files("care") / "urgent_words").iterdir())
    codes = sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml"))
    return tuple(urgent_words(code) for code in codes)


def groups_found(text: str, words: UrgentWords) -> tuple[str, ...]:
    """The codes of the groups with a phrase in this text, in the order of the list."""
    folded = _sayings(words).sub(" ", f" {_fold(text)} ")
    beginnings = _beginnings(words)
    found: set[str] = set()
    for word in _WORD.finditer(folded):
        for code, pattern in beginnings.get(word.group()[:_KEY], ()):
            if code not in found and pattern.match(folded, word.start()):
                found.add(code)
    return tuple(group.code for group in words.groups if group.code in found)


def make_ready(words: UrgentWords) -> None:
    """Do now what else the first text would wait for: it takes about a third of a second."""
    _beginnings(words)
    _sayings(words)


@cache
def _beginnings(words: UrgentWords) -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    """How a word begins -> what is looked for from there: a message meets few of the phrases."""
    found: dict[str, dict[str, list[str]]] = {}
    for group in words.groups:
        for phrase in group.phrases:
            first, _, rest = phrase.partition(" ")
            for one in first.split("|"):
                whole = _as_pattern(f"{one} {rest}".strip())
                key = _as_word(one).partition(" ")[0].removesuffix(_REST)[:_KEY]
                found.setdefault(key, {}).setdefault(group.code, []).append(rf"{whole}\b")
    return {
        key: tuple((code, re.compile("|".join(all_of))) for code, all_of in by_group.items())
        for key, by_group in found.items()
    }


@cache
def _sayings(words: UrgentWords) -> re.Pattern[str]:
    phrases = (rf"\b{_as_pattern(phrase)}\b" for phrase in words.sayings)
    return re.compile("|".join(phrases) or r"(?!)")


def _as_pattern(phrase: str) -> str:
    """Fold each word as texts are folded, so that both always meet."""
    pattern = ""
    for word in phrase.split():
        if word == _GAP:
            pattern += _GAP_PATTERN
            continue
        either = "|".join(_as_word(one) for one in word.split("|"))
        folded = f"(?:{either})" if "|" in word else either
        pattern += f" {folded}" if pattern else folded
    return pattern


def _as_word(word: str) -> str:
    words = _fold(word.removesuffix("*").replace("_", " "))
    return words + (_REST if word.endswith("*") else "")


def _fold(text: str) -> str:
    """Small letters, no accents or apostrophes, no doubled letters, one space between words."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(c for c in plain if unicodedata.category(c) not in {"Mn", "Cf"})
    joined = re.sub(r"['\u2019\u2018\u00b4`]", "", kept)
    spaced = " ".join(re.findall(r"[^\W_]+", joined))
    whole = re.sub(r"\b(?:\w ){2,}\w\b", lambda m: m.group().replace(" ", ""), spaced)
    return re.sub(r"(\D)\1+", r"\1", re.sub(r"\b(my|any) (self|more)\b", r"\1\2", whole))
