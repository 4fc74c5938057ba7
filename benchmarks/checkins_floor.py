"""The floor of claiming: bare SQL that keeps the same rows as the clock's own beat.

It is given every value ready made, sealed content too. It looks for what is due, adds the rows and
moves the plans on, in as many transactions as the beat needed, and nothing else.
"""

import sqlite3
import time
from datetime import datetime
from typing import Any

import psycopg

from db.engine import driver_url, sqlite_file
from db.engines import set_pragmas

ADDED = ("form_session", "checkin", "outbox")
DUE = """
    SELECT id FROM checkin_plan WHERE state = 'on' AND next_due_at <= ?
    ORDER BY next_due_at LIMIT ?
"""
MOVE_ON = "UPDATE checkin_plan SET next_due_at = ?, next_local_date = ? WHERE id = ?"
MOVED = """
    SELECT id, next_due_at, next_local_date FROM checkin_plan
    WHERE id IN (SELECT plan_id FROM checkin)
"""

Rows = list[tuple[Any, ...]]


class Bare:
    """A connection of the driver alone, to either database."""

    def __init__(self, url: str) -> None:
        path = sqlite_file(url)
        self.is_sqlite = path is not None
        self._connection: Any
        if path is None:
            self._connection = psycopg.connect(driver_url(url), autocommit=True)
        else:
            self._connection = sqlite3.connect(path, isolation_level=None)
            set_pragmas(self._connection, query_only=False)
        self._cursor = self._connection.cursor()

    def run(self, statement: str, *values: Any) -> None:
        """Run one statement; its marks are "?"."""
        self._cursor.execute(self._marked(statement), values)

    def ask(self, statement: str, *values: Any) -> Rows:
        """The rows that a statement finds."""
        self.run(statement, *values)
        found: Rows = self._cursor.fetchall()
        return found

    def run_many(self, statement: str, rows: Rows) -> None:
        """Run one statement with each of these rows."""
        self._cursor.executemany(self._marked(statement), rows)

    def instant(self, at: datetime) -> object:
        """An instant as the driver is given it."""
        return at.replace(tzinfo=None).isoformat(" ", "microseconds") if self.is_sqlite else at

    def close(self) -> None:
        """Close it."""
        self._connection.close()

    def _marked(self, statement: str) -> str:
        return statement if self.is_sqlite else statement.replace("?", "%s")


def bare_sql(url: str, written: str, start: datetime, transactions: int) -> float:
    """Keep in these records what the beat has `written` into others; the seconds it took."""
    source = Bare(written)
    added = {table: source.ask(f"SELECT * FROM {table}") for table in ADDED}
    moved = {plan: (at, day) for plan, at, day in source.ask(MOVED)}
    source.close()
    bare = Bare(url)
    now, size = bare.instant(start), -(-len(moved) // transactions)
    began = time.perf_counter()
    for first in range(0, len(moved), size):
        bare.run("BEGIN IMMEDIATE" if bare.is_sqlite else "BEGIN")
        due = bare.ask(DUE, now, size)
        for table, rows in added.items():
            some = rows[first : first + size]
            bare.run_many(_insert(table, some), some)
        bare.run_many(MOVE_ON, [(*moved[plan], plan) for (plan,) in due])
        bare.run("COMMIT")
    seconds = time.perf_counter() - began
    left = bare.ask(DUE, now, 1)
    bare.close()
    if left:
        raise SystemExit("The bare SQL left something due: it does not do the same.")
    return seconds


def _insert(table: str, rows: Rows) -> str:
    marks = ", ".join("?" * len(rows[0])) if rows else ""
    return f"INSERT INTO {table} VALUES ({marks})"
