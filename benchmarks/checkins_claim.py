"""Claiming and writing what is due: the clock's own beat, and bare SQL that keeps the same rows.

The bare SQL is given every value ready made, sealed content too. It looks for what is due, adds
the rows and moves the plans on, in as many transactions as the beat needed, and nothing else.
"""

import sqlite3
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.checkins_ticks import Ticks
from benchmarks.relay_people import KEY
from bot.clock import BEATS, Clock
from db.engine import Database, set_pragmas
from flows.programmes import use_packs
from flows.story import Story
from pairwell.running import calm_garbage_collection

ADDED = ("form_session", "checkin", "outbox")
BEAT = next(beat for beat in BEATS if beat.name == "checkins")
DUE = """
    SELECT id FROM checkin_plan WHERE state = 'on' AND next_due_at <= ?
    ORDER BY next_due_at LIMIT ?
"""
MOVE_ON = "UPDATE checkin_plan SET next_due_at = ?, next_local_date = ? WHERE id = ?"

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Claimed:
    """What one run of the beat did, until nothing was due."""

    plans: int
    transactions: int
    seconds: float
    ticks: Ticks


async def claim(path: Path, start: datetime) -> Claimed:
    """Let the clock's beat find, write and move on whatever is due in this file."""
    database = await Database.open(f"sqlite:///{path}", KEY)
    await use_packs(database, None)
    calm_garbage_collection()
    rounds = 0

    async def counted(story: Story) -> int:
        nonlocal rounds
        rounds += 1
        return await BEAT.act(story)

    began = time.perf_counter()
    clock = Clock(
        database,
        now=lambda: start + timedelta(seconds=time.perf_counter() - began),
        beats=(replace(BEAT, act=counted),),
    )
    async with Ticks() as ticks:
        plans = await clock.strike()
        seconds = time.perf_counter() - began
    await database.close()
    return Claimed(plans, rounds, seconds, ticks)


def bare_sql(path: Path, written: Path, start: datetime, transactions: int) -> float:
    """Keep in this file what the beat has `written` into the other one; the seconds it took."""
    added = {table: _read(written, f"SELECT * FROM {table}") for table in ADDED}
    moved = _moved(written)
    connection = sqlite3.connect(path, isolation_level=None)
    set_pragmas(connection, query_only=False)
    now = start.replace(tzinfo=None).isoformat(" ", "microseconds")
    size = -(-len(moved) // transactions)
    began = time.perf_counter()
    for first in range(0, len(moved), size):
        connection.execute("BEGIN IMMEDIATE")
        due = connection.execute(DUE, (now, size)).fetchall()
        for table, rows in added.items():
            some = rows[first : first + size]
            connection.executemany(_insert(table, some), some)
        connection.executemany(MOVE_ON, [(*moved[plan], plan) for (plan,) in due])
        connection.execute("COMMIT")
    seconds = time.perf_counter() - began
    left = connection.execute(DUE, (now, 1)).fetchall()
    connection.close()
    if left:
        raise SystemExit("The bare SQL left something due: it does not do the same.")
    return seconds


def _moved(written: Path) -> dict[str, tuple[str, str]]:
    """Plan -> its next time and day, of those that were sent."""
    query = """
        SELECT id, next_due_at, next_local_date FROM checkin_plan
        WHERE id IN (SELECT plan_id FROM checkin)
    """
    return {plan: (at, day) for plan, at, day in _read(written, query)}


def _read(path: Path, query: str) -> Rows:
    connection = sqlite3.connect(path)
    rows = connection.execute(query).fetchall()
    connection.close()
    return rows


def _insert(table: str, rows: Rows) -> str:
    marks = ", ".join("?" * len(rows[0])) if rows else ""
    return f"INSERT INTO {table} VALUES ({marks})"
