"""The zone that somebody lives by, also where this computer does not know the one in their row."""

import logging
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

log = logging.getLogger(__name__)

USUAL = "UTC"


class Placed(Protocol):
    """A row of a person or a programme, or what was read of one."""

    @property
    def time_zone(self) -> str:
        """The name of a zone, such as Europe/London."""
        ...


def zone_of(first: Placed, *others: Placed) -> ZoneInfo:
    """The first zone of these that is known here, else UTC.

    A zone can be new or gone after a move to another computer; people are then told times by
    their programme's clock rather than none. The log says once that it happened, not to whom.
    """
    return zone_named(first.time_zone, *(one.time_zone for one in others))


@lru_cache(maxsize=4096)
def zone_named(*names: str) -> ZoneInfo:
    """The first of these zones that is known here, else UTC."""
    for place, name in enumerate((*names, USUAL)):
        found = _known(name)
        if found is not None:
            if place:
                log.warning(
                    "A time zone in the records is not known here; %s is used in its place. "
                    "Bring the tzdata package up to date.",
                    found.key,
                )
            return found
    return ZoneInfo(USUAL)


def _known(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # not a name; the name of a folder; not in the list
        return None
