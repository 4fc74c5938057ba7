"""Messages of Telegram with something to find in every field, made from aiogram's own models."""

import itertools
import types
from datetime import datetime
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from aiogram.types import Message
from pydantic import BaseModel

WORD = "cnry"
FIRST_NUMBER = 880_000_000
DEEPEST = 3  # models within models; below that, nothing but what a model needs


class Canaries:
    """Makes values, and remembers every word and number that it put into them."""

    def __init__(self) -> None:
        self._count = itertools.count(1)
        self.words: set[str] = set()
        self.numbers: set[str] = set()

    def field(self, name: str) -> tuple[str, Any]:
        """The field of a message with this name in our model: its name on the wire, and a value."""
        info = Message.model_fields[name]
        return info.alias or name, self._value(info.annotation, 1)

    def word(self, *, of: str = "") -> str:
        """A new word to look for."""
        made = f"{WORD}{next(self._count)}x{of}"
        self.words.add(made)
        return made

    def number(self) -> int:
        """A new number to look for."""
        made = FIRST_NUMBER + next(self._count)
        self.numbers.add(str(made))
        return made

    def model(self, kind: type[BaseModel], depth: int) -> dict[str, Any]:
        """A filled model: every field, or with depth those that it cannot do without."""
        return {
            info.alias or name: self._value(info.annotation, depth + 1)
            for name, info in kind.model_fields.items()
            if info.is_required()
            or get_origin(info.annotation) is Literal
            or (depth < DEEPEST and _is_wire(info.annotation))
        }

    def _value(self, kind: Any, depth: int) -> Any:
        kind, *_ = [one for one in _choices(kind) if one is not type(None)]
        if get_origin(kind) is Literal:
            return get_args(kind)[0]
        if get_origin(kind) is list:
            return [self._value(get_args(kind)[0], depth)]
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return self.model(kind, depth)
        return self._plain(kind)

    def _plain(self, kind: Any) -> Any:
        if kind is bool:
            return True
        if kind is float:
            return self.number() / 1_000_000
        if kind is int or (isinstance(kind, type) and issubclass(kind, datetime)):
            return self.number()
        return self.word()


def _choices(kind: Any) -> list[Any]:
    """What a field may hold: the members of a union, without what only annotates them."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, types.UnionType):
        return [choice for member in get_args(kind) for choice in _choices(member)]
    return [kind]


def _is_wire(kind: Any) -> bool:
    """Whether the field can come over the wire: some hold what is our own library's alone."""
    return all(getattr(choice, "__name__", "") != "Default" for choice in _choices(kind))
