"""Reading a date as people type it: 5 March 2026, 05/03/2026, 2026-03-05, March 2026, today."""

import re
from datetime import date, timedelta

from care.plain_text import fold

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")


class ImpossibleDateError(ValueError):
    """The text has the shape of a date, and no calendar has that day."""


def read_date(text: str, today: date) -> date | None:
    """Return the date that `text` names, or None where it has no shape of a date.

    Day comes before month. A month alone is its first day; a year of two digits is in this
    century. Raises ImpossibleDateError for a day such as 31 June.
    """
    words = _ORDINAL.sub(r"\1", fold(text[:60])).split()
    if len(words) == 1 and words[0] in _NEAR:
        return today + timedelta(days=_NEAR[words[0]])
    parts = _in_order([word for word in words if word != "of"])
    return None if parts is None else _as_date(*parts)


def date_in_words(day: date) -> str:
    """Return a date as it is read aloud: 5 March 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _in_order(words: list[str]) -> tuple[int, int, int] | None:
    """Return (year, month, day) from the words of a date in any accepted order."""
    months = [_month(word) for word in words]
    numbers = [int(word) for word in words if re.fullmatch(r"[0-9]{1,4}", word)]
    named = [month for month in months if month]
    if len(named) == 1 and len(numbers) == len(words) - 1:
        return _with_named_month(named[0], numbers)
    if len(words) != 3 or len(numbers) != 3:
        return None
    first, second, third = numbers
    return (first, second, third) if len(words[0]) == 4 else (third, second, first)


def _with_named_month(month: int, numbers: list[int]) -> tuple[int, int, int] | None:
    match numbers:
        case [year] if year > 31:
            return (year, month, 1)
        case [day, year]:
            return (year, month, day) if day <= 31 else (day, month, year)
        case _:
            return None


def _month(word: str) -> int:
    """Return 1 to 12 for a month's name or its first three or more letters, else 0."""
    long_enough = len(word) >= 3
    return next(
        (n for n, name in enumerate(MONTHS, 1) if long_enough and name.lower().startswith(word)),
        0,
    )


def _as_date(year: int, month: int, day: int) -> date:
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError as error:
        raise ImpossibleDateError from error
