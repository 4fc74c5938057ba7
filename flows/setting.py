"""A setting: something that a programme decides, as a short text that can be put back."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import blake2b

from db.ids import PersonId
from db.programmes import Programme
from flows.story import Story

Read = Callable[[Story, Programme], Awaitable[str]]
Write = Callable[[Story, Programme, str, PersonId | None], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Setting:
    """How one setting is read and written; writing raises Refused for what it cannot be."""

    read: Read
    write: Write


def mark_of(value: str) -> str:
    """A short mark of a value, by which a form says what it was filled in from."""
    return blake2b(value.encode(), digest_size=8).hexdigest()
