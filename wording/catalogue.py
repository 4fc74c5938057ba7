"""Wording: gettext catalogues read at start, asked with a key and an explicit language.

A catalogue entry's id is its key, such as `waiting.list`, and its wording has {named} places. The
words of packs and measures are their own ids. Crisis wording carries the context `safety`.
"""

import gettext
import logging
import string
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from flows.times import locale_of
from wording.errors import BadCatalogue

log = logging.getLogger(__name__)

SOURCE_LANGUAGE = "en"
SAFETY = "safety"
ISOLATE, END_ISOLATE = "\u2068", "\u2069"  # Unicode UAX 9: first strong isolate and its end
LOCALES = Path(__file__).parent / "locales"
Params = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Wording:
    """What a key says in one language: one form, or one for each plural."""

    forms: tuple[str, ...]
    is_safety: bool = False


@dataclass(frozen=True, slots=True)
class Language:
    """One catalogue: its entries, and which plural form a number takes."""

    entries: Mapping[str, Wording]
    plural: Callable[[int], int]


class Catalogue:
    """All wording in all languages.

    A language falls back on its parent ("pt-br" on "pt"), then on English. With `strict` a key
    that is missing everywhere, or a place without a value, is a KeyError; without it the
    person gets `fallback`, and the log says which key is missing.
    """

    def __init__(
        self, languages: Mapping[str, Language], *, fallback: str, strict: bool = False
    ) -> None:
        self._languages = dict(languages)
        self._fallback = fallback
        self._strict = strict
        self._plain: dict[tuple[str, str], str] = {}  # what is said as it stands, once looked up
        self._known: dict[tuple[str, str], tuple[Language, Wording]] = {}  # the nearest, the same

    @classmethod
    def read(cls, folder: Path, *, fallback: str, strict: bool = False) -> "Catalogue":
        """The catalogues `<language>/*.po` of a folder; raises BadCatalogue."""
        spoken = sorted(path for path in folder.iterdir() if any(path.glob("*.po")))
        found = {path.name.lower(): read_language(path) for path in spoken}
        return cls(found, fallback=fallback, strict=strict)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that there is wording for."""
        return tuple(self._languages)

    def names(self) -> dict[str, str]:
        """The languages by code, each with its own name for itself."""
        return {code: self.say("language.name", None, code) for code in self._languages}

    def say(self, key: str, params: Params | None = None, language: str = SOURCE_LANGUAGE) -> str:
        """The wording of a key in the nearest language; a parameter `n` chooses the plural."""
        if not params and (plain := self._plain.get((key, language))) is not None:
            return plain
        found = self._known.get((key, language)) or self._look_up(key, language)
        if found is not None:
            if not params:
                return self._say_plainly(found[1], key, language)
            return self._fill(_form(*found, params), key, self._isolated(params, language))
        if self._strict:
            raise KeyError(key)
        log.error("text.missing", extra={"text_key": key})
        return self._fallback

    def _look_up(self, key: str, language: str) -> tuple[Language, Wording] | None:
        for code in _nearest(language):
            spoken = self._languages.get(code)
            wording = spoken.entries.get(key) if spoken else None
            if spoken and wording:
                self._known[key, language] = spoken, wording
                return spoken, wording
        return None

    def _say_plainly(self, wording: Wording, key: str, language: str) -> str:
        text = self._fill(wording.forms[0], key, {})
        if "{" not in wording.forms[0]:  # a place without a value is told to the log each time
            self._plain[key, language] = text
        return text

    def say_words(self, text: str, language: str = SOURCE_LANGUAGE) -> str:
        """Words of a pack or a measure: translated where a translation is there, else as is."""
        for code in _nearest(language)[:-1]:
            spoken = self._languages.get(code)
            wording = spoken.entries.get(text) if spoken else None
            if wording:
                return wording.forms[0]
        return text

    def isolate(self, text: str, language: str) -> str:
        """A name or somebody's own words, kept from turning a sentence of the other direction."""
        if text.startswith("https://"):  # a mark beside a link can become part of it
            return text
        turns = not text.isascii() and any(_is_right_to_left(letter) for letter in text)
        if turns or is_right_to_left(language):
            return f"{ISOLATE}{text}{END_ISOLATE}"
        return text

    def _isolated(self, params: Params, language: str) -> Params:
        turns = is_right_to_left(language)
        return {
            name: self.isolate(value, language)
            if isinstance(value, str) and (turns or not value.isascii())
            else value
            for name, value in params.items()
        }

    def _fill(self, wording: str, key: str, params: Params) -> str:
        if "{" not in wording and "}" not in wording:
            return wording
        try:
            return wording.format_map(params)
        except KeyError:
            if self._strict:
                raise
        filled = _Lenient(params)
        text = wording.format_map(filled)
        log.error("text.parameter_missing", extra={"text_key": key})
        return text


