"""One thing that the doctor looked at."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How it stands, in a word that is read aloud as well as printed."""

    GOOD = "good"
    LOOK = "look at this"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, how it stands, and what to do about it if anything."""

    name: str
    state: State
    words: str


def good(name: str, words: str) -> Check:
    """It is as it should be."""
    return Check(name, State.GOOD, words)


def look(name: str, words: str) -> Check:
    """The service works, and somebody should look at this."""
    return Check(name, State.LOOK, words)


def broken(name: str, words: str) -> Check:
    """The service does not work, or is not safe, until this is mended."""
    return Check(name, State.BROKEN, words)
