"""Instants as people read them: on their own clock and in their own language."""

from datetime import date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time

from db.people import Person
from db.zones import zone_of

USUAL = Locale("en", "GB")  # for English, and where Babel does not know a language


def local_time(at: datetime, reader: Person) -> str:
    """The day and time on the reader's clock, such as "Thu 26 Nov, 10:15"."""
    zone = zone_of(reader)
    return format_datetime(at, "EEE d MMM, HH:mm", tzinfo=zone, locale=locale_of(reader.language))


def clock_time(at: datetime, reader: Person) -> str:
    """The time on the reader's clock, such as "03:12"."""
    return format_time(at, "HH:mm", tzinfo=zone_of(reader), locale=locale_of(reader.language))


def local_day(at: datetime, reader: Person) -> str:
    """The day on the reader's calendar, such as "26 November 2026"."""
    return day_in_words(at.astimezone(zone_of(reader)).date(), reader)


def day_in_words(day: date, reader: Person) -> str:
    """A calendar day in the reader's language, such as "5 March 2026"."""
    return day_in_language(day, reader.language)


@lru_cache(maxsize=4096)
def day_in_language(day: date, language: str) -> str:
    """A calendar day in this language, such as "5 March 2026"."""
    return format_date(day, "long", locale=locale_of(language))


@lru_cache(maxsize=256)
def locale_of(language: str) -> Locale:
    """A language as Babel knows it, or its parent ("pt" for "pt-xx")."""
    parts = language.split("-")
    if parts[0] == "en":
        return USUAL
    for end in range(len(parts), 0, -1):
        try:
            return Locale.parse("_".join(parts[:end]))
        except (UnknownLocaleError, ValueError):
            continue
    return USUAL
