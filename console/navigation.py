"""The sections of the console, in the order in which a half day is spent."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from flows.letters import Text, say

SECTIONS = (
    "today",
    "waiting",
    "pairings",
    "people",
    "peers",
    "alerts",
    "outcomes",
    "audit",
    "settings",
)

WITHIN = {"waiting": ("suggestions",)}  # pages that stand beside a section belong to it


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the menu."""

    name: Text
    path: str
    is_open: bool


@lru_cache(maxsize=512)
def sections_for(programme_id: str, path: str) -> tuple[Section, ...]:
    """The menu of a programme; the section that the path belongs to is open."""
    return tuple(_sections(programme_id, path))


def _sections(programme_id: str, path: str) -> Iterator[Section]:
    for name in SECTIONS:
        to = f"/console/p/{programme_id}/{name}"
        within = [to, *(f"/console/p/{programme_id}/{more}" for more in WITHIN.get(name, ()))]
        is_open = any(path == one or path.startswith(f"{one}/") for one in within)
        yield Section(say(f"console.menu.{name}"), to, is_open)
