"""Instants as people read them: on their own clock and in their own language."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_time

from db.people import Person


def local_time(at: datetime, reader: Person) -> str:
    """The day and time on the reader's clock, such as "Thu 26 Nov, 10:15"."""
    zone = ZoneInfo(reader.time_zone)
    return format_datetime(at, "EEE d MMM, HH:mm", tzinfo=zone, locale=_locale(reader))


def clock_time(at: datetime, reader: Person) -> str:
    """The time on the reader's clock, such as "03:12"."""
    return format_time(at, "HH:mm", tzinfo=ZoneInfo(reader.time_zone), locale=_locale(reader))


def _locale(reader: Person) -> str:
    return "en_GB" if reader.language == "en" else reader.language.replace("-", "_")
