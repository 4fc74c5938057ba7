"""Rows as the objects of their tables, which no session watches: for looking, not for changing.

A session that loads an object keeps what it was, to write what changed: a page that shows one
thing about it pays for that each time.
"""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import inspect
from sqlalchemy.orm.instrumentation import manager_of_class
from sqlmodel import SQLModel

T = TypeVar("T", bound=SQLModel)


class Unwatched(Generic[T]):
    """Makes objects of one table from its columns, in the order of the table."""

    def __init__(self, kind: type[T]) -> None:
        mapper: Any = inspect(kind)
        self.columns: tuple[Any, ...] = tuple(mapper.local_table.c)
        self._names = [mapper.get_property_by_column(column).key for column in self.columns]
        self._new = manager_of_class(kind).new_instance

    def of(self, cells: Sequence[Any]) -> T:
        """The object with these values."""
        made: T = self._new()
        made.__dict__.update(zip(self._names, cells, strict=True))
        return made

    def with_more(self, cells: Sequence[Any]) -> tuple[Any, ...]:
        """The object with its values, which stand first, and what else is in the row."""
        n = len(self.columns)
        return (self.of(cells[:n]), *cells[n:])
