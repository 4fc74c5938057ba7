"""The sender under load: thousands of check-ins wait while people answer questions on safety.

Phones and Bot API server are the playground's, in this process; the whole service is in another.
The server answers 429 beyond 30 messages a second in all and one a second in a chat.
"""

import asyncio
import json
import math
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.checkins_people import (
    COORDINATOR_IDS,
    FIRST_ID,
    Size,
    begin_answers,
    service_users_at_the_end,
)
from benchmarks.relay_people import KEY
from db.engine import Database
from playground.faults import Faults
from playground.people import Account
from playground.phones import Phones
from playground.request_log import Request
from playground.running import serve
from playground.server import create_app

PER_SECOND, CHAT_PER_SECOND = 30.0, 1.0
AT_ONCE, CHAT_AT_ONCE = 15, 5  # what the server lets through before it counts by the second
ANSWER = "Nearly every day"
SETTLE = timedelta(seconds=5)  # after the first letters, so that no burst counts
LOOK_SECONDS = 0.002
ALERTS = "SELECT count(*) FROM alert"
SPEAKING = ("send", "edit", "copy", "delete")


@dataclass(slots=True)
class Overtaking:
    """One answer on safety: milliseconds until its alert was kept, and until letters arrived."""

    row_ms: float
    person_ms: float = 0.0
    coordinator_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Sent:
    """What the sender did while it was looked at."""

    seconds: float
    letters: int
    most_in_a_second: int
    refused: int  # answers of 429, from the first letter on
    waiting: int  # letters that waited at the end
    overtaking: list[Overtaking]
    ticks: dict[str, Any]

    @property
    def of_limit(self) -> float:
        """The share of what the limit allows."""
        return self.letters / self.seconds / PER_SECOND


class Clock:
    """The machine's time, moved so that it is the beginning of a working day."""

    def __init__(self, start: datetime) -> None:
        self.ahead = start - datetime.now(UTC)

    def now(self) -> datetime:
        """The time that the service and the phones go by."""
        return datetime.now(UTC) + self.ahead


async def send(template: Path, folder: Path, size: Size, seconds: float, alerts: int) -> Sent:
    """Run the service on a copy of the records, and look at what arrives."""
    start = datetime(2026, 11, 25, 11, tzinfo=UTC)
    clock, records = Clock(start), folder / "sending.db"
    shutil.copy(template, records)
    people = service_users_at_the_end(size, alerts)
    database = await Database.open(f"sqlite:///{records}", KEY)
    await begin_answers(database, people, clock.now())
    await database.close()
    phones = _phones(clock, [*range(FIRST_ID, FIRST_ID + size.due), *people, *COORDINATOR_IDS])
    faults = Faults(
        limit_overall_per_second=PER_SECOND,
        limit_per_chat_per_second=CHAT_PER_SECOND,
        burst=CHAT_AT_ONCE,
        overall_burst=AT_ONCE,
    )
    async with serve(create_app(phones, faults=faults)) as api:
        figures = folder / "ticks.json"
        arguments = (api, f"sqlite:///{records}", str(clock.ahead.total_seconds()), str(figures))
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "benchmarks.checkins_service", *arguments
        )
        try:
            await _first_letter(phones, process)
            began = clock.now() + SETTLE
            await asyncio.sleep(SETTLE.total_seconds())
            answers = await _answer_all(phones, records, people, seconds)
        finally:
            process.send_signal(signal.SIGINT)
            await process.wait()
    return _figures(phones, records, began, seconds, answers, json.loads(figures.read_text()))


def _phones(clock: Clock, telegram_ids: Sequence[int]) -> Phones:
    accounts = [Account(number, f"P{number}") for number in telegram_ids]
    phones = Phones(clock.now, accounts=accounts)
    for number in telegram_ids:
        phones.begin(number)
    return phones


async def _first_letter(phones: Phones, process: asyncio.subprocess.Process) -> None:
    while not any(request.method == "sendMessage" for request in phones.requests):
        if process.returncode is not None:
            raise SystemExit("The service did not start.")
        await asyncio.sleep(0.05)


async def _answer_all(
    phones: Phones, records: Path, people: Sequence[int], seconds: float
) -> list[tuple[int, datetime, Overtaking]]:
    """Answer one after the other, evenly over the time; who, when, and until there was a row."""
    began, answers = time.perf_counter(), []
    for count, number in enumerate(people):
        due = began + (count + 0.5) * seconds / len(people)
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        at, said = phones.now(), time.perf_counter()
        phones.say(number, ANSWER)
        await _rows_of_alerts(records, count + 1)
        answers.append((number, at, Overtaking(1000 * (time.perf_counter() - said))))
    await asyncio.sleep(max(0.0, began + seconds - time.perf_counter()))
    return answers


async def _rows_of_alerts(records: Path, wanted: int) -> None:
    """Return once so many alerts are committed."""
    with closing(sqlite3.connect(f"file:{records}?mode=ro", uri=True)) as connection:
        async with asyncio.timeout(30):
            while connection.execute(ALERTS).fetchone()[0] < wanted:  # noqa: ASYNC110  another process writes
                await asyncio.sleep(LOOK_SECONDS)


def _figures(
    phones: Phones,
    records: Path,
    began: datetime,
    seconds: float,
    answers: list[tuple[int, datetime, Overtaking]],
    ticks: dict[str, Any],
) -> Sent:
    spoken = [r for r in phones.requests if r.method.startswith(SPEAKING)]
    ended = began + timedelta(seconds=seconds)
    inside = [r.at for r in spoken if r.acted and began <= r.at < ended]
    for number, at, found in answers:
        found.person_ms = _first_after(spoken, (number,), at)
        found.coordinator_ms = _first_after(spoken, COORDINATOR_IDS, at)
    with closing(sqlite3.connect(records)) as connection:
        query = "SELECT count(*) FROM outbox WHERE state = 'waiting'"
        waiting = connection.execute(query).fetchone()[0]
    return Sent(
        seconds=seconds,
        letters=len(inside),
        most_in_a_second=_most_in_a_second(inside),
        refused=sum(r.error is not None and r.error[0] == 429 for r in spoken),
        waiting=waiting,
        overtaking=[found for _, _, found in answers],
        ticks=ticks,
    )


def _first_after(spoken: Sequence[Request], chats: Sequence[int], at: datetime) -> float:
    """Milliseconds until a new message arrived in one of these chats."""
    times = (
        r.at for r in spoken
        if r.acted and r.method == "sendMessage" and r.chat_id in chats and r.at >= at
    )  # fmt: skip
    first = next(times, None)
    return 1000 * (first - at).total_seconds() if first else math.inf


def _most_in_a_second(times: Sequence[datetime]) -> int:
    """The most that arrived within any one second."""
    most, first = 0, 0
    for last, at in enumerate(times):
        while at - times[first] >= timedelta(seconds=1):
            first += 1
        most = max(most, last - first + 1)
    return most
