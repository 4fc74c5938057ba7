"""Reading a time of day as people type it: 18:30, 6.30 pm, 6pm, 18, noon."""

import re
from datetime import time

from care.plain_text import fold

_TIME = re.compile(r"(\d{1,2})(?:[:.h ]?(\d{2}))? ?(am|pm)?")
_NOON = time(12)


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