@lru_cache(maxsize=64)
def is_right_to_left(language: str) -> bool:
    """Whether the language is written from right to left; False for one that is not known."""
    return str(locale_of(language).text_direction) == "rtl"


def _is_right_to_left(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in ("R", "AL")


def read_language(folder: Path) -> Language:
    """The catalogue files of one language; raises BadCatalogue.

    A wording that could not be filled in safely, and a key that stands in two files, are refused.
    """
    entries: dict[str, Wording] = {}
    for path in sorted(folder.glob("*.po")):
        catalog = _read_file(path)
        found = {_key(m): _wording(m, path) for m in catalog if _is_said(m)}
        twice = sorted(entries.keys() & found.keys())
        if twice:
            raise BadCatalogue(f"{path.name}: {twice[0]} stands in another file already.")
        entries |= found
    return Language(entries, _plural_rule(catalog))


def _read_file(path: Path) -> Catalog:
    with path.open("rb") as file:
        read: Catalog = read_po(file, abort_invalid=True)
    return read


def _is_said(message: Message) -> bool:
    forms = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return bool(message.id) and not message.fuzzy and all(forms)


def _key(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, list | tuple) else message.id)


def _wording(message: Message, path: Path) -> Wording:
    text = message.string
    forms = tuple(text) if isinstance(text, list | tuple) else (str(text),)
    key = _key(message)
    if not key_like(key):
        return Wording(forms, message.context == SAFETY)
    for form in forms:
        _check_places(form, f"{path.name}: {key}")
    return Wording(forms, message.context == SAFETY)


def key_like(text: str) -> bool:
    """Whether an entry's id is one of our keys, not the words of a pack."""
    return " " not in text and "." in text.strip(".")


def _check_places(form: str, where: str) -> None:
    try:
        places = [place[1:] for place in string.Formatter().parse(form) if place[1] is not None]
    except ValueError:
        raise BadCatalogue(f"{where}: write {{{{ and }}}} for braces that are no place.") from None
    for name, spec, conversion in places:
        if not (name or "").isidentifier() or spec or conversion:
            raise BadCatalogue(f"{where}: a place is a bare name in braces, such as {{name}}.")


def _plural_rule(catalog: Catalog) -> Callable[[int], int]:
    rule: Callable[[int], int] = gettext.c2py(catalog.plural_expr)
    return rule


def _form(spoken: Language, wording: Wording, params: Params) -> str:
    if len(wording.forms) == 1:
        return wording.forms[0]
    number = params.get("n")
    if not isinstance(number, int):
        return wording.forms[0]
    return wording.forms[min(spoken.plural(abs(number)), len(wording.forms) - 1)]


@lru_cache(maxsize=64)
def _nearest(language: str) -> tuple[str, ...]:
    parts = language.lower().replace("_", "-").split("-")
    codes = ["-".join(parts[:n]) for n in range(len(parts), 0, -1)]
    return (*(code for code in codes if code != SOURCE_LANGUAGE), SOURCE_LANGUAGE)


class _Lenient(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"
