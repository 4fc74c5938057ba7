"""One cell of a spreadsheet as a value, or what was expected there instead.

Lists are separated by semicolons or lines. Each function raises `Unreadable` with the expectation.
"""

import re
from datetime import date

from matching.people import Wish
from matching.week import SLOT_MINUTES, is_zone

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SLOT_HOURS = SLOT_MINUTES // 60
SLOTS_A_DAY = 24 // SLOT_HOURS
HOURS_PATTERN = re.compile(r"([a-z]{3})(?:\s*-\s*([a-z]{3}))?\s+(\d{1,2})\s*-\s*(\d{1,2})")


class Unreadable(ValueError):
    """A cell that cannot be read; the message says what was expected."""


def texts(cell: str) -> tuple[str, ...]:
    """The words of a list, in order, each once."""
    words = (word.strip() for word in re.split(r"[;\n]", cell))
    return tuple(dict.fromkeys(word for word in words if word))


def whole(cell: str, least: int, most: int) -> int:
    """A whole number in the range."""
    if not re.fullmatch(r"[0-9]{1,9}", cell) or not least <= int(cell) <= most:
        message = f"a whole number {least} to {most}"
        raise Unreadable(message)
    return int(cell)


def zone(cell: str) -> str:
    """A time zone of the IANA list."""
    if not is_zone(cell):
        raise Unreadable("a time zone such as Europe/London")
    return cell


def day(cell: str) -> date:
    """A date such as 2026-11-25."""
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise Unreadable("a date such as 2026-11-25") from None


def weighted(cell: str, usual: int, most: int) -> dict[str, int]:
    """Words with a number from 1 each, such as `low_mood:3; worry`; `usual` where none is given."""
    found = {}
    for word in texts(cell):
        name, colon, number = word.partition(":")
        found[name.strip()] = whole(number.strip(), 1, most) if colon else usual
    return found


def dated(cell: str) -> dict[str, date]:
    """Words with a date each, such as `perinatal:2027-03-31`."""
    found = {}
    for word in texts(cell):
        name, colon, until = word.partition(":")
        if not colon:
            raise Unreadable("a setting and a date, such as perinatal:2027-03-31")
        found[name.strip()] = day(until.strip())
    return found


def reasoned(cell: str) -> dict[str, str]:
    """Ids with a reason each, such as `p7:block`; "refusal" where none is given."""
    return {
        id_.strip(): why.strip() or "refusal"
        for id_, _, why in (word.partition(":") for word in texts(cell))
    }


def wishes(cell: str) -> tuple[Wish, ...]:
    """Wishes such as `gender same must; age same nice`."""
    return tuple(_wish(word.split()) for word in texts(cell))


def hours(cell: str) -> frozenset[int]:
    """Slots of the week from `mon-fri 16-24; sat 8-12`, in steps of four hours."""
    return frozenset(slot for word in texts(cell) for slot in _slots(word.lower()))


def _wish(parts: list[str]) -> Wish:
    if len(parts) == 2:
        parts = [*parts, "nice"]
    if len(parts) != 3 or parts[1] not in ("same", "different") or parts[2] not in ("must", "nice"):
        raise Unreadable("wishes such as gender same must; age same nice")
    trait, want, strength = parts
    return Wish(
        trait,
        "same" if want == "same" else "different",
        "must" if strength == "must" else "nice",
    )


def _slots(word: str) -> list[int]:
    found = HOURS_PATTERN.fullmatch(word)
    first, last, start, end = found.groups() if found else ("", "", "0", "0")
    last = last or first
    span = range(int(start), int(end), SLOT_HOURS)
    steps = int(start) % SLOT_HOURS == 0 and int(end) % SLOT_HOURS == 0 and int(end) <= 24
    if first not in DAYS or last not in DAYS or not span or not steps:
        raise Unreadable("hours such as mon-fri 16-24; sat 8-12, in steps of four")
    days = range(DAYS.index(first), DAYS.index(last) + 1)
    if not days:
        raise Unreadable("days in the order of the week, such as fri-sun")
    return [day_ * SLOTS_A_DAY + hour // SLOT_HOURS for day_ in days for hour in span]
