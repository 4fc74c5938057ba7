"""Short questions of SQLite, answered where they are asked, as plain rows.

Between a question and its few microseconds of work stand a session, a connection, a greenlet and
an object for each row: together they cost ten times as much (`docs/decisions/0093`). A page asks
half a dozen questions that are built once, so it asks them here. Each sees what is committed when
it is asked, as on PostgreSQL.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Dialect
from sqlalchemy.sql import visitors
from sqlmodel.ext.asyncio.session import AsyncSession

from db.failures import named_failure

GLANCE = "glance"  # in the info of a session that only looks
KEPT_STATEMENTS = 256  # prepared by SQLite: more than there are questions

Row = tuple[Any, ...]


class Glance:
    """A connection that only reads; it opens when it is first asked."""

    def __init__(self, connect: Callable[[], sqlite3.Connection], dialect: Dialect) -> None:
        self.dialect = dialect
        self._connect = connect
        self._connection: sqlite3.Connection | None = None

    def rows(self, sql: str, values: Sequence[Any]) -> list[Row]:
        """All rows; a failure that has a name of ours is raised by that."""
        try:
            if self._connection is None:
                self._connection = self._connect()
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as failure:
            named = named_failure(failure)
            if named is None:
                raise
            raise named from None

    def close(self) -> None:
        """Close; a later question opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class Question:
    """A SELECT of columns that is built once; `lists` names its parameters that are `expanding`."""

    def __init__(self, query: Any, *lists: str) -> None:
        self._query = query
        self._lists = lists
        self._names = tuple(query.selected_columns.keys())
        self._plans: dict[tuple[int, ...], _Plan] = {}

    async def ask(self, session: AsyncSession, params: Mapping[str, Any]) -> list[Row]:
        """All rows; in a session that writes, what it has written so far is seen."""
        glance: Glance | None = session.info.get(GLANCE)
        lists = {name: _padded(params[name]) for name in self._lists}
        if glance is None:
            rows = await session.exec(self._query, params={**params, **lists})
            return [tuple(row) for row in rows]
        shape = tuple(map(len, lists.values()))
        plan = self._plans.get(shape)
        if plan is None:
            plan = self._plans[shape] = _Plan(self._query, glance.dialect, lists)
        return plan.read(glance.rows(plan.sql, plan.values({**params, **lists})))

    async def ask_one(self, session: AsyncSession, params: Mapping[str, Any]) -> dict[str, Any]:
        """The cells of the only row, by the names of their columns."""
        (row,) = await self.ask(session, params)
        return dict(zip(self._names, row, strict=True))


class _Plan:
    """A question in the words of SQLite, for lists of these lengths."""

    def __init__(self, query: Any, dialect: Dialect, lists: Mapping[str, Sequence[Any]]) -> None:
        compiled = visitors.cloned_traverse(query, {}, {"bindparam": _write_out}).compile(
            dialect=dialect
        )
        fixed = {name: bind.effective_value for name, bind in compiled.binds.items()}
        state = compiled.construct_expanded_state({**fixed, **lists}, escape_names=False)
        self.sql: str = state.statement
        self._fixed = {name: value for name, value in fixed.items() if value is not None}
        origin = {
            part: (name, place)
            for name, parts in state.parameter_expansion.items()
            for place, part in enumerate(parts)
        }
        whole = [origin.get(part, (part, None)) for part in state.positiontup]
        self._places = [
            (name, place, _impl(compiled.binds[name], dialect).bind_processor(dialect))
            for name, place in whole
        ]
        self._processes = [
            (place, process)
            for place, column in enumerate(query.selected_columns)
            if (process := _impl(column, dialect).result_processor(dialect, None))
        ]

    def values(self, params: Mapping[str, Any]) -> list[Any]:
        """What stands at each place of the question."""
        given = {**self._fixed, **params}
        values = []
        for name, place, process in self._places:
            value = given[name] if place is None else given[name][place]
            values.append(value if process is None else process(value))
        return values

    def read(self, rows: Iterable[Row]) -> list[Row]:
        """The rows as our column types read them."""
        if not self._processes:
            return list(rows)
        return [self._read(row) for row in rows]

    def _read(self, row: Row) -> Row:
        cells = list(row)
        for place, process in self._processes:
            cells[place] = process(cells[place])
        return tuple(cells)


def _write_out(bind: BindParameter[Any]) -> None:
    """What is the same each time stands in the question itself.

    Where SQLite looks at the value of a parameter to see whether a partial index will do, it plans
    the question anew whenever one is given.
    """
    if not bind.required:
        bind.literal_execute = True


def _impl(typed: Any, dialect: Dialect) -> Any:
    return typed.type.dialect_impl(dialect)


def _padded(items: Iterable[Any]) -> list[Any]:
    """The same to a search, in one of a few lengths: each length is a statement of its own."""
    found = list(items)
    length = 1
    while length < len(found):
        length *= 2
    return found + found[-1:] * (length - len(found)) if found else found
