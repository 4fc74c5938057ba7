"""Reading a time of day as people type it: 18:30, 6.30 pm, 6pm, 18, noon, midnight."""

import re
from datetime import time

from care.plain_text import fold
from care.rota import DAY_MINUTES, STEP_MINUTES

_TIME = re.compile(r"(\d{1,2})(?:[:.h ]?(\d{2}))? ?(am|pm)?")
_NOON = time(12)
_MIDNIGHT = re.compile(r"midnight|24(?:[:.h ]?00)?")


def read_time(text: str) -> time | None:
    """The time that a text names on a clock of 24 hours, or with am or pm; None for anything else.

    A whole hour without am or pm is read as it stands: 8 is the morning, 18 the evening.
    """
    words = re.sub(r"^(?:at|about|around) ", "", fold(text[:40]).strip(" ."))
    if words in ("noon", "midday"):
        return _NOON
    found = _TIME.fullmatch(words)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_minute(text: str, *, is_end: bool = False) -> int | None:
    """The minute of a day, 0 to 1440, that a text names by the half hour; None for anything else.

    Midnight is the end of the day where an end is asked for, else its beginning.
    """
    if _MIDNIGHT.fullmatch(fold(text[:40]).strip(" .")):
        return DAY_MINUTES if is_end else 0
    found = read_time(text)
    if found is None or found.minute % STEP_MINUTES:
        return None
    minute = found.hour * 60 + found.minute
    return DAY_MINUTES if is_end and not minute else minute
