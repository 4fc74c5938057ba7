"""Rendering: templates in the reader's language and on the reader's clock, every value escaped."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_datetime
from babel.units import format_unit
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader
from jinja2.runtime import Context

from db.counting import COUNTED
from db.zones import zone_of
from flows.letters import Body, Bullets, Day, Lines, Message, Text, UrgentHelp, Words
from flows.times import day_in_language, locale_of
from wording.catalogue import Catalogue, is_right_to_left
from wording.spoken import spoken, spoken_line

TEMPLATES = Path(__file__).parent / "templates"
UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))  # in seconds


@cache
def templates() -> Environment:
    """Our templates and the components; autoescape is on for all of them, whatever their names."""
    components = PackageLoader("govuk_frontend_jinja")
    loader = ChoiceLoader([FileSystemLoader(TEMPLATES), components])
    made = _Environment(
        loader=_Prefixed(loader),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {"zip": zip, "counted": COUNTED}
    return made


class _Calls(Context):
    """Calls what a template calls, as it is.

    Jinja looks first whether a function wants to know of the template, which costs more than most
    of what a page says; none of ours does. Macros do without, where autoescape is on everywhere.
    """

    def call(
        self,
        called: Callable[..., Any],
        /,
        *args: Any,
        _loop_vars: Any = None,
        _block_vars: Any = None,
        **params: Any,
    ) -> Any:
        return called(*args, **params)


class _Environment(Environment):
    context_class = _Calls


class _Prefixed(ChoiceLoader):
    """The components call themselves by the name of their package."""

    def __init__(self, inner: ChoiceLoader) -> None:
        super().__init__(inner.loaders)

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        return super().get_source(environment, template.removeprefix("govuk_frontend_jinja/"))


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the language and the zone that times are told in."""

    language: str
    time_zone: str


class Voice:
    """What templates say: wording by key, parts of letters, times."""

    def __init__(self, catalogue: Catalogue, reader: Reader) -> None:
        self._catalogue = catalogue
        self._reader = reader
        self._zone = zone_of(reader)

    def t(self, key: str, /, **params: str | int) -> str:
        """Our own wording."""
        return self._catalogue.say(key, params or None, self._reader.language)

    def say(self, part: Any) -> str:
        """A part of a letter, or a value of a line, as plain text."""
        match part:
            case Text():  # nearly all that rows of a list hold
                return self._catalogue.say(part.key, part.params, self._reader.language)
            case Words():
                return self._catalogue.say_words(part.text, self._reader.language)
            case Day():
                return spoken(part, self._catalogue, self._reader.language)
            case Bullets(items):
                return "\n".join(f"- {self.say(item)}" for item in items)
            case Lines(lines):
                language = self._reader.language
                return "\n".join(spoken_line(line, self._catalogue, language) for line in lines)
            case Message(text, _):
                return text
            case UrgentHelp():
                return ""
            case _:
                return str(part)

    def body(self, content: Body) -> list[str]:
        """The parts of a letter, each a paragraph."""
        return [text for text in map(self.say, content.parts) if text]

    def when(self, at: datetime) -> str:
        """An instant on the reader's clock, such as "26 Nov 2026, 10:15"."""
        return _moment(at, "d MMM y, HH:mm", self._reader)

    def clock(self, at: datetime) -> str:
        """The time of an instant on the reader's clock, such as "10:15"."""
        return _moment(at, "HH:mm", self._reader)

    def day(self, on: date | datetime) -> str:
        """A day of the calendar, or the day of an instant, such as "26 November 2026"."""
        if isinstance(on, datetime):
            on = on.astimezone(self._zone).date()
        return day_in_language(on, self._reader.language)

    def span(self, length: timedelta) -> str:
        """A length of time in its largest whole unit, such as "2 days"; never less than none."""
        seconds = max(0, int(length.total_seconds()))
        unit, size = next((one for one in UNITS if seconds >= one[1]), UNITS[-1])
        return _length(seconds // size, unit, self._reader.language)

    def context(self) -> Mapping[str, Any]:
        """The names by which templates call it."""
        language = self._reader.language
        return {
            "t": self.t,
            "say": self.say,
            "body": self.body,
            "when": self.when,
            "clock": self.clock,
            "day": self.day,
            "span": self.span,
            "language": language,
            "direction": "rtl" if is_right_to_left(language) else "ltr",
        }


def draw(template: str, voice: Voice, **context: Any) -> str:
    """The page as HTML."""
    return templates().get_template(template).render({**voice.context(), **context})


@lru_cache(maxsize=4096)
def _moment(at: datetime, form: str, reader: Reader) -> str:
    """A page tells the same few moments again and again."""
    zone = zone_of(reader)
    return format_datetime(at, form, tzinfo=zone, locale=locale_of(reader.language))


@lru_cache(maxsize=1024)
def _length(n: int, unit: str, language: str) -> str:
    return format_unit(n, f"duration-{unit}", locale=locale_of(language))
